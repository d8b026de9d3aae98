import { asymmetricUint8, type QuantizationParameters, quantizeValue, UINT8 } from '../arithmetic';

/** A small constant operand as uint8 codes over its own range. */
export function quantizedConstant(values: Float32Array): {
  readonly values: Uint8Array;
  readonly code: QuantizationParameters;
} {
  let min = 0;
  let max = 0;
  for (const value of values) {
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  const code = asymmetricUint8(min, max);
  return { values: Uint8Array.from(values, value => quantizeValue(value, code, UINT8)), code };
}
