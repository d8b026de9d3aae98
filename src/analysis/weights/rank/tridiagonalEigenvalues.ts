import type { Tridiagonal } from './tridiagonalize';

/** One value needs two or three sweeps; so many mean that it holds no numbers. */
const MOST_SWEEPS = 60;

/** An eigenvalue, and the first element of its eigenvector of length 1. */
export interface RitzValues {
  readonly values: Float64Array;
  readonly firsts: Float64Array;
}

/**
 * Eigenvalues of a symmetric tridiagonal matrix by implicit QL with Wilkinson's shift (Golub, Van Loan, "Matrix
 * Computations", 8.3.3), unsorted, and the first elements of their vectors, which quadrature by Lanczos wants (Golub,
 * Welsch, "Calculation of Gauss Quadrature Rules", 1969).
 * @returns `null` when it does not converge, which finite input does
 */
export function tridiagonalEigenvalues({ diagonal, beside }: Tridiagonal): RitzValues | null {
  const n = diagonal.length;
  const d = Float64Array.from(diagonal);
  const e = Float64Array.from(beside);
  const firsts = new Float64Array(n);
  if (n > 0) firsts[0] = 1;
  for (let l = 0; l < n; l++) {
    for (let sweep = 0; ; sweep++) {
      const m = endOfBlock(d, e, l);
      if (m === l) break;
      if (sweep === MOST_SWEEPS) return null;
      sweepBlock(d, e, firsts, l, m);
    }
  }
  return { values: d, firsts };
}

/** The last row of the block from `l` on whose neighbours are tied to each other. */
function endOfBlock(d: Float64Array, e: Float64Array, l: number): number {
  for (let m = l; m < d.length - 1; m++) {
    const size = Math.abs(d[m] ?? 0) + Math.abs(d[m + 1] ?? 0);
    if (Math.abs(e[m] ?? 0) <= Number.EPSILON * size) return m;
  }
  return d.length - 1;
}

function sweepBlock(d: Float64Array, e: Float64Array, firsts: Float64Array, l: number, m: number): void {
  const apart = ((d[l + 1] ?? 0) - (d[l] ?? 0)) / (2 * (e[l] ?? 0));
  const root = Math.hypot(apart, 1);
  let g = (d[m] ?? 0) - (d[l] ?? 0) + (e[l] ?? 0) / (apart + (apart >= 0 ? root : -root));
  let [sine, cosine, p] = [1, 1, 0];
  for (let i = m - 1; i >= l; i--) {
    const f = sine * (e[i] ?? 0);
    const b = cosine * (e[i] ?? 0);
    const r = Math.hypot(f, g);
    e[i + 1] = r;
    if (r === 0) {
      // The block falls apart here by itself.
      d[i + 1] = (d[i + 1] ?? 0) - p;
      e[m] = 0;
      return;
    }
    sine = f / r;
    cosine = g / r;
    const from = (d[i + 1] ?? 0) - p;
    const turned = ((d[i] ?? 0) - from) * sine + 2 * cosine * b;
    p = sine * turned;
    d[i + 1] = from + p;
    g = cosine * turned - b;
    const first = firsts[i + 1] ?? 0;
    firsts[i + 1] = sine * (firsts[i] ?? 0) + cosine * first;
    firsts[i] = cosine * (firsts[i] ?? 0) - sine * first;
  }
  d[l] = (d[l] ?? 0) - p;
  e[l] = g;
  e[m] = 0;
}
