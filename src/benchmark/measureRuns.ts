import { blockBootstrap, type Interval, median, summarize } from '../analysis/statistics';
import type { LatencySummary } from '../shared/reports/measurement';
import type { Clock } from './clock';
import { thin } from './thin';

/** A block's interval is meaningless with fewer: resampling three blocks gives ten outcomes. */
const LEAST_BLOCKS = 10;
const LEAST_TIMES = 3;

/** Blocks are short against the slow drifts of a machine's speed, so that many of them see it. */
const BLOCK_MS = 50;

/** Under a short time limit blocks are shorter still, so that there are enough of them. */
const BLOCKS_IN_LIMIT = 20;

/** Machines were seen to run 1.5 times slower for seconds at a time: a median of less than this is of one mood. */
const LEAST_MS = 2000;

/** Values that one resampling draws: more does not narrow the interval, only takes time from measuring. */
const BOOTSTRAP_VALUES = 2000;
const CHECK_RESAMPLES = 300;

/** A single timing spans at least this many steps of the clock. */
const CLOCK_STEPS = 100;

export interface RunSettings {
  /** Half-width of the 95 % interval of the median to reach, as a fraction of the median. */
  readonly targetPrecision: number;
  readonly limitMs: number;
  /** What one run takes, roughly, milliseconds. */
  readonly runMs: number;
  /** Smallest step of the clock, milliseconds. */
  readonly resolutionMs: number;
}

export interface RunTimes {
  /** Milliseconds a run, in order. */
  readonly times: readonly number[];
  /** Runs that one timing spans; its time is their mean. */
  readonly runsPerTime: number;
  readonly latency: LatencySummary;
  readonly interval: Interval;
  readonly converged: boolean;
}

/** Told after every block: share of the time limit used, times so far, half-width over median once it is known. */
export type OnBlock = (used: number, times: number, precision: number | null) => void;

/**
 * Runs block after block until the median is known as well as asked, or the time is over. The interval comes from
 * resampling whole blocks, because runs that follow each other share the machine's mood.
 */
export async function measureRuns(
  run: () => Promise<void>,
  clock: Clock,
  settings: RunSettings,
  onBlock: OnBlock,
): Promise<RunTimes> {
  const runsPerTime = Math.max(1, Math.ceil((CLOCK_STEPS * settings.resolutionMs) / Math.max(settings.runMs, 1e-6)));
  const blocks: number[][] = [];
  const start = clock();
  const blockMs = Math.min(BLOCK_MS, settings.limitMs / BLOCKS_IN_LIMIT);
  const leastMs = Math.min(LEAST_MS, settings.limitMs / 2);
  let precision: number | null = null;
  let nextCheck = LEAST_BLOCKS;
  let count = 0;
  while (true) {
    const block = await timeBlock(run, clock, runsPerTime, blockMs);
    blocks.push(block);
    count += block.length;
    const elapsed = clock() - start;
    if (blocks.length >= nextCheck && elapsed >= leastMs) {
      nextCheck = Math.ceil(blocks.length * 1.3);
      precision = halfWidth(blocks, medianInterval(blocks, CHECK_RESAMPLES));
      if (precision <= settings.targetPrecision) break;
    }
    onBlock(Math.min(1, elapsed / settings.limitMs), count, precision);
    if (elapsed >= settings.limitMs && count >= LEAST_TIMES) break;
  }
  const times = blocks.flat();
  const interval = medianInterval(blocks);
  return {
    times,
    runsPerTime,
    latency: summarize(times),
    interval,
    converged: blocks.length >= LEAST_BLOCKS && halfWidth(blocks, interval) <= settings.targetPrecision,
  };
}

async function timeBlock(
  run: () => Promise<void>,
  clock: Clock,
  runsPerTime: number,
  blockMs: number,
): Promise<number[]> {
  const times: number[] = [];
  const start = clock();
  let now = start;
  do {
    const before = clock();
    for (let index = 0; index < runsPerTime; index += 1) await run();
    now = clock();
    times.push((now - before) / runsPerTime);
  } while (now - start < blockMs);
  return times;
}

/** With too few blocks to resample, the range of all times: an honest interval, if a wide one. */
function medianInterval(blocks: readonly (readonly number[])[], resamples?: number): Interval {
  if (blocks.length < LEAST_BLOCKS) {
    const times = blocks.flat();
    return { low: Math.min(...times), high: Math.max(...times), confidence: 0.95 };
  }
  const each = Math.max(1, Math.floor(BOOTSTRAP_VALUES / blocks.length));
  const thinned = blocks.map(block => thin(block, each));
  return blockBootstrap(thinned, median, resamples === undefined ? {} : { resamples });
}

function halfWidth(blocks: readonly (readonly number[])[], { low, high }: Interval): number {
  return (high - low) / 2 / median(Float64Array.from(blocks.flat()).sort());
}
