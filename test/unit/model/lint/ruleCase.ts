import type { GraphBuilder, ModelOptions } from '../../../fixtures/builders/onnxModel';

/** A model and what one rule says of it. */
export interface RuleCase {
  readonly what: string;
  readonly model: () => GraphBuilder | Uint8Array;
  readonly options?: ModelOptions;
  /** Files beside the model, by name. */
  readonly files?: Readonly<Record<string, Uint8Array>>;
  /** Messages, word for word; those that name a severity differ from the rule's. */
  readonly finds: readonly string[];
}

export interface CasesOfRule {
  readonly positive: readonly RuleCase[];
  readonly negative: readonly RuleCase[];
  readonly hostile: readonly RuleCase[];
}

/** Cases by rule. */
export type RuleCases = Readonly<Record<string, CasesOfRule>>;
