import { seededRandom } from '../../random';
import type { Matrix } from './matrix';
import { tridiagonalEigenvalues } from './tridiagonalEigenvalues';

/** Random vectors whose spectra are averaged, and steps from each: products with the matrix are their product. */
const PROBES = 8;
const STEPS = 64;

/** Eigenvalues of the smaller Gram matrix as one random vector sees them, each with a weight; the weights add up to 1. */
export interface Spectrum {
  readonly values: Float64Array;
  readonly weights: Float64Array;
}

/**
 * Stochastic Lanczos quadrature (Ubaru, Chen, Saad, "Fast Estimation of tr(f(A)) via Stochastic Lanczos Quadrature", 2017)
 * of A Aᵀ or Aᵀ A, whichever is smaller: every probe is an independent estimate of how many eigenvalues lie where.
 * Yields the share of the work done.
 * @returns `null` when eigenvalues do not converge
 */
export function* probeSpectra(matrix: Matrix): Generator<number, readonly Spectrum[] | null> {
  const random = seededRandom(1);
  const spectra: Spectrum[] = [];
  for (let probe = 0; probe < PROBES; probe++) {
    const spectrum = yield* lanczos(matrix, random, probe / PROBES);
    if (spectrum === null) return null;
    spectra.push(spectrum);
  }
  return spectra;
}

/** Each new vector is made orthogonal to all before, twice: otherwise copies of the largest eigenvalues appear. */
function* lanczos(matrix: Matrix, random: () => number, share: number): Generator<number, Spectrum | null> {
  const n = Math.min(matrix.rows, matrix.columns);
  const inner = new Float64Array(Math.max(matrix.rows, matrix.columns));
  const steps = Math.min(STEPS, n);
  const basis: Float64Array[] = [];
  const diagonal = new Float64Array(steps);
  const beside = new Float64Array(steps);
  let v = Float64Array.from({ length: n }, () => (random() < 0.5 ? -1 : 1) / Math.sqrt(n));
  let done = 0;
  while (done < steps) {
    yield share + done / (steps * PROBES);
    basis.push(v);
    const next = gramTimes(matrix, v, inner);
    diagonal[done] = dot(next, v);
    for (let twice = 0; twice < 2; twice++) for (const other of basis) subtract(next, other, dot(next, other));
    const length = Math.sqrt(dot(next, next));
    done += 1;
    if (done === steps || length <= Number.EPSILON * Math.abs(diagonal[0] ?? 0)) break;
    beside[done - 1] = length;
    v = next.map(x => x / length);
  }
  const found = tridiagonalEigenvalues({ diagonal: diagonal.subarray(0, done), beside: beside.subarray(0, done) });
  return found && { values: found.values, weights: found.firsts.map(first => first * first) };
}

/** A (Aᵀ v) or Aᵀ (A v). */
function gramTimes(matrix: Matrix, v: Float64Array, inner: Float64Array): Float64Array {
  const result = new Float64Array(v.length);
  if (matrix.rows <= matrix.columns) {
    columnsTimes(matrix, v, inner);
    rowsTimes(matrix, inner, result);
  } else {
    rowsTimes(matrix, v, inner);
    columnsTimes(matrix, inner, result);
  }
  return result;
}

/** result = A v */
function rowsTimes({ rows, columns, values }: Matrix, v: Float64Array, result: Float64Array): void {
  for (let i = 0; i < rows; i++) {
    const at = i * columns;
    let [a, b, c, d, j] = [0, 0, 0, 0, 0];
    for (; j + 3 < columns; j += 4) {
      a += (values[at + j] ?? 0) * (v[j] ?? 0);
      b += (values[at + j + 1] ?? 0) * (v[j + 1] ?? 0);
      c += (values[at + j + 2] ?? 0) * (v[j + 2] ?? 0);
      d += (values[at + j + 3] ?? 0) * (v[j + 3] ?? 0);
    }
    for (; j < columns; j++) a += (values[at + j] ?? 0) * (v[j] ?? 0);
    result[i] = a + b + (c + d);
  }
}

/** result = Aᵀ v, four rows at a time: each element of the result is read and written once for them. */
function columnsTimes({ rows, columns, values }: Matrix, v: Float64Array, result: Float64Array): void {
  result.fill(0);
  let i = 0;
  for (; i + 3 < rows; i += 4) {
    const a = i * columns;
    const b = a + columns;
    const c = b + columns;
    const d = c + columns;
    const [va = 0, vb = 0, vc = 0, vd = 0] = v.subarray(i, i + 4);
    for (let j = 0; j < columns; j++) {
      result[j] =
        (result[j] ?? 0) +
        ((values[a + j] ?? 0) * va + (values[b + j] ?? 0) * vb) +
        ((values[c + j] ?? 0) * vc + (values[d + j] ?? 0) * vd);
    }
  }
  for (; i < rows; i++) {
    const at = i * columns;
    const x = v[i] ?? 0;
    for (let j = 0; j < columns; j++) result[j] = (result[j] ?? 0) + (values[at + j] ?? 0) * x;
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

function subtract(a: Float64Array, b: Float64Array, factor: number): void {
  for (let i = 0; i < a.length; i++) a[i] = (a[i] ?? 0) - factor * (b[i] ?? 0);
}
