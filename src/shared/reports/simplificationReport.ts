import type { Evaluation } from './evaluation';

/** What one pass changed and what it left alone. */
export interface PassOutcome {
  readonly id: string;
  readonly title: string;
  /** Whether it keeps outputs bit for bit, or up to rounding. */
  readonly exactness: 'exact' | 'rounding';
  readonly changes: number;
  /** Nodes and weights that were changed, the first of them. */
  readonly names: readonly string[];
  /** Each reason once, with the first it holds for and how many there are. */
  readonly skipped: readonly { readonly what: string; readonly reason: string; readonly count: number }[];
  /** Skipped for yet other reasons. */
  readonly unlistedSkips: number;
}

/** The main graph in numbers. */
export interface GraphFigures {
  readonly nodes: number;
  readonly weights: number;
  readonly weightBytes: number;
}

/** How often an operator occurs in the main graph. */
export interface OperatorCount {
  /** With its domain when that is not the standard one. */
  readonly op: string;
  readonly before: number;
  readonly after: number;
}

/** What simplifying a model did, or would have: the same whether something was found or not. */
export interface Simplification {
  readonly passes: readonly PassOutcome[];
  readonly before: GraphFigures;
  readonly after: GraphFigures;
  /** Operators whose number changed, the most changed first. */
  readonly operators: readonly OperatorCount[];
  /** What was not looked into, full sentences. */
  readonly notes: readonly string[];
  /** What a reader must know of the result, full sentences. */
  readonly warnings: readonly string[];
}

/** What `simplify` did and what it cost, in full. */
export interface SimplificationReport extends Evaluation, Simplification {
  readonly kind: 'simplification';
  readonly schema: 1;
  readonly options: Readonly<Record<string, string | number | boolean>>;
  /**
   * Largest error of any output when both models run without the runtime's own optimizations, which may round differently in
   * each: 0 when the outputs are the same bit for bit. `null` when nothing had to be looked at closer.
   */
  readonly plainError: number | null;
}
