import type { Distribution, Histogram, WeightFigures } from '../../shared/reports/weightReport';
import type { Tally } from './tally';

/** The figures that come from the elements themselves. */
export type Measured = Distribution & Pick<WeightFigures, 'zeros' | 'nearZeros' | 'nan' | 'infinite' | 'outliers'>;

/** Elements by kind; `finite` includes `zeros`. */
export interface KindCounts {
  zeros: number;
  finite: number;
  nan: number;
  infinite: number;
}

/** Figures of a finished measurement. */
export function measuredFrom(
  { zeros, nan, infinite }: KindCounts,
  mean: number,
  std: number,
  tally: Tally,
  percentiles: readonly number[],
): Measured {
  return {
    zeros,
    // A threshold of zero, or one that underflows, has no element below it; zeros count all the same.
    nearZeros: Math.max(zeros, tally.nearZeros),
    nan,
    infinite,
    outliers: tally.outliers,
    min: tally.bounds.min,
    max: tally.bounds.max,
    mean,
    std,
    histogram: histogramOf(tally),
    percentiles,
  };
}

/** Figures of a weight without finite elements. */
export function measuredNothing({ zeros, nan, infinite }: KindCounts): Measured {
  const none = { min: null, max: null, mean: null, std: null, histogram: null, percentiles: null };
  return { zeros, nearZeros: zeros, nan, infinite, outliers: 0, ...none };
}

/** The largest value belongs to the last bin. A range too wide, or too narrow, to be divided has no bins. */
function histogramOf({ bounds: { min, max, bins, perUnit }, counts }: Tally): Histogram | null {
  if (max > min && perUnit === 0) return null;
  const even = Array.from(counts.subarray(0, bins));
  even[bins - 1] = (even[bins - 1] ?? 0) + (counts[bins] ?? 0);
  return { low: min, high: max, counts: even };
}
