/** Milliseconds since some moment; never goes back. */
export type Clock = () => number;

const STEPS = 20;
const MOST_READS = 100_000;

/** The smallest step the clock makes, in milliseconds; 0 when it was never seen to move. */
export function clockResolution(clock: Clock): number {
  let smallest = Number.POSITIVE_INFINITY;
  let steps = 0;
  let last = clock();
  for (let reads = 0; steps < STEPS && reads < MOST_READS; reads += 1) {
    const now = clock();
    if (now === last) continue;
    smallest = Math.min(smallest, now - last);
    last = now;
    steps += 1;
  }
  return steps === 0 ? 0 : smallest;
}
