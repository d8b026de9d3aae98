import type { TensorPreview } from '../shared/protocol/editor';
import { decodeElements } from './elements';
import type { Weight } from './model';
import { printNumbers, printText } from './printElements';
import { printWeightType } from './printType';

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
  if (weight.payload.kind === 'strings') return weight.payload.values.slice(start, start + count).map(printText);
  if (weight.dtype === 'string' || weight.dtype === 'undefined') return [];
  return printNumbers(weight.dtype, decodeElements(weight.dtype, bytes, count));
}
