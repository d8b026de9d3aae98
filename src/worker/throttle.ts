import type { JobProgress } from '../shared/protocol/jobs';

/** At most ten messages a second: more only costs the side that draws them. */
const INTERVAL_MS = 100;

/**
 * Passes progress on at most ten times a second; a new phase passes at once, so a short one is seen.
 * `now` gives milliseconds.
 */
export function throttle(send: (progress: JobProgress) => void, now: () => number): (progress: JobProgress) => void {
  let last = Number.NEGATIVE_INFINITY;
  let phase: string | null = null;
  let phases = 0;
  return progress => {
    const time = now();
    const due = time - last >= INTERVAL_MS;
    if (due) phases = 0;
    // Even phases are counted: a job with thousands of short ones must not flood the channel.
    const newPhase = progress.phase !== phase && phases < 5;
    if (!due && !newPhase) return;
    if (due) last = time;
    phases += 1;
    phase = progress.phase;
    send(progress);
  };
}
