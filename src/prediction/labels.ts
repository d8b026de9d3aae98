import type { Tensor } from '../model/tensor';
import { isText } from '../model/tensorData';
import { labelsMalformed } from './errors';

/**
 * Class indices, one per sample: an integer array of shape `[count]` or `[count, 1]`.
 * @throws LatheError `samples.labels` saying what was found instead.
 */
export function readLabels(file: string, array: string, tensor: Tensor, count: number): readonly number[] {
  const { shape, data, dtype } = tensor;
  const flat = shape.length === 1 || (shape.length === 2 && shape[1] === 1);
  if (!flat) throw labelsMalformed(file, array, `an array of shape [${shape.join(',')}]`);
  if (shape[0] !== count) throw labelsMalformed(file, array, `${shape[0]} labels for ${count} samples`);
  if (isText(data)) throw labelsMalformed(file, array, 'text');
  if (!/^u?int\d+$/.test(dtype)) throw labelsMalformed(file, array, `of type ${dtype}`);
  const values: Iterable<number | bigint> = data;
  return Array.from(values, Number);
}
