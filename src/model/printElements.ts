import type { DType } from './dtype';
import type { NumericArray } from './elements';
import { printFloat32 } from './printAttribute';

/** Longest text of one string element, in bytes. */
const MOST_BYTES = 200;

/**
 * Decoded elements as texts that read back as the same elements: the shortest decimals of floats, all digits of integers,
 * the sign of a negative zero. Complex numbers come as pairs and are printed as one.
 */
export function printNumbers(dtype: DType, values: NumericArray): string[] {
  switch (dtype) {
    case 'bool':
      return Array.from<number | bigint, string>(values, value => (Number(value) === 0 ? 'false' : 'true'));
    case 'complex64':
      return complexPairs(values, printSingle);
    case 'complex128':
      return complexPairs(values, printDouble);
    default:
      if (values instanceof Float32Array) return Array.from(values, printSingle);
      if (values instanceof Float64Array) return Array.from(values, printDouble);
      return Array.from<number | bigint, string>(values, String);
  }
}

/** A text element; what is too long for a cell is cut off. */
export function printText(bytes: Uint8Array | undefined): string {
  return new TextDecoder().decode(bytes?.subarray(0, MOST_BYTES));
}

function printSingle(value: number): string {
  return Object.is(value, -0) ? '-0' : printFloat32(value);
}

function printDouble(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function complexPairs(values: NumericArray, print: (value: number) => string): string[] {
  return Array.from({ length: values.length / 2 }, (_, i) => {
    const imaginary = Number(values[2 * i + 1]);
    const sign = imaginary < 0 || Object.is(imaginary, -0) ? '-' : '+';
    return `${print(Number(values[2 * i]))}${sign}${print(Math.abs(imaginary))}i`;
  });
}
