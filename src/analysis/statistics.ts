import type { LatencySummary, RatioEstimate } from '../shared/reports/measurement';
import { seededRandom } from './random';

/** Measurements that were taken together; blocks, not single runs, are what noise makes independent. */
export type Blocks = readonly (readonly number[])[];

export interface BootstrapOptions {
  readonly resamples?: number;
  /** Between 0 and 1. */
  readonly confidence?: number;
  readonly seed?: number;
}

export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
}

/** A statistic of measurements sorted in ascending order. */
export type SortedStatistic = (sorted: Float64Array) => number;

const DEFAULTS = { resamples: 1000, confidence: 0.95, seed: 1 } as const;

/** The q-quantile of ascending values by linear interpolation between closest ranks; NaN of none. */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  if (sorted.length === 0) return Number.NaN;
  const position = (sorted.length - 1) * q;
  const below = Math.floor(position);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? Number.NaN;
  return low + (high - low) * (position - below);
}

export const median: SortedStatistic = sorted => quantile(sorted, 0.5);

/** Order statistics of run times in milliseconds. */
export function summarize(times: readonly number[]): LatencySummary {
  const sorted = Float64Array.from(times).sort();
  const middle = median(sorted);
  const deviations = sorted.map(time => Math.abs(time - middle)).sort();
  return {
    runs: sorted.length,
    median: middle,
    p10: quantile(sorted, 0.1),
    p90: quantile(sorted, 0.9),
    p99: quantile(sorted, 0.99),
    min: sorted[0] ?? Number.NaN,
    max: sorted[sorted.length - 1] ?? Number.NaN,
    mean: sorted.reduce((sum, time) => sum + time, 0) / sorted.length,
    mad: median(deviations),
  };
}

/**
 * Percentile bootstrap of a statistic, drawing whole blocks with replacement. Runs within a block share the machine's
 * state, so drawing single runs gives intervals that are far too narrow.
 */
export function blockBootstrap(blocks: Blocks, statistic: SortedStatistic, options: BootstrapOptions = {}): Interval {
  const { resamples, confidence, seed } = { ...DEFAULTS, ...options };
  const random = seededRandom(seed);
  const estimates = new Float64Array(resamples);
  for (let i = 0; i < resamples; i++) estimates[i] = statistic(drawBlocks(blocks, random));
  return interval(estimates, confidence);
}

/**
 * How many times faster the target is: source time over target time, with a block-bootstrap interval in which the blocks
 * of both sides are drawn independently. The times compared are the tenth percentiles, which vary least between
 * identical processes on a busy machine.
 */
export function speedupOf(source: Blocks, target: Blocks, options: BootstrapOptions = {}): RatioEstimate {
  const { resamples, confidence, seed } = { ...DEFAULTS, ...options };
  const random = seededRandom(seed);
  const tenth: SortedStatistic = sorted => quantile(sorted, 0.1);
  const estimates = new Float64Array(resamples);
  for (let i = 0; i < resamples; i++) {
    estimates[i] = tenth(drawBlocks(source, random)) / tenth(drawBlocks(target, random));
  }
  const value = tenth(Float64Array.from(source.flat()).sort()) / tenth(Float64Array.from(target.flat()).sort());
  return { value, ...interval(estimates, confidence) };
}

function drawBlocks(blocks: Blocks, random: () => number): Float64Array {
  const drawn: number[] = [];
  for (let i = 0; i < blocks.length; i++) {
    for (const time of blocks[Math.floor(random() * blocks.length)] ?? []) drawn.push(time);
  }
  return Float64Array.from(drawn).sort();
}

function interval(estimates: Float64Array, confidence: number): Interval {
  const sorted = estimates.sort();
  const tail = (1 - confidence) / 2;
  return { low: quantile(sorted, tail), high: quantile(sorted, 1 - tail), confidence };
}
