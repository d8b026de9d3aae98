import { addToSum, type BinState, BLOCK, type RangeState } from './passes';

/** First pass over a chunk; NaN and infinities are counted apart. */
export function rangeOfFloat64(values: Float64Array, state: RangeState): void {
  for (let start = 0; start < values.length; start += BLOCK) {
    const end = Math.min(start + BLOCK, values.length);
    let { min, max } = state;
    let zeros = 0;
    let odd = 0;
    let sum = 0;
    for (let i = start; i < end; i++) {
      const x = values[i] ?? 0;
      if (x - x === 0) {
        if (x < min) min = x;
        if (x > max) max = x;
        sum += x;
        zeros += x === 0 ? 1 : 0;
      } else {
        odd += 1;
        if (Number.isNaN(x)) state.nan += 1;
        else state.infinite += 1;
      }
    }
    state.min = min;
    state.max = max;
    state.zeros += zeros;
    state.finite += end - start - odd;
    addToSum(state, sum);
  }
}

/** Second pass over a chunk; skips NaN and infinities. */
export function binsOfFloat64(values: Float64Array, state: BinState): void {
  const { low, perUnit, mean, threshold } = state;
  const counts = new Uint32Array(state.bins + 1);
  let squares = 0;
  let near = 0;
  for (let i = 0; i < values.length; i++) {
    const x = values[i] ?? 0;
    if (x - x !== 0) continue;
    const at = ((x - low) * perUnit) | 0;
    counts[at] = (counts[at] ?? 0) + 1;
    squares += (x - mean) * (x - mean);
    near += Math.abs(x) < threshold ? 1 : 0;
  }
  for (let k = 0; k < counts.length; k++) state.counts[k] = (state.counts[k] ?? 0) + (counts[k] ?? 0);
  state.squares += squares;
  state.nearZeros += near;
}
