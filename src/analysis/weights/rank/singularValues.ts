import { Matrix as Dense, SingularValueDecomposition } from 'ml-matrix';
import { gram } from './gram';
import type { Matrix } from './matrix';
import { tridiagonalEigenvalues } from './tridiagonalEigenvalues';
import { tridiagonalize } from './tridiagonalize';

/** Up to this many rows or columns a decomposition of the matrix itself takes no time that anybody notices. */
const MOST_DECOMPOSED = 48;

/**
 * Squares of all singular values, largest first: by a decomposition of small matrices, else as eigenvalues of the smaller
 * Gram matrix in float64. Those of the latter are exact to about 1e-15 of the largest, which is far below what a share of
 * the energy can tell. `null` when the eigenvalues do not converge. Yields the share of the work done.
 */
export function* singularSquares(matrix: Matrix): Generator<number, Float64Array | null> {
  const { rows, columns } = matrix;
  if (Math.min(rows, columns) <= MOST_DECOMPOSED) return decomposed(matrix);
  const { n, values } = yield* halved(gram(matrix), 0);
  const found = tridiagonalEigenvalues(yield* halved(tridiagonalize(values, n), 0.5));
  if (found === null) return null;
  return found.values.map(value => Math.max(0, value)).sort((a, b) => b - a);
}

function decomposed({ rows, columns, values }: Matrix): Float64Array {
  const dense = new Dense(rows, columns);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) dense.set(i, j, values[i * columns + j] ?? 0);
  const options = { computeLeftSingularVectors: false, computeRightSingularVectors: false, autoTranspose: true };
  return Float64Array.from(new SingularValueDecomposition(dense, options).diagonal, value => value * value).sort(
    (a, b) => b - a,
  );
}

/** Progress of one of two halves of the work. */
function* halved<T>(work: Generator<number, T>, from: number): Generator<number, T> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    yield from + step.value / 2;
  }
}
