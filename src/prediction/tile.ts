import type { Tensor } from '../model/tensor';
import { bytesOf, isNumericType, isText, numericData, product } from '../model/tensorData';
import { internal } from '../shared/errors';

/**
 * Takes `count` slices along an axis, from `first` on, beginning anew after the last one.
 * The result has the same rank; slices are copied.
 */
export function takeAlong(tensor: Tensor, axis: number, first: number, count: number): Tensor {
  const size = tensor.shape[axis] ?? 0;
  const outer = product(tensor.shape.slice(0, axis));
  const inner = product(tensor.shape.slice(axis + 1));
  const shape = tensor.shape.with(axis, count);
  const place = (block: number, slice: number): number => (block * size + ((first + slice) % size)) * inner;
  if (isText(tensor.data)) {
    const data: string[] = [];
    for (let block = 0; block < outer; block += 1) {
      for (let slice = 0; slice < count; slice += 1) {
        const at = place(block, slice);
        data.push(...tensor.data.slice(at, at + inner));
      }
    }
    return { ...tensor, shape, data };
  }
  if (!isNumericType(tensor.dtype)) throw internal(`No array type for ${tensor.dtype}.`);
  const itemBytes = tensor.data.BYTES_PER_ELEMENT;
  const source = bytesOf(tensor.data);
  const result = new Uint8Array(outer * count * inner * itemBytes);
  const chunk = inner * itemBytes;
  for (let block = 0; block < outer; block += 1) {
    for (let slice = 0; slice < count; slice += 1) {
      const at = place(block, slice) * itemBytes;
      result.set(source.subarray(at, at + chunk), (block * count + slice) * chunk);
    }
  }
  return { ...tensor, shape, data: numericData(tensor.dtype, result.buffer) };
}

/** One sample without the axis that counts samples. */
export function pick(tensor: Tensor, index: number): Tensor {
  const one = takeAlong(tensor, 0, index, 1);
  return { ...one, shape: one.shape.slice(1) };
}
