import type { JobHandlers } from './jobHandler';
import { benchmarkJob } from './jobs/benchmark';
import { weightsJob } from './jobs/weights';

/** Every job and who does it: one file in `jobs/` and one line here. */
export const handlers: Partial<JobHandlers> = {
  weights: weightsJob,
  benchmark: benchmarkJob,
};
