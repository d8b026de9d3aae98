import { boundsOf } from './bounds';
import { type Buckets, FIRST_SLOT, type Open, settleBuckets } from './buckets';
import { type KindCounts, type Measured, measuredFrom, measuredNothing } from './measuredWeight';
import { exponentOf, Moments } from './moments';
import type { MeasureOptions } from './occurrences';
import { percentileRanks } from './percentileRanks';
import { float64Of, SlotSearch } from './slotSearch';
import { Tally } from './tally';

/** Sign, exponent and upper 8 bits of the mantissa. */
const KEY_BITS = 20;
const KEYS = 2 ** KEY_BITS;
const INFINITE_KEY = 0x7ff << 8;
const BLOCK = 16_384;
/** Squares of numbers of the usual magnitudes are numbers themselves: they need no unit of their own, and no pass to find it. */
const SAFE_EXPONENT = 200;

/** Gives all numbers of a weight, from the first, as often as it is called. */
export type NumbersOf = () => AsyncIterable<Float64Array>;

/**
 * Measures float64 numbers by the same idea as `Float32Measure`: buckets first, then only what they leave open. For types
 * that are rare as weights, so in TypeScript alone. Reads twice; once more for extreme magnitudes and when half a million elements or more
 * agree in the upper half of their bits.
 * @param leftOut zeros that are not among the numbers
 * @param watch sees all numbers once
 */
export async function measureFloat64(
  numbers: NumbersOf,
  leftOut: number,
  options: MeasureOptions,
  watch: (values: Float64Array) => void,
): Promise<Measured> {
  const counts = new Float64Array(KEYS);
  const range = { min: Infinity, max: -Infinity };
  const kinds: KindCounts = { zeros: 0, finite: 0, nan: 0, infinite: 0 };
  let moments = new Moments(0);
  for await (const values of numbers()) {
    countKeys(values, counts, range, kinds);
    addMoments(values, moments);
    watch(values);
  }
  if (leftOut > 0) {
    counts[0] = (counts[0] ?? 0) + leftOut;
    kinds.zeros += leftOut;
    kinds.finite += leftOut;
    range.min = Math.min(range.min, 0);
    range.max = Math.max(range.max, 0);
  }
  if (kinds.finite === 0) return measuredNothing(kinds);
  const largest = Math.max(Math.abs(range.min), Math.abs(range.max));
  const exponent = exponentOf(largest);
  if (Math.abs(exponent) > SAFE_EXPONENT) {
    moments = new Moments(exponent);
    for await (const values of numbers()) addMoments(values, moments);
  }
  moments.add(leftOut, 0, 0, 0);
  const { mean, std } = moments;
  const tally = new Tally(boundsOf({ ...range, mean, std }, largest, options));
  const open = settleBuckets(bucketsOf(counts, kinds.zeros), tally, percentileRanks(kinds.finite));
  if (leftOut > 0 && (open.care[0] ?? 0) > 0) tally.add(0, leftOut);
  const search = new SlotSearch(open, key => counts[key] ?? 0, leftOut);
  for await (const values of numbers()) look(values, open, search, tally);
  for (search.next(); !search.isDone; search.next()) {
    for await (const values of numbers()) look(values, open, search, null);
  }
  return measuredFrom(kinds, mean, std, tally, search.found());
}

function countKeys(
  values: Float64Array,
  counts: Float64Array,
  range: { min: number; max: number },
  kinds: KindCounts,
): void {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
  let { min, max } = range;
  for (let i = 0; i < values.length; i++) {
    const x = values[i] ?? 0;
    if (x - x === 0) {
      if (x < min) min = x;
      if (x > max) max = x;
      kinds.finite += 1;
      kinds.zeros += x === 0 ? 1 : 0;
      const key = (words[2 * i + 1] ?? 0) >>> (32 - KEY_BITS);
      counts[key] = (counts[key] ?? 0) + 1;
    } else if (Number.isNaN(x)) kinds.nan += 1;
    else kinds.infinite += 1;
  }
  range.min = min + 0;
  range.max = max + 0;
}

function addMoments(values: Float64Array, moments: Moments): void {
  const unit = 2 ** -moments.exponent;
  for (let start = 0; start < values.length; start += BLOCK) {
    const block = values.subarray(start, start + BLOCK);
    const shift = firstFinite(block) * unit;
    let [sum, squares, count] = [0, 0, 0];
    for (const x of block) {
      if (x - x !== 0) continue;
      const apart = x * unit - shift;
      sum += apart;
      squares += apart * apart;
      count += 1;
    }
    moments.add(count, shift, sum, squares);
  }
}

function firstFinite(values: Float64Array): number {
  return values.find(Number.isFinite) ?? 0;
}

function bucketsOf(counts: Float64Array, zeros: number): Buckets {
  const hasOnlyZeros = (counts[0] ?? 0) + (counts[KEYS / 2] ?? 0) === zeros;
  return {
    counts,
    isFinite: key => (key & (KEYS / 2 - 1)) < INFINITE_KEY,
    nearest: key => float64Of(key * 2 ** (32 - KEY_BITS), 0),
    furthest: key =>
      hasOnlyZeros && key % (KEYS / 2) === 0 ? 0 : float64Of((key + 1) * 2 ** (32 - KEY_BITS) - 1, 0xffffffff),
  };
}

function look(values: Float64Array, { care }: Open, search: SlotSearch, tally: Tally | null): void {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
  for (let i = 0; i < values.length; i++) {
    const high = words[2 * i + 1] ?? 0;
    const kind = care[high >>> (32 - KEY_BITS)] ?? 0;
    if (kind === 0) continue;
    const x = values[i] ?? 0;
    tally?.add(x, 1);
    if (kind >= FIRST_SLOT) search.add(x, high, words[2 * i] ?? 0);
  }
}
