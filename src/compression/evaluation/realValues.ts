import { decodeElements } from '../../model/elements';
import type { Tensor } from '../../model/tensor';
import { bytesOf, isText } from '../../model/tensorData';

/** Elements of a tensor as numbers; `null` for text. 16-bit floats are decoded, 64-bit integers rounded to doubles. */
export function realValues(tensor: Tensor): ArrayLike<number> | null {
  const { data, dtype } = tensor;
  if (isText(data)) return null;
  const values = dtype === 'float16' || dtype === 'bfloat16' ? decodeElements(dtype, bytesOf(data), data.length) : data;
  return values instanceof BigInt64Array || values instanceof BigUint64Array
    ? Float64Array.from(values, Number)
    : values;
}
