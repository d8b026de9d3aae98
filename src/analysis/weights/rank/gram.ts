import type { Matrix } from './matrix';

/** Elements of a row that are worked on at once: as many rows of them as `TILE` stay in the processor's cache. */
const DEPTH = 256;
const TILE = 32;

/**
 * The products of all pairs of rows, or of columns where these are fewer: its eigenvalues are the squares of the singular
 * values. In float64, blocked for the cache, two by two rows at a time.
 * @returns n x n row by row, of which the lower triangle is filled; yields the share of the work done
 */
export function* gram(matrix: Matrix): Generator<number, { readonly n: number; readonly values: Float64Array }> {
  const { rows, columns } = matrix;
  const n = Math.min(rows, columns);
  const values = new Float64Array(n * n);
  const depth = Math.max(rows, columns);
  for (let start = 0; start < depth; start += DEPTH) {
    const length = Math.min(DEPTH, depth - start);
    // A slice of n rows of `DEPTH` elements, whichever way the matrix lies.
    const slice = rows <= columns ? sliceOfRows(matrix, start, length) : sliceOfColumns(matrix, start, length);
    for (let top = 0; top < n; top += TILE) {
      yield (start + (length * top * top) / (n * n)) / depth;
      for (let left = 0; left <= top; left += TILE) addTile(slice, n, top, left, values);
    }
  }
  return { n, values };
}

function sliceOfRows({ values, rows, columns }: Matrix, start: number, length: number): Float64Array {
  const slice = new Float64Array(rows * DEPTH);
  for (let i = 0; i < rows; i++)
    slice.set(values.subarray(i * columns + start, i * columns + start + length), i * DEPTH);
  return slice;
}

function sliceOfColumns({ values, columns }: Matrix, start: number, length: number): Float64Array {
  const slice = new Float64Array(columns * DEPTH);
  for (let k = 0; k < length; k++) {
    const row = (start + k) * columns;
    for (let j = 0; j < columns; j++) slice[j * DEPTH + k] = values[row + j] ?? 0;
  }
  return slice;
}

function addTile(slice: Float64Array, n: number, top: number, left: number, out: Float64Array): void {
  const bottom = Math.min(top + TILE, n);
  const right = Math.min(left + TILE, n);
  for (let i = top; i < bottom; i += 2) {
    const a = i * DEPTH;
    const b = i + 1 < n ? a + DEPTH : a;
    for (let j = left; j < right && j <= i + 1; j += 2) {
      const c = j * DEPTH;
      const d = j + 1 < n ? c + DEPTH : c;
      let [ac, ad, bc, bd] = [0, 0, 0, 0];
      for (let k = 0; k < DEPTH; k++) {
        const x = slice[a + k] ?? 0;
        const y = slice[b + k] ?? 0;
        const u = slice[c + k] ?? 0;
        const v = slice[d + k] ?? 0;
        ac += x * u;
        ad += x * v;
        bc += y * u;
        bd += y * v;
      }
      add(out, n, i, j, ac);
      if (j + 1 < n) add(out, n, i, j + 1, ad);
      if (i + 1 >= n) continue;
      add(out, n, i + 1, j, bc);
      if (j + 1 < n) add(out, n, i + 1, j + 1, bd);
    }
  }
}

function add(out: Float64Array, n: number, i: number, j: number, value: number): void {
  out[i * n + j] = (out[i * n + j] ?? 0) + value;
}
