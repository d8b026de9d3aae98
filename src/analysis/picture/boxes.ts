import type { ElementGrid } from './elementGrid';

/** Elements read and worked on at once: a few milliseconds of work. */
export const MOST_AT_ONCE = 2 ** 17;

/** A gap up to this size costs less to read through than another read. */
const NEAR_GAP_BYTES = 4096;

export interface Region {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

type Triple = readonly [number, number, number];

/** Elements `first + i * strides[0] + j * strides[1] + k * strides[2]`, in this order of growing places. */
export interface Box {
  readonly first: number;
  /** Of the outer columns, the rows and the inner columns. */
  readonly counts: Triple;
  readonly strides: Triple;
  /** Row and column of the first element in the matrix, and columns from one outer step to the next. */
  readonly row: number;
  readonly column: number;
  readonly outerColumns: number;
}

/** Elements from the first of a box to its last. */
export function extentOf({ counts, strides }: Box, from = 0): number {
  let extent = 1;
  for (let k = from; k < 3; k++) extent += ((counts[k] ?? 1) - 1) * (strides[k] ?? 1);
  return extent;
}

/**
 * A region of a matrix in boxes that are each read in one piece: at most `MOST_AT_ONCE` elements from first to last, and no
 * gap inside that is larger than what is worth reading through. In the order of the file for each part of the columns.
 */
export function* boxesOf(grid: ElementGrid, region: Region, bits: number): Generator<Box> {
  if (region.rows <= 0 || region.columns <= 0) return;
  const { inner } = grid;
  const end = region.column + region.columns;
  const firstOuter = Math.floor(region.column / inner.count);
  const lastOuter = Math.floor((end - 1) / inner.count);
  const from = region.column - firstOuter * inner.count;
  const to = end - lastOuter * inner.count;
  if (firstOuter === lastOuter) {
    yield* split(boxAt(grid, region, firstOuter, 1, from, to), bits);
    return;
  }
  const whole = from === 0 ? firstOuter : firstOuter + 1;
  const wholeEnd = to === inner.count ? lastOuter + 1 : lastOuter;
  if (whole > firstOuter) yield* split(boxAt(grid, region, firstOuter, 1, from, inner.count), bits);
  if (wholeEnd > whole) yield* split(boxAt(grid, region, whole, wholeEnd - whole, 0, inner.count), bits);
  if (wholeEnd === lastOuter) yield* split(boxAt(grid, region, lastOuter, 1, 0, to), bits);
}

function boxAt(grid: ElementGrid, region: Region, outer: number, outers: number, from: number, to: number): Box {
  const { base, rowStride, inner } = grid;
  return {
    first: base + outer * grid.outer.stride + region.row * rowStride + from * inner.stride,
    counts: [outers, region.rows, to - from],
    strides: [grid.outer.stride, rowStride, inner.stride],
    row: region.row,
    column: outer * inner.count + from,
    outerColumns: inner.count,
  };
}

/** Cuts along the outermost dimension that has several steps; goes three levels deep at most. */
function* split(box: Box, bits: number): Generator<Box> {
  const k = box.counts.findIndex(count => count > 1);
  const dense = isDense(box, bits);
  if (k === -1 || (dense && extentOf(box) <= MOST_AT_ONCE)) {
    yield box;
    return;
  }
  const count = box.counts[k] ?? 1;
  const stride = box.strides[k] ?? 1;
  const step = dense ? Math.max(1, Math.floor(MOST_AT_ONCE / stride)) : 1;
  for (let at = 0; at < count; at += step) yield* split(part(box, k, at, Math.min(step, count - at)), bits);
}

function part(box: Box, k: number, at: number, count: number): Box {
  const [outer, rows, inner] = box.counts;
  return {
    ...box,
    first: box.first + at * (box.strides[k] ?? 1),
    counts: k === 0 ? [count, rows, inner] : k === 1 ? [outer, count, inner] : [outer, rows, count],
    row: k === 1 ? box.row + at : box.row,
    column: k === 0 ? box.column + at * box.outerColumns : k === 2 ? box.column + at : box.column,
  };
}

function isDense(box: Box, bits: number): boolean {
  const most = (NEAR_GAP_BYTES * 8) / bits;
  return box.counts.every((count, k) => count === 1 || (box.strides[k] ?? 1) - extentOf(box, k + 1) <= most);
}
