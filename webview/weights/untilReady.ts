import type { Pending } from '../../src/shared/protocol/weights';

/**
 * Asks until there is an answer; in between says how far it is, from 0 to 1.
 * @param isWanted whether anybody still waits; `null` comes back when nobody does
 */
export async function untilReady<T>(
  ask: () => Promise<Pending<T>>,
  progress: (fraction: number) => void,
  isWanted: () => boolean,
): Promise<T | null> {
  while (isWanted()) {
    const answer = await ask();
    if (answer.state === 'ready') return isWanted() ? answer.value : null;
    progress(answer.total === 0 ? 0 : answer.done / answer.total);
  }
  return null;
}
