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
