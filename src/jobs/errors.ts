import { LatheError } from '../shared/errors';

export function cannotStartWorker(cause: unknown): LatheError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new LatheError(
    {
      code: 'worker.cannotStart',
      kind: 'environment',
      message: `Cannot start the worker process: ${reason}`,
      next: 'Reinstall Model Lathe if its files are incomplete, or free some memory.',
    },
    { cause },
  );
}

export function workerCrashed(how: string): LatheError {
  return new LatheError({
    code: 'worker.crashed',
    kind: 'environment',
    message: `The worker process ended unexpectedly (${how}). Nothing was written.`,
    next: 'It may have run out of memory, or the model made the runtime crash: close other programs, use one thread, then try again.',
  });
}
