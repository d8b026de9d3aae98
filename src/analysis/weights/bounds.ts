import { OUTLIER_DEVIATIONS } from '../../shared/reports/weightReport';

/** What an element is sorted by once range, mean and deviation are known. The same arithmetic as the kernels'. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly bins: number;
  /** Bins per unit of value; 0 puts everything into the first bin. */
  readonly perUnit: number;
  /** Magnitudes below this are near zero. */
  readonly threshold: number;
  /** Elements outside of these are outliers. */
  readonly lowFence: number;
  readonly highFence: number;
}

/** `largest` is the greatest magnitude, from what counts as zero. */
export function boundsOf(
  range: { readonly min: number; readonly max: number; readonly mean: number; readonly std: number },
  largest: number,
  { bins, nearZero }: { readonly bins: number; readonly nearZero: number },
): Bounds {
  const { min, max, mean, std } = range;
  const span = max - min;
  return {
    min,
    max,
    bins,
    perUnit: span > 0 && Number.isFinite(bins / span) ? bins / span : 0,
    threshold: nearZero * largest,
    lowFence: mean - OUTLIER_DEVIATIONS * std,
    highFence: mean + OUTLIER_DEVIATIONS * std,
  };
}

/** The bin of an element: `bins` for the largest, which belongs to the last one. */
export function binOf(x: number, { min, perUnit }: Bounds): number {
  return Math.trunc((x - min) * perUnit);
}

/** -1 or 1 for an outlier below or above, 0 for the others. */
export function outlierSide(x: number, { lowFence, highFence }: Bounds): -1 | 0 | 1 {
  return x < lowFence ? -1 : x > highFence ? 1 : 0;
}
