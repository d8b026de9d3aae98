/** Order statistics of repeated measurements, in milliseconds. */
export interface LatencySummary {
  readonly runs: number;
  readonly median: number;
  readonly p10: number;
  readonly p90: number;
  readonly p99: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Median absolute deviation from the median. */
  readonly mad: number;
}

/** A ratio with the interval that a block bootstrap gave it at the stated confidence. */
export interface RatioEstimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** For example 0.95. */
  readonly confidence: number;
}

/** Where inputs came from. Names without their folders: a report travels, a machine's folders say nothing elsewhere. */
export type DataSource =
  | { readonly kind: 'samples'; readonly file: string; readonly available: number; readonly used: number }
  | { readonly kind: 'test-data'; readonly folder: string; readonly available: number; readonly used: number }
  | { readonly kind: 'synthetic'; readonly used: number; readonly seed: number };

/** A free dimension that was given a value for a run. */
export interface FreeDimension {
  readonly name: string;
  readonly value: number;
}
