import type { Tensor } from '../model/tensor';
import { isNumericType, numericData, product } from '../model/tensorData';
import { internal } from '../shared/errors';
import type { NpyType } from './npyType';

/**
 * Makes a row-major tensor of raw .npy elements.
 * @param bytes `product(shape)` elements, exactly; owned by the result.
 */
export function npyTensor(
  bytes: Uint8Array<ArrayBuffer>,
  type: NpyType,
  shape: readonly number[],
  fortran: boolean,
): Tensor {
  const stored = fortran && shape.length > 1 ? rowMajor(bytes, shape, type.itemBytes) : bytes;
  if (type.text !== null) return { dtype: 'string', shape, data: decodeText(stored, type, product(shape)) };
  if (type.bigEndian) swapBytes(stored, type.itemBytes);
  // Any byte but 0 is true to numpy, while the runtime expects 1.
  if (type.dtype === 'bool') for (const [index, byte] of stored.entries()) stored[index] = byte === 0 ? 0 : 1;
  if (!isNumericType(type.dtype)) throw internal(`No array type for ${type.dtype}.`);
  return { dtype: type.dtype, shape, data: numericData(type.dtype, exactBuffer(stored)) };
}

function exactBuffer(bytes: Uint8Array<ArrayBuffer>): ArrayBuffer {
  const whole = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength;
  return whole ? bytes.buffer : bytes.slice().buffer;
}

function swapBytes(bytes: Uint8Array, itemBytes: number): void {
  if (itemBytes === 1) return;
  for (let start = 0; start < bytes.length; start += itemBytes) bytes.subarray(start, start + itemBytes).reverse();
}

/** Reorders elements stored with the first axis running fastest. */
function rowMajor(bytes: Uint8Array, shape: readonly number[], itemBytes: number): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(bytes.length);
  const steps = shape.map((_, axis) => product(shape.slice(0, axis)) * itemBytes);
  const index = new Array<number>(shape.length).fill(0);
  let from = 0;
  for (let to = 0; to < bytes.length; to += itemBytes) {
    for (let byte = 0; byte < itemBytes; byte += 1) result[to + byte] = bytes[from + byte] ?? 0;
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      const next = (index[axis] ?? 0) + 1;
      const step = steps[axis] ?? 0;
      from += step;
      if (next < (shape[axis] ?? 0)) {
        index[axis] = next;
        break;
      }
      from -= next * step;
      index[axis] = 0;
    }
  }
  return result;
}

/** Fixed-length text, padded with zeros. */
function decodeText(bytes: Uint8Array, type: NpyType, count: number): readonly string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const decoder = new TextDecoder();
  return Array.from({ length: count }, (_, index) => {
    const start = index * type.itemBytes;
    const end = start + type.itemBytes;
    if (type.text === 'bytes') return decoder.decode(bytes.subarray(start, end)).replace(/\0+$/, '');
    let text = '';
    for (let at = start; at < end; at += 4) {
      const point = view.getUint32(at, !type.bigEndian);
      text += point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
    }
    return text.replace(/\0+$/, '');
  });
}
