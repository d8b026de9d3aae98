import { asymmetricUint8, dequantizeValue, quantizeValue, UINT8 } from '../quantization/arithmetic';
import type { RangeHistogram } from './histogram';
import type { ActivationRange } from './range';

/** Shares of each end that are tried: a range cut below a third has not been seen to pay. */
const SHARES = Array.from({ length: 36 }, (_, i) => 1 - i / 50);

/** The ends with the least mean squared error over the histogram, rounding and saturation together; one end after the other. */
export function mseRange(histogram: RangeHistogram): ActivationRange {
  const { low: min, high: max } = histogram;
  const high = best(SHARES, share => squaredError(histogram, { min, max: max * share })) * max;
  const low = best(SHARES, share => squaredError(histogram, { min: min * share, max: high })) * min;
  const again = best(SHARES, share => squaredError(histogram, { min: low, max: max * share })) * max;
  return { min: low, max: again };
}

function best(shares: readonly number[], cost: (share: number) => number): number {
  let chosen = 1;
  let least = Number.POSITIVE_INFINITY;
  for (const share of shares) {
    const each = cost(share);
    if (each < least) {
      least = each;
      chosen = share;
    }
  }
  return chosen;
}

/** Σ count · (x − x̂)² with each bin at its centre. */
export function squaredError(histogram: RangeHistogram, { min, max }: ActivationRange): number {
  const code = asymmetricUint8(min, max);
  let error = 0;
  for (let bin = 0; bin < histogram.counts.length; bin++) {
    const count = histogram.counts[bin] as number;
    if (count === 0) continue;
    const value = histogram.center(bin);
    error += count * (value - dequantizeValue(quantizeValue(value, code, UINT8), code)) ** 2;
  }
  return error;
}
