import type { JobHandlers } from './jobHandler';
import { benchmarkJob } from './jobs/benchmark';
import { compareJob } from './jobs/compare';
import { extractJob } from './jobs/extract';
import { lintJob } from './jobs/lint';
import { quantizeJob } from './jobs/quantize';
import { ranksJob } from './jobs/ranks';
import { simplifyJob } from './jobs/simplify';
import { weightsJob } from './jobs/weights';

/** Every job and who does it: one file in `jobs/` and one line here. */
export const handlers: JobHandlers = {
  weights: weightsJob,
  ranks: ranksJob,
  quantize: quantizeJob,
  extract: extractJob,
  simplify: simplifyJob,
  benchmark: benchmarkJob,
  compare: compareJob,
  lint: lintJob,
};
