import { LatheError } from '../../shared/errors';

export function notMeasurable(name: string, dtype: string): LatheError {
  return new LatheError({
    code: 'weights.notMeasurable',
    kind: 'unsupported',
    message: `"${name}" holds ${dtype} elements, which have no order.`,
  });
}

export function wrongCount(name: string, expected: number, found: number): LatheError {
  return new LatheError({
    code: 'weights.wrongCount',
    kind: 'malformed',
    message: `"${name}" should have ${expected} stored elements, its data gave ${found}.`,
  });
}

export function scaleTooLarge(name: string, bytes: number, limit: number): LatheError {
  return new LatheError({
    code: 'weights.scaleTooLarge',
    kind: 'refused',
    message: `The scale "${name}" takes ${bytes} bytes; ${limit} is the most that is kept in memory.`,
  });
}

export function noMatrix(name: string): LatheError {
  return new LatheError({
    code: 'weights.noMatrix',
    kind: 'unsupported',
    message: `"${name}" is no dense matrix: ranks are of weights with two axes or more that are longer than 1.`,
  });
}

export function matrixTooLarge(name: string, elements: number, limit: number): LatheError {
  return new LatheError({
    code: 'weights.matrixTooLarge',
    kind: 'refused',
    message: `"${name}" has ${elements} elements; ${limit} is the most whose ranks are told.`,
  });
}

export function tooManyMatrices(name: string, matrices: number, limit: number): LatheError {
  return new LatheError({
    code: 'weights.tooManyMatrices',
    kind: 'refused',
    message: `"${name}" is ${matrices} matrices; ${limit} is the most whose ranks are told.`,
  });
}

export function matrixNotFinite(name: string): LatheError {
  return new LatheError({
    code: 'weights.matrixNotFinite',
    kind: 'malformed',
    message: `"${name}" holds NaN or infinite elements, so it has no singular values.`,
  });
}

export function noSuchWeight(name: string): LatheError {
  return new LatheError({
    code: 'weights.noSuchWeight',
    kind: 'usage',
    message: `The model has no weight named "${name}".`,
    next: 'See the names with "model-lathe weights MODEL".',
  });
}

export function noConvergence(name: string): LatheError {
  return new LatheError({
    code: 'weights.noConvergence',
    kind: 'unsupported',
    message: `The singular values of "${name}" were not found: the iteration did not converge.`,
  });
}
