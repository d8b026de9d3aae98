import type { DType } from '../../model/dtype';
import type { Dimension } from '../../model/model';
import { compareSizes, isAtLeast } from '../symbolic/sizes';
import { calculate, type Operation, type Shape } from './dimensions';
import { type Data, fills, foldExpand, positionOf, volume } from './folding';

/** What two elements of shape tensors become. */
export type Combine = (x: Dimension, y: Dimension) => Dimension;

/** Arithmetic of two elements in the type of the tensor: whole numbers stay whole. */
export function arithmetic(operation: Operation): Combine {
  return (x, y) => calculate(operation, x, y);
}

/** 1 or 0 where the answer is the same for all sizes, else unknown. */
export function comparison(isTrue: (order: -1 | 0 | 1) => boolean): Combine {
  return (x, y) => {
    if (x === null || y === null) return null;
    if (Number.isNaN(x) || Number.isNaN(y)) return null;
    const order =
      typeof x === 'number' && typeof y === 'number' ? (x < y ? -1 : x > y ? 1 : 0) : compareOrBound(x, y, isTrue);
    return order === null ? null : Number(isTrue(order));
  };
}

/** `x >= y` decides some comparisons even where it is open whether they are equal. */
function compareOrBound(
  x: number | string,
  y: number | string,
  isTrue: (order: -1 | 0 | 1) => boolean,
): -1 | 0 | 1 | null {
  const order = compareSizes(x, y);
  if (order !== null) return order;
  if (isTrue(1) === isTrue(0) && isAtLeast(x, y)) return 1;
  return isTrue(-1) === isTrue(0) && isAtLeast(y, x) ? -1 : null;
}

/** And, Or, Xor: elements are 0 or 1; one that decides alone does. */
export function logic(decisive: 0 | 1 | null, combineBits: (x: boolean, y: boolean) => boolean): Combine {
  return (x, y) => {
    if (decisive !== null && (isBit(x, decisive) || isBit(y, decisive))) return decisive;
    return typeof x === 'number' && typeof y === 'number' ? Number(combineBits(x !== 0, y !== 0)) : null;
  };
}

function isBit(x: Dimension, bit: 0 | 1): boolean {
  return typeof x === 'number' && Number(x !== 0) === bit;
}

/** Elements of a broadcast elementwise operation of two tensors. */
export function foldBinary(
  a: Data | null,
  aShape: Shape | null,
  b: Data | null,
  bShape: Shape | null,
  shape: Shape | null,
  combine: Combine,
): Data | null {
  const left = foldExpand(a, aShape, shape);
  const right = foldExpand(b, bShape, shape);
  return left === null || right === null ? null : left.map((x, i) => combine(x, right[i] ?? null));
}

/** Elements of Where. An open condition leaves an element known when both choices are the same. */
export function foldWhere(
  data: readonly (Data | null)[],
  shapes: readonly (Shape | null)[],
  shape: Shape | null,
): Data | null {
  const parts: Data[] = [];
  for (const [i, part] of data.entries()) {
    const expanded = foldExpand(part, shapes[i] ?? null, shape);
    if (expanded === null) return null;
    parts.push(expanded);
  }
  const [conditions = [], yes = [], no = []] = parts;
  return conditions.map((condition, i) => {
    const [a, b] = [yes[i] ?? null, no[i] ?? null];
    if (a === b) return a;
    return typeof condition === 'number' ? (condition === 0 ? b : a) : null;
  });
}

/** Elements reduced over `axes`, which may be none; `start` is the result of nothing. */
export function foldReduction(
  data: Data | null,
  shape: Shape | null,
  axes: readonly number[],
  start: Dimension,
  combine: Combine,
): Data | null {
  if (data === null || !fills(data, shape)) return null;
  const kept = shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
  const found = new Array<Dimension | undefined>(volume(kept));
  for (const [i, element] of data.entries()) {
    const position = positionOf(i, shape).map((at, axis) => (axes.includes(axis) ? 0 : at));
    const to = position.reduce((offset, at, axis) => offset * (kept[axis] ?? 1) + at, 0);
    const before = found[to];
    found[to] = before === undefined ? element : combine(before, element);
  }
  return Array.from(found, element => (element === undefined ? start : element));
}

/** Running sums along an axis. */
export function foldCumulativeSum(
  data: Data | null,
  shape: Shape | null,
  axis: number,
  how: { readonly isExclusive: boolean; readonly isReverse: boolean },
): Data | null {
  if (data === null || !fills(data, shape)) return null;
  const length = shape[axis] ?? 1;
  const inner = volume(shape.slice(axis + 1));
  const found = new Array<Dimension>(data.length).fill(null);
  for (let line = 0; line < data.length / Math.max(length, 1); line++) {
    const from = Math.floor(line / inner) * length * inner + (line % inner);
    let sum: Dimension = 0;
    for (let step = 0; step < length; step++) {
      const at = from + (how.isReverse ? length - 1 - step : step) * inner;
      const next = calculate('add', sum, data[at] ?? null);
      found[at] = how.isExclusive ? sum : next;
      sum = next;
    }
  }
  return found;
}

/** Elements after a cast. Named sizes pass through the types that hold them exactly; fractions are cut off for integers. */
export function castElements(data: Data | null, to: DType | null): Data | null {
  if (data === null || to === null) return null;
  if (/^u?int/.test(to)) return data.map(x => (typeof x === 'number' ? Math.trunc(x) : calculate('divide', x, 1)));
  if (to === 'bool') return data.map(x => isTruthy(x));
  if (to === 'float64') return data;
  return to === 'float32' ? data.map(x => (typeof x === 'number' ? Math.fround(x) : x)) : null;
}

function isTruthy(x: Dimension): Dimension {
  if (x === null) return null;
  if (typeof x === 'number') return Number(x !== 0);
  return isAtLeast(x, 1) ? 1 : null;
}

/** Results as the tensor's type keeps them: float32 rounds. */
export function inPrecision(data: Data | null, dtype: DType | null): Data | null {
  if (data === null || dtype !== 'float32') return data;
  return data.map(x => (typeof x === 'number' ? Math.fround(x) : x));
}
