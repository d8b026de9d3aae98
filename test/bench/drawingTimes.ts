/** Milliseconds of one round in a fresh worker: the first drawing it makes, and later ones when the code is warm. */
export interface DrawingTimes {
  readonly first: number;
  readonly later: readonly number[];
  /** One plain pass over the same items and edges. */
  readonly pass: number;
  readonly nodes: number;
  readonly lines: number;
}

export const NETWORKS = ['language model', 'CNN'] as const;

/** What the worker is asked for. */
export interface DrawingTask {
  readonly network: (typeof NETWORKS)[number];
  readonly nodes: number;
  readonly rounds: number;
}
