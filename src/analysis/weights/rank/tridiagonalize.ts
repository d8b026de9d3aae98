/** A symmetric tridiagonal matrix: `diagonal[i]`, and `beside[i]` between `i` and `i + 1` (the last is 0). */
export interface Tridiagonal {
  readonly diagonal: Float64Array;
  readonly beside: Float64Array;
}

/**
 * Householder's reduction of a symmetric matrix to tridiagonal form with the same eigenvalues (Golub, Van Loan, "Matrix
 * Computations", 8.3.1), without the vectors. Works by rows of the lower triangle, which are contiguous: each reflection
 * takes row k from the end and folds the update into the same sweep over the rows before it that reads them.
 *
 * @param matrix n x n row by row, of which the lower triangle is read and destroyed
 * @param watch called with the share of the work done, before each step
 */
export function* tridiagonalize(matrix: Float64Array, n: number): Generator<number, Tridiagonal> {
  const diagonal = new Float64Array(n);
  const beside = new Float64Array(n);
  const product = new Float64Array(n);
  for (let k = n - 1; k > 0; k--) {
    yield 1 - (k / n) ** 3;
    const row = matrix.subarray(k * n, k * n + k);
    diagonal[k] = matrix[k * n + k] ?? 0;
    const alpha = reflect(row);
    beside[k - 1] = alpha.beside;
    if (alpha.scale === 0) continue;
    multiply(matrix, n, row, product);
    // w = p - (p·v / 2 h) v with p = A v / h; A ← A - v wᵀ - w vᵀ.
    let along = 0;
    for (let i = 0; i < k; i++) {
      const p = (product[i] ?? 0) / alpha.scale;
      product[i] = p;
      along += p * (row[i] ?? 0);
    }
    const half = along / (2 * alpha.scale);
    for (let i = 0; i < k; i++) product[i] = (product[i] ?? 0) - half * (row[i] ?? 0);
    update(matrix, n, row, product);
  }
  diagonal[0] = matrix[0] ?? 0;
  return { diagonal, beside };
}

/**
 * Makes `row` the vector v of the reflection I - v vᵀ / h that leaves only its last element. Scaled first, so that no square
 * leaves the range of a number.
 */
function reflect(row: Float64Array): { readonly beside: number; readonly scale: number } {
  const last = row.length - 1;
  let size = 0;
  for (let i = 0; i < last; i++) size += Math.abs(row[i] ?? 0);
  const end = row[last] ?? 0;
  if (size === 0) return { beside: end, scale: 0 };
  size += Math.abs(end);
  let squares = 0;
  for (let i = 0; i <= last; i++) {
    const x = (row[i] ?? 0) / size;
    row[i] = x;
    squares += x * x;
  }
  const f = row[last] ?? 0;
  const g = f >= 0 ? -Math.sqrt(squares) : Math.sqrt(squares);
  row[last] = f - g;
  return { beside: size * g, scale: squares - f * g };
}

/** product = A v for the leading part of a symmetric matrix of which the lower triangle is stored. */
function multiply(matrix: Float64Array, n: number, v: Float64Array, product: Float64Array): void {
  const k = v.length;
  product.fill(0, 0, k);
  for (let i = 0; i < k; i++) {
    const at = i * n;
    const vi = v[i] ?? 0;
    let [a, b, j] = [0, 0, 0];
    for (; j + 1 < i; j += 2) {
      const x = matrix[at + j] ?? 0;
      const y = matrix[at + j + 1] ?? 0;
      a += x * (v[j] ?? 0);
      b += y * (v[j + 1] ?? 0);
      product[j] = (product[j] ?? 0) + x * vi;
      product[j + 1] = (product[j + 1] ?? 0) + y * vi;
    }
    for (; j < i; j++) {
      const x = matrix[at + j] ?? 0;
      a += x * (v[j] ?? 0);
      product[j] = (product[j] ?? 0) + x * vi;
    }
    product[i] = (product[i] ?? 0) + a + b + (matrix[at + i] ?? 0) * vi;
  }
}

/** A ← A - v wᵀ - w vᵀ in the lower triangle. */
function update(matrix: Float64Array, n: number, v: Float64Array, w: Float64Array): void {
  for (let i = 0; i < v.length; i++) {
    const at = i * n;
    const vi = v[i] ?? 0;
    const wi = w[i] ?? 0;
    for (let j = 0; j <= i; j++) {
      matrix[at + j] = (matrix[at + j] ?? 0) - (vi * (w[j] ?? 0) + wi * (v[j] ?? 0));
    }
  }
}
