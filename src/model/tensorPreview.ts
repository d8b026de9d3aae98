import type { TensorPreview } from '../shared/protocol/editor';
import { decodeElements } from './elements';
import type { Weight } from './model';
import { printFloat32 } from './printAttribute';
import { printWeightType } from './printType';

/** Longest text of one string element. */
const MOST_CHARACTERS = 200;

/**
 * Printed elements of a constant.
 *
 * `bytes` holds the packed elements from `start` on, `start` being on a byte border (a multiple of 4 suits every type);
 * string tensors carry their elements themselves and ignore it. Of a sparse tensor only the stored elements are shown.
 */
export function tensorPreview(weight: Weight, start: number, count: number, bytes: Uint8Array): TensorPreview {
  const elements = weight.sparse?.stored ?? weight.elements;
  const shown = Math.max(0, Math.min(count, elements - start));
  return { type: printWeightType(weight), values: printElements(weight, start, shown, bytes), start, elements };
}

function printElements(weight: Weight, start: number, count: number, bytes: Uint8Array): string[] {
  if (weight.payload.kind === 'strings') {
    const decoder = new TextDecoder();
    const values = weight.payload.values.slice(start, start + count);
    return values.map(value => decoder.decode(value.subarray(0, MOST_CHARACTERS)));
  }
  if (weight.dtype === 'string' || weight.dtype === 'undefined') return [];
  const values = decodeElements(weight.dtype, bytes, count);
  switch (weight.dtype) {
    case 'bool':
      return printEach(values, value => (value === 0 ? 'false' : 'true'));
    case 'complex64':
      return complexPairs(values, printFloat32);
    case 'complex128':
      return complexPairs(values, String);
    default:
      return printEach(values, values instanceof Float32Array ? value => printFloat32(Number(value)) : String);
  }
}

function printEach(values: ArrayLike<number | bigint>, print: (value: number | bigint) => string): string[] {
  return Array.from(values, print);
}

function complexPairs(values: ArrayLike<number | bigint>, print: (value: number) => string): string[] {
  return Array.from({ length: values.length / 2 }, (_, i) => {
    const imaginary = Number(values[2 * i + 1]);
    const sign = imaginary < 0 || Object.is(imaginary, -0) ? '-' : '+';
    return `${print(Number(values[2 * i]))}${sign}${print(Math.abs(imaginary))}i`;
  });
}
