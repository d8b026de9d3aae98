import type { Tensor } from '../model/tensor';

export type Feeds = ReadonlyMap<string, Tensor>;

/** What a model can be run on, whatever the inputs come from. */
export interface BenchmarkInputs {
  /** Whether the number of samples in a run can be chosen. */
  readonly batch:
    | { readonly kind: 'free' }
    | { readonly kind: 'fixed'; readonly size: number }
    | { readonly kind: 'none' };
  /**
   * Feeds of at least one and at most `most` different runs of `size` samples; `null` is as many as the model is fixed
   * at. Only for a free batch can the size be chosen.
   */
  feeds(size: number | null, most: number): readonly Feeds[];
}

/** One configuration to measure. */
export interface PlannedPoint {
  /** `null` when the model has no batch dimension. */
  readonly batch: number | null;
  /** Made only when the point is measured; runs take turns through them. */
  readonly feeds: () => readonly Feeds[];
}

/** A way of loading a model with requests. */
export interface Scenario {
  readonly name: 'latency' | 'throughput';
  /** Batch sizes to measure when none are named. */
  readonly batches: readonly number[];
  /** Different feeds that runs take turns through, where there are samples. */
  readonly feedsInTurn: number;
}
