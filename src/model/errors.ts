import { LatheError } from '../shared/errors';
import type { DType } from './dtype';

export function notNumeric(dtype: DType): LatheError {
  return new LatheError({
    code: 'model.notNumeric',
    kind: 'unsupported',
    message: `Elements of type ${dtype} are not numbers.`,
  });
}

export function tooFewBytes(dtype: DType, count: number, needed: number, found: number): LatheError {
  return new LatheError({
    code: 'model.tooFewBytes',
    kind: 'malformed',
    message: `${count} elements of type ${dtype} take ${needed} bytes, only ${found} are there.`,
  });
}

export function unknownGraph(id: string): LatheError {
  return new LatheError({ code: 'model.unknownGraph', kind: 'usage', message: `The model has no graph "${id}".` });
}

export function unknownNode(graph: string, index: number): LatheError {
  return new LatheError({
    code: 'model.unknownNode',
    kind: 'usage',
    message: `Graph "${graph}" has no node ${index}.`,
  });
}
