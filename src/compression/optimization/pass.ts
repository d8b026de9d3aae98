import type { PassContext, SimplifyOptions } from './passContext';

/** Whether outputs stay the same bit for bit, or up to the rounding of arithmetic that moved. */
export type Exactness = 'exact' | 'rounding';

/** One kind of simplification. It changes the workpiece of its context in place, and tells the context what it changed. */
export interface Pass {
  /** Never changes: `--only` and `--skip` name it. */
  readonly id: string;
  /** What it does, a phrase: `Drop operators that change nothing`. */
  readonly title: string;
  /** Lint rules whose findings it mends. */
  readonly mends: readonly string[];
  readonly exactness: Exactness;
  /** The option without which it does nothing; `null` for what is always done. */
  readonly request: { readonly option: string; isGiven(options: SimplifyOptions): boolean } | null;
  run(context: PassContext): Promise<void>;
}
