import type { DType } from './dtype';
import type { TensorData } from './tensor';

/** The typed array that holds each element type the runtime takes. */
const ARRAYS = {
  float32: Float32Array,
  float64: Float64Array,
  float16: Uint16Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
} as const;

export type NumericType = keyof typeof ARRAYS;

/** Any typed array a tensor can have. */
export type NumericData = Exclude<TensorData, readonly string[]>;

export function isNumericType(dtype: DType): dtype is NumericType {
  return Object.hasOwn(ARRAYS, dtype);
}

/** A typed array over `buffer`, which is exactly as long as its elements. */
export function numericData(dtype: NumericType, buffer: ArrayBuffer): NumericData {
  return new ARRAYS[dtype](buffer);
}

export function bytesPerElement(dtype: NumericType): number {
  return ARRAYS[dtype].BYTES_PER_ELEMENT;
}

export function product(shape: readonly number[]): number {
  return shape.reduce((elements, size) => elements * size, 1);
}

/** The bytes behind a typed array. */
export function bytesOf(data: NumericData): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

export function isText(data: TensorData): data is readonly string[] {
  return Array.isArray(data);
}
