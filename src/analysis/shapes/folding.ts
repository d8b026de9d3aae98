import type { Dimension } from '../../model/model';
import { isNumeric, type Shape } from './dimensions';
import { MOST_DATA } from './rule';

/** Elements of a small tensor, row-major; each a number, a named size or unknown. */
export type Data = readonly Dimension[];

/** Whether `data` is everything a tensor of this shape holds. */
export function fills(data: Data, shape: Shape | null): shape is readonly number[] {
  return shape !== null && isNumeric(shape) && volume(shape) === data.length;
}

/** Elements of a tensor of this shape. */
export function volume(shape: readonly number[]): number {
  let elements = 1;
  for (const length of shape) elements *= length;
  return elements;
}

/** Elements of a tensor repeated to a larger shape. */
export function expand(data: Data, from: readonly number[], to: readonly number[]): Data {
  const padded = [...new Array<number>(to.length - from.length).fill(1), ...from];
  const strides = stridesOf(padded).map((stride, axis) => (padded[axis] === 1 ? 0 : stride));
  return select(data, to, strides, 0);
}

/** Elements broadcast to `to`; `null` when they are unknown, do not fit or are too many. */
export function foldExpand(data: Data | null, from: Shape | null, to: Shape | null): Data | null {
  if (data === null || to === null || !fills(data, from) || !isNumeric(to) || to.length < from.length) return null;
  const offset = to.length - from.length;
  const fits = from.every((length, axis) => length === 1 || length === to[axis + offset]);
  return fits && volume(to) <= MOST_DATA ? expand(data, from, to) : null;
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

/** Elements of a part of an axis, as Split cuts it. */
export function foldPart(
  data: Data | null,
  shape: Shape | null,
  axis: number,
  start: number,
  count: number,
): Data | null {
  if (shape === null || !isNumeric(shape)) return null;
  const length = shape[axis] ?? 0;
  if (!(start >= 0 && count >= 0 && start + count <= length)) return null;
  const ranges = shape.map((all, i) => ({ start: i === axis ? start : 0, step: 1, count: i === axis ? count : all }));
  return foldSlice(data, shape, ranges);
}

/** Elements of tensors laid one after the other along `axis`. */
export function foldConcat(
  parts: readonly (Data | null)[],
  shapes: readonly (Shape | null)[],
  axis: number,
): Data | null {
  const blocks: { readonly data: Data; readonly length: number }[] = [];
  let outer = 1;
  for (const [i, shape] of shapes.entries()) {
    const data = parts[i] ?? null;
    if (data === null || !fills(data, shape)) return null;
    outer = volume(shape.slice(0, axis));
    blocks.push({ data, length: volume(shape.slice(axis)) });
  }
  const found: Dimension[] = [];
  for (let block = 0; block < outer; block++) {
    for (const { data, length } of blocks) {
      for (let i = 0; i < length; i++) found.push(data[block * length + i] ?? null);
    }
    if (found.length > MOST_DATA) return null;
  }
  return found;
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
  const inner = volume(shape.slice(axis + 1));
  const outer = volume(shape.slice(0, axis));
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

/** One element for each of `indices`, at the same place but for `axis` (GatherElements). */
export function foldGatherElements(
  data: Data | null,
  shape: Shape | null,
  indices: readonly number[] | null,
  indexShape: Shape | null,
  axis: number,
): Data | null {
  if (data === null || indices === null || !fills(data, shape) || !fills(indices, indexShape)) return null;
  const strides = stridesOf(shape);
  const found: Dimension[] = [];
  for (const [i, index] of indices.entries()) {
    const length = shape[axis] ?? 0;
    const position = positionOf(i, indexShape);
    position[axis] = index < 0 ? index + length : index;
    const at = offsetOf(position, shape, strides);
    if (at === null) return null;
    found.push(data[at] ?? null);
  }
  return found;
}

/** The slices that rows of `indices` name (GatherND); the first `batch` axes are those of the indices too. */
export function foldGatherNd(
  data: Data | null,
  shape: Shape | null,
  indices: readonly number[] | null,
  indexShape: Shape | null,
  batch: number,
): Data | null {
  if (data === null || indices === null || !fills(data, shape) || !fills(indices, indexShape)) return null;
  const depth = indexShape.at(-1) ?? 0;
  const rows = volume(indexShape.slice(0, -1));
  const inner = volume(shape.slice(batch + depth));
  if (batch + depth > shape.length || batch >= indexShape.length || rows * inner > MOST_DATA) return null;
  const strides = stridesOf(shape);
  const found: Dimension[] = [];
  for (let row = 0; row < rows; row++) {
    const prefix = positionOf(row, indexShape.slice(0, -1)).slice(0, batch);
    const position = [...prefix, ...indices.slice(row * depth, (row + 1) * depth)];
    const at = offsetOf(
      position.map((index, axis) => fromEnd(index, shape[axis])),
      shape,
      strides,
    );
    if (at === null) return null;
    for (let i = 0; i < inner; i++) found.push(data[at + i] ?? null);
  }
  return found;
}

/** `data` with the elements that `indices` name along `axis` replaced. */
export function foldScatterElements(
  data: Data | null,
  shape: Shape | null,
  indices: readonly number[] | null,
  indexShape: Shape | null,
  updates: Data | null,
  axis: number,
): Data | null {
  if (data === null || indices === null || updates === null) return null;
  if (!fills(data, shape) || !fills(indices, indexShape) || updates.length !== indices.length) return null;
  const strides = stridesOf(shape);
  const found = [...data];
  for (const [i, index] of indices.entries()) {
    const position = positionOf(i, indexShape);
    position[axis] = fromEnd(index, shape[axis]);
    const at = offsetOf(position, shape, strides);
    if (at === null) return null;
    found[at] = updates[i] ?? null;
  }
  return found;
}

/** `data` with the slices that rows of `indices` name replaced. */
export function foldScatterNd(
  data: Data | null,
  shape: Shape | null,
  indices: readonly number[] | null,
  indexShape: Shape | null,
  updates: Data | null,
): Data | null {
  if (data === null || indices === null || updates === null) return null;
  if (!fills(data, shape) || !fills(indices, indexShape)) return null;
  const depth = indexShape.at(-1) ?? 0;
  const rows = volume(indexShape.slice(0, -1));
  const inner = volume(shape.slice(depth));
  if (depth > shape.length || updates.length !== rows * inner) return null;
  const strides = stridesOf(shape);
  const found = [...data];
  for (let row = 0; row < rows; row++) {
    const position = indices.slice(row * depth, (row + 1) * depth);
    const at = offsetOf(
      position.map((index, axis) => fromEnd(index, shape[axis])),
      shape,
      strides,
    );
    if (at === null) return null;
    for (let i = 0; i < inner; i++) found[at + i] = updates[row * inner + i] ?? null;
  }
  return found;
}

/** Elements repeated `repeats[axis]` times along each axis. */
export function foldTile(data: Data | null, shape: Shape | null, repeats: readonly number[] | null): Data | null {
  if (data === null || repeats === null || !fills(data, shape) || repeats.length !== shape.length) return null;
  const target = shape.map((length, axis) => length * (repeats[axis] ?? 0));
  const total = volume(target);
  if (!(total >= 0 && total <= MOST_DATA)) return null;
  const strides = stridesOf(shape);
  return Array.from({ length: total }, (_, i) => {
    const position = positionOf(i, target).map((at, axis) => at % (shape[axis] ?? 1));
    return data[offsetOf(position, shape, strides) ?? -1] ?? null;
  });
}

/** Where the elements are not 0: one row of indices for each axis, as NonZero gives them. */
export function foldNonZero(
  data: readonly number[] | null,
  shape: Shape | null,
): { readonly count: number; readonly data: Data | null } | null {
  if (data === null || !fills(data, shape)) return null;
  const places = data.flatMap((value, i) => (value === 0 ? [] : [positionOf(i, shape)]));
  // A scalar is looked at as a vector of one element.
  const axes = Math.max(shape.length, 1);
  const isSmall = places.length * axes <= MOST_DATA;
  const rows = Array.from({ length: axes }, (_, axis) => places.map(place => place[axis] ?? 0)).flat();
  return { count: places.length, data: isSmall ? rows : null };
}

function fromEnd(index: number, length: number | undefined): number {
  return index < 0 ? index + (length ?? 0) : index;
}

export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--)
    strides[axis] = (strides[axis + 1] ?? 1) * (shape[axis + 1] ?? 1);
  return strides;
}

/** The indices of the `i`th element, row-major. */
export function positionOf(i: number, shape: readonly number[]): number[] {
  const position = new Array<number>(shape.length).fill(0);
  let rest = i;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const length = shape[axis] ?? 1;
    position[axis] = rest % length;
    rest = Math.floor(rest / length);
  }
  return position;
}

/** `null` outside of the tensor; axes that `position` lacks are at 0. */
function offsetOf(position: readonly number[], shape: readonly number[], strides: readonly number[]): number | null {
  let offset = 0;
  for (const [axis, at] of position.entries()) {
    if (!(at >= 0 && at < (shape[axis] ?? 0))) return null;
    offset += at * (strides[axis] ?? 0);
  }
  return offset;
}

/** Reads elements in row-major order of `shape`, walking the source with the given strides. */
function select(data: Data, shape: readonly number[], strides: readonly number[], offset: number): Dimension[] {
  const total = Math.min(volume(shape), MOST_DATA + 1);
  const found: Dimension[] = [];
  for (let i = 0; i < total; i++) {
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
