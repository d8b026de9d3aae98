import { NO_ITEM } from './heat';

/** Nodes in model order, gathered so that each bin has room to be drawn. */
export interface StripBins {
  readonly bins: number;
  /** Rows of bin `i`: from `start[i]` to before `start[i + 1]`. */
  readonly start: Uint32Array;
  /** The row to look at in each bin; `NO_ITEM` where none has a figure. */
  readonly peak: Uint32Array;
  /** Mean figure of the rows that have one; NaN where none has. */
  readonly mean: Float64Array;
  /** Rows of each bin that have a figure. */
  readonly known: Uint32Array;
}

/**
 * Shares rows out to at most `most` bins, each row to exactly one and bins differing by at most one row.
 * @param position where a value lies between cold (0) and hot (1)
 */
export function stripBins(values: Float64Array, most: number, position: (value: number) => number): StripBins {
  const rows = values.length;
  const bins = Math.max(0, Math.min(rows, Math.floor(most)));
  const start = Uint32Array.from({ length: bins + 1 }, (_, bin) => (bins === 0 ? 0 : Math.floor((bin * rows) / bins)));
  const peak = new Uint32Array(bins).fill(NO_ITEM);
  const mean = new Float64Array(bins).fill(Number.NaN);
  const known = new Uint32Array(bins);
  for (let bin = 0; bin < bins; bin++) {
    let sum = 0;
    let count = 0;
    let highest = Number.NEGATIVE_INFINITY;
    for (let row = start[bin] ?? 0; row < (start[bin + 1] ?? 0); row++) {
      const value = values[row] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      sum += value;
      count += 1;
      const at = position(value);
      // Beyond the scale's end all positions are the same; the values still differ.
      if (at < highest || (at === highest && value <= (values[peak[bin] ?? NO_ITEM] ?? Number.NaN))) continue;
      highest = at;
      peak[bin] = row;
    }
    known[bin] = count;
    if (count > 0) mean[bin] = sum / count;
  }
  return { bins, start, peak, mean, known };
}

/** The bin that a row is in, -1 for rows that there are not. */
export function binOf({ bins, start }: StripBins, row: number): number {
  const rows = start[bins] ?? 0;
  if (row < 0 || row >= rows) return -1;
  let bin = Math.min(bins - 1, Math.floor((row * bins) / rows));
  // The quotient may be one off where a bin begins.
  while ((start[bin + 1] ?? 0) <= row) bin += 1;
  while ((start[bin] ?? 0) > row) bin -= 1;
  return bin;
}
