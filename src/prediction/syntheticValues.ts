import type { TensorData } from '../model/tensor';
import { bytesPerElement, type NumericType, numericData, product } from '../model/tensorData';

/**
 * Made-up values for one input. Floats are standard normal; bytes span their range; wider integers, which are mostly
 * indices of unknown range, stay 0 or 1, but positions count up and masks are 1.
 */
export function syntheticData(
  input: string,
  dtype: NumericType | 'string',
  shape: readonly number[],
  random: () => number,
): TensorData {
  const elements = product(shape);
  if (dtype === 'string') return Array.from({ length: elements }, () => 'text');
  const data = numericData(dtype, new ArrayBuffer(elements * bytesPerElement(dtype)));
  const value = valueMaker(input, dtype, shape.at(-1) ?? 1, random);
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    for (let index = 0; index < elements; index += 1) data[index] = BigInt(value(index));
  } else {
    for (let index = 0; index < elements; index += 1) data[index] = value(index);
  }
  return data;
}

function valueMaker(
  input: string,
  dtype: NumericType,
  rowLength: number,
  random: () => number,
): (index: number) => number {
  switch (dtype) {
    case 'float32':
    case 'float64':
      return () => normal(random);
    case 'float16':
      return () => halfBits(normal(random));
    case 'uint8':
      return () => Math.floor(random() * 256);
    case 'int8':
      return () => Math.floor(random() * 256) - 128;
    case 'bool':
      return () => (/mask/i.test(input) || random() < 0.5 ? 1 : 0);
    default:
      if (/position/i.test(input)) return index => index % rowLength;
      return /mask|len/i.test(input) ? () => 1 : () => Math.floor(random() * 2);
  }
}

/** Box and Muller, 1958. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

const word = new Float32Array(1);
const bits = new Uint32Array(word.buffer);

/** Bit pattern of the nearest binary16 towards zero; for magnitudes from 6e-5 to 65504, smaller ones become zero. */
function halfBits(value: number): number {
  word[0] = value;
  const single = bits[0] ?? 0;
  const sign = (single >>> 16) & 0x8000;
  const exponent = ((single >>> 23) & 0xff) - 112;
  return exponent <= 0 ? sign : sign | (exponent << 10) | ((single >>> 13) & 0x3ff);
}
