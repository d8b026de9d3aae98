import { addToSum, type BinState, BLOCK, type RangeState } from './passes';

/** Bits of a float32 without its sign; those of the largest finite number. */
const MAGNITUDE = 0x7fffffff;
const LARGEST_FINITE = 0x7f7fffff;

/**
 * First pass over a chunk. Works on the values and on their bit patterns at once, since comparing patterns as integers
 * needs no branch and costs the same for any share of zeros.
 */
export function rangeOfFloat32(values: Float32Array, state: RangeState): void {
  const patterns = new Int32Array(values.buffer, values.byteOffset, values.length);
  for (let start = 0; start < values.length; start += BLOCK) {
    const end = Math.min(start + BLOCK, values.length);
    if (!addBlock(values, patterns, start, end, state)) {
      const finite = finiteFloat32(values.subarray(start, end), state);
      addBlock(finite, new Int32Array(finite.buffer, 0, finite.length), 0, finite.length, state);
    }
  }
}

/**
 * Adds a block; leaves the state as it was and says `false` when the block holds NaN or infinities. Four elements at a
 * time, with a sum for each: one sum alone would wait for itself at every element.
 */
function addBlock(values: Float32Array, patterns: Int32Array, start: number, end: number, state: RangeState): boolean {
  let { min, max } = state;
  let zeros = 0;
  let odd = 0;
  let sumA = 0;
  let sumB = 0;
  let sumC = 0;
  let sumD = 0;
  let i = start;
  for (; i + 3 < end; i += 4) {
    const a = values[i] ?? 0;
    const b = values[i + 1] ?? 0;
    const c = values[i + 2] ?? 0;
    const d = values[i + 3] ?? 0;
    const bitsA = (patterns[i] ?? 0) & MAGNITUDE;
    const bitsB = (patterns[i + 1] ?? 0) & MAGNITUDE;
    const bitsC = (patterns[i + 2] ?? 0) & MAGNITUDE;
    const bitsD = (patterns[i + 3] ?? 0) & MAGNITUDE;
    if (a < min) min = a;
    if (a > max) max = a;
    if (b < min) min = b;
    if (b > max) max = b;
    if (c < min) min = c;
    if (c > max) max = c;
    if (d < min) min = d;
    if (d > max) max = d;
    sumA += a;
    sumB += b;
    sumC += c;
    sumD += d;
    zeros += ((bitsA - 1) >>> 31) + ((bitsB - 1) >>> 31) + ((bitsC - 1) >>> 31) + ((bitsD - 1) >>> 31);
    odd |= (LARGEST_FINITE - bitsA) | (LARGEST_FINITE - bitsB) | (LARGEST_FINITE - bitsC) | (LARGEST_FINITE - bitsD);
  }
  for (; i < end; i++) {
    const x = values[i] ?? 0;
    const bits = (patterns[i] ?? 0) & MAGNITUDE;
    if (x < min) min = x;
    if (x > max) max = x;
    sumA += x;
    zeros += (bits - 1) >>> 31;
    odd |= LARGEST_FINITE - bits;
  }
  if (odd < 0) return false;
  state.min = min;
  state.max = max;
  state.zeros += zeros;
  state.finite += end - start;
  addToSum(state, sumA + sumB + (sumC + sumD));
  return true;
}

/** A copy without NaN and infinities, which are counted in `state`. */
export function finiteFloat32(values: Float32Array, state: Pick<RangeState, 'nan' | 'infinite'>): Float32Array {
  const kept = new Float32Array(values.length);
  let count = 0;
  for (const x of values) {
    if (Number.isNaN(x)) state.nan += 1;
    else if (Number.isFinite(x)) kept[count++] = x;
    else state.infinite += 1;
  }
  return kept.subarray(0, count);
}

/** Four interleaved tables: neighbours of equal value would otherwise wait for each other's increment. */
const TABLES = 4;

/** Second pass over a chunk of finite values. */
export function binsOfFloat32(values: Float32Array, state: BinState): void {
  const patterns = new Int32Array(values.buffer, values.byteOffset, values.length);
  const threshold = leastPatternAtOrAbove(state.threshold);
  const { low, perUnit, mean } = state;
  const stride = state.bins + 1;
  const counts = new Uint32Array(TABLES * stride);
  let squares = 0;
  let near = 0;
  let i = 0;
  for (; i + 3 < values.length; i += 4) {
    const a = values[i] ?? 0;
    const b = values[i + 1] ?? 0;
    const c = values[i + 2] ?? 0;
    const d = values[i + 3] ?? 0;
    const atA = ((a - low) * perUnit) | 0;
    const atB = stride + (((b - low) * perUnit) | 0);
    const atC = 2 * stride + (((c - low) * perUnit) | 0);
    const atD = 3 * stride + (((d - low) * perUnit) | 0);
    counts[atA] = (counts[atA] ?? 0) + 1;
    counts[atB] = (counts[atB] ?? 0) + 1;
    counts[atC] = (counts[atC] ?? 0) + 1;
    counts[atD] = (counts[atD] ?? 0) + 1;
    squares += (a - mean) * (a - mean) + (b - mean) * (b - mean) + ((c - mean) * (c - mean) + (d - mean) * (d - mean));
    near +=
      ((((patterns[i] ?? 0) & MAGNITUDE) - threshold) >>> 31) +
      ((((patterns[i + 1] ?? 0) & MAGNITUDE) - threshold) >>> 31) +
      ((((patterns[i + 2] ?? 0) & MAGNITUDE) - threshold) >>> 31) +
      ((((patterns[i + 3] ?? 0) & MAGNITUDE) - threshold) >>> 31);
  }
  for (; i < values.length; i++) {
    const x = values[i] ?? 0;
    const at = ((x - low) * perUnit) | 0;
    counts[at] = (counts[at] ?? 0) + 1;
    squares += (x - mean) * (x - mean);
    near += (((patterns[i] ?? 0) & MAGNITUDE) - threshold) >>> 31;
  }
  for (let k = 0; k < counts.length; k++) {
    const at = k % stride;
    state.counts[at] = (state.counts[at] ?? 0) + (counts[k] ?? 0);
  }
  state.squares += squares;
  state.nearZeros += near;
}

/** The pattern of the smallest float32 that is not below a positive number. */
function leastPatternAtOrAbove(value: number): number {
  const rounded = Float32Array.of(value);
  const [pattern = 0] = new Int32Array(rounded.buffer);
  return (rounded[0] ?? 0) < value ? pattern + 1 : pattern;
}
