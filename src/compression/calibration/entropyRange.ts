import type { RangeHistogram } from './histogram';
import type { ActivationRange } from './range';

/** Levels of the quantized distribution. */
const LEVELS = 256;
const STEPS = 128;
/** Mixed into both distributions, so that a bin that only one of them fills costs much and not infinitely much. */
const SMOOTHING = 1e-6;

/**
 * The window whose 256 levels lose the least information: KL(P‖Q), where P is what was seen with everything outside the window
 * moved to its edges, and Q the window's own counts averaged within each level (Migacz, "8-bit Inference with TensorRT",
 * 2017). Both ends shrink together.
 */
export function entropyRange(histogram: RangeHistogram): ActivationRange {
  const { low, high, counts } = histogram;
  const bins = counts.length;
  const zero = Math.min(bins, Math.max(0, Math.round((-low / (high - low)) * bins)));
  let chosen = { first: 0, last: bins };
  let least = Number.POSITIVE_INFINITY;
  for (let step = Math.ceil((LEVELS / bins) * STEPS); step <= STEPS; step++) {
    const first = Math.round(zero - (zero * step) / STEPS);
    const last = Math.round(zero + ((bins - zero) * step) / STEPS);
    if (last - first < LEVELS) continue;
    const divergence = windowDivergence(counts, first, last);
    if (divergence < least) {
      least = divergence;
      chosen = { first, last };
    }
  }
  const width = (high - low) / bins;
  return { min: low + chosen.first * width, max: low + chosen.last * width };
}

/** KL(P‖Q) in nats for the bins [first, last). */
export function windowDivergence(counts: Float64Array, first: number, last: number): number {
  const window = counts.slice(first, last);
  const seen = window.slice();
  const end = seen.length - 1;
  seen[0] = (seen[0] ?? 0) + sum(counts.subarray(0, first));
  seen[end] = (seen[end] ?? 0) + sum(counts.subarray(last));
  return divergence(smoothed(seen), smoothed(averagedInLevels(window)));
}

/** Each level's count spread evenly over its bins that hold anything. */
function averagedInLevels(window: Float64Array): Float64Array {
  const spread = new Float64Array(window.length);
  for (let level = 0; level < LEVELS; level++) {
    const from = Math.floor((level * window.length) / LEVELS);
    const to = Math.floor(((level + 1) * window.length) / LEVELS);
    const part = window.subarray(from, to);
    const filled = part.reduce((count, value) => count + (value > 0 ? 1 : 0), 0);
    if (filled === 0) continue;
    const mean = sum(part) / filled;
    for (let bin = from; bin < to; bin++) if ((window[bin] ?? 0) > 0) spread[bin] = mean;
  }
  return spread;
}

function smoothed(counts: Float64Array): Float64Array {
  const total = sum(counts);
  if (total === 0) return counts.map(() => 1 / counts.length);
  return counts.map(count => (count / total) * (1 - SMOOTHING) + SMOOTHING / counts.length);
}

function divergence(p: Float64Array, q: Float64Array): number {
  return p.reduce((nats, value, bin) => nats + value * Math.log(value / (q[bin] ?? 1)), 0);
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
