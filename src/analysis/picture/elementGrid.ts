import type { MatrixChoice } from '../../shared/protocol/weights';
import { badMatrix } from './errors';

interface Steps {
  readonly count: number;
  /** Elements from one to the next. */
  readonly stride: number;
}

/**
 * Where the elements of a matrix lie in a tensor. Column `c` is `outer` index `floor(c / inner.count)` and `inner` index
 * `c % inner.count`: those of the axes before and after the axis of the rows.
 */
export interface ElementGrid {
  readonly rows: number;
  readonly columns: number;
  /** Element of row 0, column 0. */
  readonly base: number;
  readonly rowStride: number;
  readonly outer: Steps;
  readonly inner: Steps;
}

const ONE: Steps = { count: 1, stride: 1 };

/** @throws LatheError `picture.badMatrix` */
export function elementGrid(name: string, shape: readonly number[], { rows, columns, at }: MatrixChoice): ElementGrid {
  const { length } = shape;
  const isAxis = (axis: number): boolean => Number.isInteger(axis) && axis >= 0 && axis < length;
  if (rows === null) {
    if (columns !== null) throw badMatrix(name, 'columns without rows');
    const count = product(shape);
    return {
      rows: Math.min(1, count),
      columns: count,
      base: 0,
      rowStride: count,
      outer: ONE,
      inner: { count, stride: 1 },
    };
  }
  if (!isAxis(rows)) throw badMatrix(name, `it has no axis ${rows}`);
  const strideOf = (axis: number): number => product(shape.slice(axis + 1));
  const count = shape[rows] ?? 0;
  if (columns === null) {
    const inner = { count: strideOf(rows), stride: 1 };
    const outer = { count: product(shape.slice(0, rows)), stride: count * inner.count };
    return { rows: count, columns: outer.count * inner.count, base: 0, rowStride: inner.count, outer, inner };
  }
  if (!isAxis(columns) || columns === rows) throw badMatrix(name, `axis ${columns} cannot be its columns`);
  let base = 0;
  for (const [axis, size] of shape.entries()) {
    if (axis === rows || axis === columns) continue;
    const index = at[axis] ?? 0;
    if (!(Number.isInteger(index) && index >= 0 && index < size))
      throw badMatrix(name, `axis ${axis} has no index ${index}`);
    base += index * strideOf(axis);
  }
  const along = { count: shape[columns] ?? 0, stride: strideOf(columns) };
  const [outer, inner] = columns < rows ? [along, ONE] : [ONE, along];
  return { rows: count, columns: along.count, base, rowStride: strideOf(rows), outer, inner };
}

/** Row and column of an element; `null` when it is not in the matrix. */
export function placeIn(
  { rows, base, rowStride, outer, inner }: ElementGrid,
  element: number,
): readonly [number, number] | null {
  let rest = element - base;
  if (rest < 0) return null;
  const o = outer.count === 1 ? 0 : Math.floor(rest / outer.stride);
  rest -= o * outer.stride;
  const row = rows === 1 ? 0 : Math.floor(rest / rowStride);
  rest -= row * rowStride;
  const i = inner.count === 1 ? 0 : Math.floor(rest / inner.stride);
  rest -= i * inner.stride;
  return rest === 0 && o < outer.count && row < rows && i < inner.count ? [row, o * inner.count + i] : null;
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((a, b) => a * b, 1);
}
