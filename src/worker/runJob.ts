import { errorInfo } from '../shared/errors';
import type { JobContext, JobMessage, JobName, JobStart } from '../shared/protocol/jobs';
import { jobUnknown, startMalformed } from './errors';
import type { JobHandler, JobHandlers, RuntimeProvider } from './jobHandler';

/** Runs the job that a start message asks for; the answer is always a message, never a rejection. */
export async function runJob(
  start: unknown,
  handlers: JobHandlers,
  context: JobContext,
  runtime: RuntimeProvider,
): Promise<JobMessage> {
  try {
    if (!isStart(start)) throw startMalformed();
    if (!Object.hasOwn(handlers, start.name)) throw jobUnknown(start.name, Object.keys(handlers));
    return { kind: 'done', result: await dispatch(start, handlers, context, runtime) };
  } catch (thrown) {
    return { kind: 'failed', error: errorInfo(thrown) };
  }
}

function dispatch<N extends JobName>(
  start: JobStart<N>,
  handlers: JobHandlers,
  context: JobContext,
  runtime: RuntimeProvider,
) {
  const handler: JobHandler<N> = handlers[start.name];
  return handler(start.request, context, runtime);
}

function isStart(message: unknown): message is JobStart {
  return (
    typeof message === 'object' &&
    message !== null &&
    'name' in message &&
    typeof message.name === 'string' &&
    'request' in message
  );
}
