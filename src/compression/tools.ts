import type { Runtime, SessionOptions } from '../model/runtime';
import type { Tensor } from '../model/tensor';
import type { JobProgress } from '../shared/protocol/jobs';
import type { Scratch } from './scratch';

export type Feeds = ReadonlyMap<string, Tensor>;

/** Runs of a model: the inputs of each are made when asked for. */
export interface SampleRuns {
  readonly count: number;
  at(index: number): Feeds;
}

/** How every model of a comparison is opened, so that they can be compared. */
export function comparable(threads: number): SessionOptions {
  return { threads, spinning: false };
}

/** What compression needs of the world. */
export interface Tools {
  readonly runtime: Runtime;
  /** Threads inside one operator; 0 lets the runtime decide. */
  readonly threads: number;
  /** Milliseconds since some moment. */
  readonly clock: () => number;
  readonly scratch: Scratch;
  /** `fraction` is of the phase, not of the job. */
  progress(progress: JobProgress): void;
  /** @throws LatheError `cancelled`. */
  checkCancelled(): void;
}
