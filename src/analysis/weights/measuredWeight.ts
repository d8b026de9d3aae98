import type { Histogram, WeightFigures } from '../../shared/reports/weightReport';
import { type BinState, meanOf, type RangeState } from './passes';

/** The figures that come from the elements themselves. */
export type Measured = Pick<
  WeightFigures,
  'zeros' | 'nearZeros' | 'nan' | 'infinite' | 'min' | 'max' | 'mean' | 'std' | 'histogram' | 'dequantized'
>;

/** Figures of a finished measurement; those of no finite elements are `null`. */
export function measuredFrom(range: RangeState, bins: BinState, dequantized: boolean): Measured {
  const { zeros, nan, infinite, finite } = range;
  if (finite === 0) {
    const none = { min: null, max: null, mean: null, std: null, histogram: null };
    return { zeros, nearZeros: zeros, nan, infinite, ...none, dequantized };
  }
  return {
    zeros,
    // A threshold of zero, or one that underflows, has no element below it; zeros count all the same.
    nearZeros: Math.max(zeros, bins.nearZeros),
    nan,
    infinite,
    min: range.min,
    max: range.max,
    mean: finiteOrNull(meanOf(range)),
    std: finiteOrNull(Math.sqrt(bins.squares / finite)),
    histogram: histogramOf(range, bins),
    dequantized,
  };
}

/** The largest value belongs to the last bin. A range too wide for a number has no bins. */
function histogramOf({ min, max }: RangeState, { counts, bins }: BinState): Histogram | null {
  if (!Number.isFinite(max - min)) return null;
  const even = Array.from(counts.subarray(0, bins));
  even[bins - 1] = (even[bins - 1] ?? 0) + (counts[bins] ?? 0);
  return { low: min, high: max, counts: even };
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
