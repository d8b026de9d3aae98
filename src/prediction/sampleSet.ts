import type { Tensor } from '../model/tensor';
import type { DataSource, FreeDimension } from '../shared/reports/measurement';

export type Feeds = ReadonlyMap<string, Tensor>;

/** Inputs to run a model on, in the shapes and types it wants. */
export interface SampleSet {
  /** Where they come from, for the report. */
  readonly source: DataSource;
  /** How many runs there are: `at(0)` to `at(count - 1)`. */
  readonly count: number;
  /** Samples in one run: 1 unless the model's batch is fixed at more, or more was asked for. */
  readonly rows: number;
  /** Class index of every sample in order, run after run (`count × rows`); `null` without labels. */
  readonly labels: readonly number[] | null;
  /** Sizes that the model's free dimensions have in these inputs. */
  readonly freeDimensions: readonly FreeDimension[];
  /** Feeds of one run; made anew each time, nothing is kept. */
  at(index: number): Feeds;
  /** Feeds of one run of `size` samples, repeated when there are fewer. Only for models with a free batch dimension. */
  batch(size: number): Feeds;
}
