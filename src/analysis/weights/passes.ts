/** What the first pass over a weight finds, over finite elements. */
export interface RangeState {
  min: number;
  max: number;
  zeros: number;
  finite: number;
  nan: number;
  infinite: number;
  /** Neumaier sum: `sum + compensation` is the total. */
  sum: number;
  compensation: number;
}

/** What the second pass needs of the first, and what it finds. */
export interface BinState {
  readonly low: number;
  /** Bins per unit of value; 0 puts everything into the first bin. */
  readonly perUnit: number;
  readonly bins: number;
  readonly mean: number;
  /** Magnitudes below this are near zero. */
  readonly threshold: number;
  /** One more than `bins`: the largest value lands past the last one. Flushed from 32-bit counters after each chunk. */
  readonly counts: Float64Array;
  nearZeros: number;
  /** Sum of squared distances from the mean. */
  squares: number;
}

/** Elements summed plainly before the partial sum joins the compensated total. */
export const BLOCK = 16_384;

export function newRange(): RangeState {
  return {
    min: Number.POSITIVE_INFINITY,
    max: Number.NEGATIVE_INFINITY,
    zeros: 0,
    finite: 0,
    nan: 0,
    infinite: 0,
    sum: 0,
    compensation: 0,
  };
}

export function newBins(range: RangeState, bins: number, nearZero: number): BinState {
  const span = range.max - range.min;
  return {
    low: range.min,
    perUnit: span > 0 && Number.isFinite(span) ? bins / span : 0,
    bins,
    mean: meanOf(range),
    threshold: nearZero * Math.max(Math.abs(range.min), Math.abs(range.max)),
    counts: new Float64Array(bins + 1),
    nearZeros: 0,
    squares: 0,
  };
}

export function meanOf(range: RangeState): number {
  return (range.sum + range.compensation) / range.finite;
}

/** Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen", 1974. */
export function addToSum(state: RangeState, value: number): void {
  const total = state.sum + value;
  const isSumLarger = Math.abs(state.sum) >= Math.abs(value);
  state.compensation += isSumLarger ? state.sum - total + value : value - total + state.sum;
  state.sum = total;
}

/** Counts elements that are not stored because they are zero. */
export function addZerosToRange(state: RangeState, count: number): void {
  if (count === 0) return;
  state.min = Math.min(state.min, 0);
  state.max = Math.max(state.max, 0);
  state.zeros += count;
  state.finite += count;
}

export function addZerosToBins(state: BinState, count: number): void {
  const bin = Math.min(Math.floor((0 - state.low) * state.perUnit), state.bins);
  state.counts[bin] = (state.counts[bin] ?? 0) + count;
  state.squares += count * state.mean * state.mean;
  if (state.threshold > 0) state.nearZeros += count;
}
