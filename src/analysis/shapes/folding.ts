import type { Dimension } from '../../model/model';
import { calculate, isNumeric, type Shape } from './dimensions';
import { MOST_DATA } from './rule';

type Data = readonly Dimension[];

/** Whether `data` is everything a tensor of this shape holds. */
function fills(data: Data, shape: Shape | null): shape is readonly number[] {
  return shape !== null && isNumeric(shape) && shape.reduce((a, b) => a * b, 1) === data.length;
}

/** Elements of a broadcast elementwise operation of two tensors. */
export function foldBinary(
  a: Data | null,
  aShape: Shape | null,
  b: Data | null,
  bShape: Shape | null,
  shape: Shape | null,
  combine: (x: Dimension, y: Dimension) => Dimension,
): Data | null {
  if (a === null || b === null || !fills(a, aShape) || !fills(b, bShape)) return null;
  if (shape === null || !isNumeric(shape) || shape.reduce((x, y) => x * y, 1) > MOST_DATA) return null;
  const left = expand(a, aShape, shape);
  const right = expand(b, bShape, shape);
  return left.map((x, i) => combine(x, right[i] ?? null));
}

/** Elements of a tensor repeated to a larger shape. */
export function expand(data: Data, from: readonly number[], to: readonly number[]): Data {
  const padded = [...new Array<number>(to.length - from.length).fill(1), ...from];
  const strides = stridesOf(padded).map((stride, axis) => (padded[axis] === 1 ? 0 : stride));
  return select(data, to, strides, 0);
}

/** Elements of a transposed tensor. */
export function foldTranspose(data: Data | null, shape: Shape | null, perm: readonly number[]): Data | null {
  if (data === null || !fills(data, shape)) return null;
  const strides = stridesOf(shape);
  return select(
    data,
    perm.map(axis => shape[axis] ?? 0),
    perm.map(axis => strides[axis] ?? 0),
    0,
  );
}

export interface SliceRange {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

/** Elements of a slice; `ranges` has one entry for each axis. */
export function foldSlice(data: Data | null, shape: Shape | null, ranges: readonly SliceRange[]): Data | null {
  if (data === null || !fills(data, shape)) return null;
  const strides = stridesOf(shape);
  return select(
    data,
    ranges.map(({ count }) => count),
    ranges.map(({ step }, axis) => step * (strides[axis] ?? 0)),
    ranges.reduce((offset, { start }, axis) => offset + start * (strides[axis] ?? 0), 0),
  );
}

/** Elements gathered along `axis`. */
export function foldGather(
  data: Data | null,
  shape: Shape | null,
  indices: readonly number[] | null,
  axis: number,
): Data | null {
  if (data === null || indices === null || !fills(data, shape)) return null;
  const length = shape[axis] ?? 0;
  const inner = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const outer = shape.slice(0, axis).reduce((a, b) => a * b, 1);
  if (outer * indices.length * inner > MOST_DATA) return null;
  const found: Dimension[] = [];
  for (let block = 0; block < outer; block++) {
    for (const index of indices) {
      const at = index < 0 ? index + length : index;
      if (!(at >= 0 && at < length)) return null;
      for (let i = 0; i < inner; i++) found.push(data[(block * length + at) * inner + i] ?? null);
    }
  }
  return found;
}

/** Arithmetic of two elements in the type of the tensor: whole numbers stay whole. */
export function arithmetic(operation: Parameters<typeof calculate>[0]): (x: Dimension, y: Dimension) => Dimension {
  return (x, y) => calculate(operation, x, y);
}

function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--)
    strides[axis] = (strides[axis + 1] ?? 1) * (shape[axis + 1] ?? 1);
  return strides;
}

/** Reads elements in row-major order of `shape`, walking the source with the given strides. */
function select(data: Data, shape: readonly number[], strides: readonly number[], offset: number): Dimension[] {
  const total = shape.reduce((a, b) => a * b, 1);
  const found: Dimension[] = [];
  for (let i = 0; i < Math.min(total, MOST_DATA + 1); i++) {
    let rest = i;
    let at = offset;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const length = shape[axis] ?? 1;
      at += (rest % length) * (strides[axis] ?? 0);
      rest = Math.floor(rest / length);
    }
    found.push(data[at] ?? null);
  }
  return found;
}
