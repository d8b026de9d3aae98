import type { RangeHistogram } from './histogram';
import type { ActivationRange } from './range';

/** Share of the values that the range holds; the rest is cut off, half at each end. */
const KEPT = 0.99999;

/** The ends beyond which 0.001 % of the values lie. */
export function percentileRange(histogram: RangeHistogram): ActivationRange {
  const { counts, low, high, zeros } = histogram;
  const width = (high - low) / counts.length;
  const tail = (histogram.total() * (1 - KEPT)) / 2;
  const zeroBin = Math.min(counts.length - 1, Math.max(0, Math.floor(-low / width)));
  const count = (bin: number): number => (counts[bin] ?? 0) + (bin === zeroBin ? zeros : 0);
  let first = 0;
  for (let seen = count(0); seen <= tail && first < zeroBin; seen += count(first)) first += 1;
  let last = counts.length - 1;
  for (let seen = count(last); seen <= tail && last > zeroBin; seen += count(last)) last -= 1;
  return { min: low + first * width, max: low + (last + 1) * width };
}
