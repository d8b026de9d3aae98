import type { Runtime } from '../model/runtime';
import type { JobContext, JobName, JobRequest, JobResult } from '../shared/protocol/jobs';

/** Gives the runtime, loading it the first time; jobs that do not run models never call it. */
export type RuntimeProvider = () => Promise<Runtime>;

/** Does one job. Cancelling is ending the process; `context.signal` lets a terminal stop it from inside. */
export type JobHandler<N extends JobName> = (
  request: JobRequest<N>,
  context: JobContext,
  runtime: RuntimeProvider,
) => Promise<JobResult<N>>;

export type JobHandlers = { readonly [N in JobName]: JobHandler<N> };
