/** Finds elements by their place in the order of values, numbers that occur several times counted as often. */
export interface WeightedOrder {
  add(value: number, times: number): void;
  /** @param ranks places from 1, ascending */
  at(ranks: readonly number[]): readonly number[];
}

/** Numbers that are sorted as they are; of more, only those in the buckets of the ranks. */
const MOST_SORTED = 4096;
/** Bits by which more numbers are put into buckets: sign, exponent and the start of the mantissa. */
const KEY_BITS = 18;

/** For `count` numbers, in any order. */
export function weightedOrder(count: number): WeightedOrder {
  const values = new Float64Array(count);
  const times = new Float64Array(count);
  let filled = 0;
  let isSorted = true;
  return {
    add(value, often) {
      isSorted &&= filled === 0 || (values[filled - 1] ?? 0) <= value;
      values[filled] = value;
      times[filled] = often;
      filled += 1;
    },
    at(ranks) {
      if (isSorted) return walk(values, times, ranks, 0);
      if (count <= MOST_SORTED) return walkSorted(values, times, ranks, 0);
      return byBuckets(values, times, ranks);
    },
  };
}

/** The values at `ranks`, of which `before` elements come before the first. */
function walk(values: Float64Array, times: Float64Array, ranks: readonly number[], before: number): readonly number[] {
  const found: number[] = [];
  let passed = before;
  for (let i = 0; i < values.length && found.length < ranks.length; i++) {
    passed += times[i] ?? 0;
    while ((ranks[found.length] ?? Infinity) <= passed) found.push(values[i] ?? 0);
  }
  return found;
}

function walkSorted(
  values: Float64Array,
  times: Float64Array,
  ranks: readonly number[],
  before: number,
): readonly number[] {
  const order = Uint32Array.from(values, (_, i) => i).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const sorted = { values: new Float64Array(order.length), times: new Float64Array(order.length) };
  order.forEach((from, to) => {
    sorted.values[to] = values[from] ?? 0;
    sorted.times[to] = times[from] ?? 0;
  });
  return walk(sorted.values, sorted.times, ranks, before);
}

/** Counts buckets in the order of values first: only the few numbers beside a rank need sorting. */
function byBuckets(values: Float64Array, times: Float64Array, ranks: readonly number[]): readonly number[] {
  const keys = keysOf(values);
  const totals = new Float64Array(2 ** KEY_BITS);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] ?? 0;
    totals[key] = (totals[key] ?? 0) + (times[i] ?? 0);
  }
  const found: number[] = [];
  let before = 0;
  for (let key = 0; key < totals.length && found.length < ranks.length; key++) {
    const after = before + (totals[key] ?? 0);
    if ((ranks[found.length] ?? Infinity) <= after) {
      const wanted = ranks.slice(found.length).filter(rank => rank <= after);
      const members = placesOf(keys, key);
      const own = Float64Array.from(members, i => values[i] ?? 0);
      const often = Float64Array.from(members, i => times[i] ?? 0);
      found.push(...walkSorted(own, often, wanted, before));
    }
    before = after;
  }
  return found;
}

/** Upper bits of each number's pattern, turned so that they grow with the number. */
function keysOf(values: Float64Array): Uint32Array {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
  const keys = new Uint32Array(values.length);
  const sign = 2 ** (KEY_BITS - 1);
  for (let i = 0; i < keys.length; i++) {
    const upper = (words[2 * i + 1] ?? 0) >>> (32 - KEY_BITS);
    keys[i] = upper < sign ? upper + sign : 2 * sign - 1 - upper;
  }
  return keys;
}

function placesOf(keys: Uint32Array, key: number): readonly number[] {
  const places: number[] = [];
  for (let i = 0; i < keys.length; i++) if (keys[i] === key) places.push(i);
  return places;
}
