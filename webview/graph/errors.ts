import { LatheError } from '../../src/shared/errors';

/** The worker that arranges graphs cannot be loaded. */
export function graphWorkerUnavailable(reason: string): LatheError {
  return new LatheError({
    code: 'graph.workerUnavailable',
    kind: 'environment',
    message: `The part that arranges graphs could not be started: ${sentence(reason)}`,
    next: 'Try again; if it stays so, close the editor and open the model anew.',
  });
}

/** The worker ended by itself. */
export function graphWorkerEnded(reason: string): LatheError {
  return new LatheError({
    code: 'graph.workerEnded',
    kind: 'internal',
    message: `The part that arranges graphs ended before it was done${reason === '' ? '.' : `: ${sentence(reason)}`}`,
    next: 'Try again; if it ends again, fold the groups you opened last.',
  });
}

/** The worker does not answer. */
export function graphWorkerSlow(seconds: number): LatheError {
  return new LatheError({
    code: 'graph.workerSlow',
    kind: 'environment',
    message: `The graph was not arranged within ${seconds} seconds, so it was given up.`,
    next: 'Fold the groups you opened last, or look at one part of the graph alone.',
  });
}

/** What a browser says of its own failures ends as it likes. */
function sentence(reason: string): string {
  return /[.!?]$/.test(reason) ? reason : `${reason}.`;
}
