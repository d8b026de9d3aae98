import type { ValueType, Weight } from '../model';
import type { ModelTypes } from '../valueTypes';

/** What rules look at besides the structure. Whoever lints works out what may be looked at and says why not otherwise. */
export interface Facts {
  readonly structure: null;
  readonly types: TypeFacts;
  readonly files: ExternalFiles;
  readonly contents: WeightContents;
  readonly runtime: RuntimeAnswers;
}

export type Needs = keyof Facts;

/** Why something was not looked at, one sentence. */
export interface Unavailable {
  readonly unavailable: string;
}

/** The facts there are. */
export type KnownFacts = { readonly [N in Needs]: Facts[N] | Unavailable };

/** A value whose declared type is not what its operator gives. */
export interface Contradiction {
  readonly graph: string;
  readonly value: string;
  readonly declared: ValueType;
  readonly inferred: ValueType;
}

/** A place where the graph breaks the specification; `node` is `null` for an output of the graph. */
export interface InvalidPlace {
  readonly kind: 'cycle' | 'unsorted' | 'duplicateValue' | 'missingValue' | 'recursiveFunction';
  readonly graph: string;
  readonly node: number | null;
  /** The value, or the function's name. */
  readonly value: string;
}

/** What type inference tells. */
export interface TypeFacts {
  readonly types: ModelTypes;
  readonly contradictions: readonly Contradiction[];
  /** What the specification forbids. */
  readonly invalid: readonly InvalidPlace[];
  /** Whether inference has a rule for an operator. */
  knows(domain: string, op: string): boolean;
  /** The free sizes that a dimension is an expression of. */
  namesIn(size: string): readonly string[];
}

/** A file that weights are in: its size in bytes, or why it cannot be used. */
export type ExternalFile =
  | { readonly kind: 'usable'; readonly size: number }
  | { readonly kind: 'missing' | 'refused'; readonly reason: string };

/** Files with weights by location as the model writes it. */
export type ExternalFiles = ReadonlyMap<string, ExternalFile>;

/** What reading a weight told. */
export interface WeightContent {
  readonly nan: number;
  readonly positiveInfinite: number;
  readonly negativeInfinite: number;
  /** Equal for equal bytes; `null` where no other weight has the same type and shape. */
  readonly digest: string | null;
}

export interface WeightContents {
  readonly read: ReadonlyMap<Weight, WeightContent>;
  /** Weights that could not be read. */
  readonly unread: ReadonlyMap<Weight, string>;
}

/** An operator as it occurs in a model, and what the runtime says to it. */
export interface OperatorAnswer {
  readonly domain: string;
  readonly op: string;
  /** Version of its operator set that the model imports. */
  readonly version: number;
  /** Element types of its inputs as printed, `float32, int64`. */
  readonly inputs: string;
  /** Every node that is such an operator. */
  readonly nodes: readonly { readonly graph: string; readonly node: number }[];
  /** Why the runtime does not take it; `null` when it does. */
  readonly refusal: string | null;
}

export interface RuntimeAnswers {
  /** For example `onnxruntime-node 1.30.0`. */
  readonly runtime: string;
  /** Why it takes no model of this file version and these operator sets, `null` when it does. */
  readonly refusal: string | null;
  /** Empty where it takes no such model at all. */
  readonly operators: readonly OperatorAnswer[];
}
