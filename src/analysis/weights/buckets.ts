import { type Bounds, binOf, outlierSide } from './bounds';
import type { Tally } from './tally';

/**
 * Elements counted by the upper bits of their pattern. Sign and magnitude: the upper half of the keys are the negative
 * numbers, growing away from zero, so a bucket is a short interval of values.
 */
export interface Buckets {
  /** Elements by key; a power of two of keys. */
  readonly counts: Float64Array | Uint32Array;
  /** The numbers of a finite bucket nearest to zero and furthest from it. */
  nearest(key: number): number;
  furthest(key: number): number;
  isFinite(key: number): boolean;
}

/** An order statistic: known already, or the `place`-th element, from 1 and in the order of values, of a slot. */
export type Target =
  | { readonly value: number }
  | { readonly value: null; readonly slot: number; readonly place: number };

/** Care of a bucket whose elements have to be looked at one by one. 0 is that of a bucket that tells everything. */
const LOOK = 1;
/** Care of the bucket of slot 0: as `LOOK`, and order statistics lie in it. */
export const FIRST_SLOT = 2;

/** What the buckets leave open. */
export interface Open {
  readonly care: Uint8Array;
  /** By slot its key. */
  readonly slots: readonly number[];
  /** By rank. */
  readonly targets: readonly Target[];
}

/** Adds to `tally` every bucket whose elements all count alike, and finds the buckets of the order statistics. */
export function settleBuckets(buckets: Buckets, tally: Tally, ranks: readonly number[]): Open {
  const { counts } = buckets;
  const { min, max } = tally.bounds;
  const keys = counts.length;
  const half = keys / 2;
  const care = new Uint8Array(keys);
  const slots: number[] = [];
  const targets: Target[] = [];
  let before = 0;
  for (let step = 0; step < keys; step++) {
    const key = step < half ? keys - 1 - step : step - half;
    const count = counts[key] ?? 0;
    if (count === 0 || !buckets.isFinite(key)) continue;
    // The range of all elements cuts the outermost buckets short.
    const near = Math.min(max, Math.max(min, buckets.nearest(key)));
    const far = Math.min(max, Math.max(min, buckets.furthest(key)));
    let isOpen = !isAlike(near, far, tally.bounds);
    if (isOpen) care[key] = LOOK;
    for (let rank = ranks[targets.length]; rank !== undefined && rank <= before + count; rank = ranks[targets.length]) {
      if (near === far) {
        targets.push({ value: near + 0 });
        continue;
      }
      if (slots.at(-1) !== key) slots.push(key);
      care[key] = FIRST_SLOT + slots.length - 1;
      isOpen = true;
      targets.push({ value: null, slot: slots.length - 1, place: rank - before });
    }
    if (!isOpen) tally.add(near, count);
    before += count;
  }
  return { care, slots, targets };
}

/** Whether the two ends of an interval on one side of zero, and so all between, fall into the same bin and class. */
function isAlike(near: number, far: number, bounds: Bounds): boolean {
  return (
    binOf(near, bounds) === binOf(far, bounds) &&
    Math.abs(near) < bounds.threshold === Math.abs(far) < bounds.threshold &&
    outlierSide(near, bounds) === outlierSide(far, bounds)
  );
}
