import { median } from '../analysis/statistics';
import type { Clock } from './clock';

const WINDOW_MS = 30;
const WINDOW_RUNS = 3;
const STABLE_WINDOWS = 3;

/** Triton perf_analyzer's rule: the last three windows differ by no more than a tenth. */
const STABLE_RATIO = 1.1;

export interface WarmUp {
  /** Median of the last window, milliseconds: what one run is expected to take. */
  readonly runMs: number;
  readonly stable: boolean;
}

/** Runs until the times of three windows in a row agree, or for `limitMs`, and at least once. */
export async function warmUp(run: () => Promise<void>, clock: Clock, limitMs: number): Promise<WarmUp> {
  const start = clock();
  const windows: number[] = [];
  while (true) {
    windows.push(await windowMedian(run, clock, start + limitMs));
    const last = windows.slice(-STABLE_WINDOWS);
    const runMs = last.at(-1) ?? Number.NaN;
    if (last.length === STABLE_WINDOWS && Math.max(...last) <= STABLE_RATIO * Math.min(...last)) {
      return { runMs, stable: true };
    }
    if (clock() - start >= limitMs) return { runMs, stable: false };
  }
}

async function windowMedian(run: () => Promise<void>, clock: Clock, end: number): Promise<number> {
  const times: number[] = [];
  const start = clock();
  let now = start;
  while (times.length === 0 || (now < end && (times.length < WINDOW_RUNS || now - start < WINDOW_MS))) {
    const before = clock();
    await run();
    now = clock();
    times.push(now - before);
  }
  return median(Float64Array.from(times).sort());
}
