import type { CodeCounts } from './codeCounts';
import type { Dequantizer } from './dequantizer';
import { type Measured, measuredFrom } from './measuredWeight';
import { addToSum, type BinState, newBins, newRange } from './passes';

/** How often each number occurs in a weight. */
interface Occurrence {
  /** The number that is shown. */
  readonly value: number;
  /** Its distance from the number that stands for zero, in shown units. */
  readonly distance: number;
  readonly times: number;
}

/** Figures from counted patterns: exact, since every element of one pattern is the same number. */
export function measureCounts(
  counts: CodeCounts,
  dequantizer: Dequantizer | null,
  leftOut: number,
  bins: number,
  nearZero: number,
): Measured {
  const found = [...occurrences(counts, dequantizer)];
  if (leftOut > 0) found.push({ value: 0, distance: 0, times: leftOut });
  const range = newRange();
  let furthest = 0;
  for (const { value, distance, times } of found) {
    if (Number.isNaN(value)) range.nan += times;
    else if (!Number.isFinite(value)) range.infinite += times;
    else {
      range.min = Math.min(range.min, value);
      range.max = Math.max(range.max, value);
      range.finite += times;
      if (distance === 0) range.zeros += times;
      furthest = Math.max(furthest, Math.abs(distance));
      addToSum(range, value * times);
    }
  }
  const state = newBins(range, bins, nearZero);
  for (const { value, distance, times } of found) {
    if (!Number.isFinite(value)) continue;
    count(state, value, times);
    if (Math.abs(distance) < nearZero * furthest) state.nearZeros += times;
  }
  return measuredFrom(range, state, dequantizer?.scales != null);
}

function count(state: BinState, value: number, times: number): void {
  const bin = Math.min(Math.floor((value - state.low) * state.perUnit), state.bins);
  state.counts[bin] = (state.counts[bin] ?? 0) + times;
  state.squares += times * (value - state.mean) ** 2;
}

function* occurrences(counts: CodeCounts, dequantizer: Dequantizer | null): Generator<Occurrence> {
  const { patterns, totals } = counts;
  const values = counts.values();
  for (let at = 0; at < totals.length; at++) {
    const times = totals[at] ?? 0;
    if (times === 0) continue;
    const stored = values[at % patterns] ?? 0;
    const group = Math.floor(at / patterns);
    const distance = stored - (dequantizer?.zeroPoints[group] ?? 0);
    const scale = dequantizer?.scales?.[group];
    if (scale === undefined) yield { value: stored, distance, times };
    else yield { value: distance * scale, distance: distance * scale, times };
  }
}
