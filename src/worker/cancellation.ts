import { cancelled } from '../shared/errors';

/** A check that throws LatheError `cancelled` once the signal was given. */
export function cancellation(signal: AbortSignal): () => void {
  return () => {
    if (signal.aborted) throw cancelled();
  };
}
