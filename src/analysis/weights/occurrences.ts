import { boundsOf } from './bounds';
import { CompensatedSum } from './compensatedSum';
import { type Measured, measuredFrom, measuredNothing } from './measuredWeight';
import { exponentOf } from './moments';
import { percentileRanks } from './percentileRanks';
import { Tally } from './tally';
import { weightedOrder } from './weightedOrder';

/** Different numbers of a weight and how often each occurs, asked for several times. */
export interface Occurrences {
  /** `distance` is that of `value` from what counts as zero. */
  each(take: (value: number, distance: number, times: number) => void): void;
}

export interface MeasureOptions {
  readonly bins: number;
  /** Fraction of the largest magnitude. */
  readonly nearZero: number;
}

/** Figures from numbers that occur so many times: by the definitions, in one loop for each thing that others need first. */
export function measureOccurrences(occurrences: Occurrences, options: MeasureOptions): Measured {
  const kinds = { zeros: 0, finite: 0, nan: 0, infinite: 0 };
  let [min, max, largest, different] = [Infinity, -Infinity, 0, 0];
  occurrences.each((value, distance, times) => {
    if (Number.isNaN(value)) kinds.nan += times;
    else if (!Number.isFinite(value)) kinds.infinite += times;
    else {
      different += 1;
      kinds.finite += times;
      if (distance === 0) kinds.zeros += times;
      min = Math.min(min, value + 0);
      max = Math.max(max, value + 0);
      largest = Math.max(largest, Math.abs(distance));
    }
  });
  if (kinds.finite === 0) return measuredNothing(kinds);
  const unit = 2 ** exponentOf(Math.max(Math.abs(min), Math.abs(max)));
  const sum = new CompensatedSum();
  occurrences.each((value, _, times) => {
    if (Number.isFinite(value)) sum.add((value / unit) * times);
  });
  const mean = sum.value / kinds.finite;
  const squares = new CompensatedSum();
  const order = weightedOrder(different);
  occurrences.each((value, _, times) => {
    if (!Number.isFinite(value)) return;
    squares.add((value / unit - mean) ** 2 * times);
    order.add(value + 0, times);
  });
  const std = Math.sqrt(squares.value / kinds.finite) * unit;
  const tally = new Tally(boundsOf({ min, max, mean: mean * unit, std }, largest, options));
  occurrences.each((value, distance, times) => {
    if (Number.isFinite(value)) tally.add(value, times, distance);
  });
  return measuredFrom(kinds, mean * unit, std, tally, order.at(percentileRanks(kinds.finite)));
}
