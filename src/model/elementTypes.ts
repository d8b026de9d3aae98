import type { DType } from './dtype';

/** Element types in the order of ONNX's `TensorProto.DataType`, which attributes such as `Cast.to` refer to by number. */
const BY_NUMBER = [
  'undefined',
  'float32',
  'uint8',
  'int8',
  'uint16',
  'int16',
  'int32',
  'int64',
  'string',
  'bool',
  'float16',
  'float64',
  'uint32',
  'uint64',
  'complex64',
  'complex128',
  'bfloat16',
  'float8e4m3fn',
  'float8e4m3fnuz',
  'float8e5m2',
  'float8e5m2fnuz',
  'uint4',
  'int4',
  'float4e2m1',
  'float8e8m0',
  'uint2',
  'int2',
  'float6e2m3',
  'float6e3m2',
] as const satisfies readonly DType[];

/** The element type that ONNX numbers so; `null` for numbers it does not define. */
export function elementType(number: number): DType | null {
  const dtype = BY_NUMBER[number];
  return dtype === undefined || dtype === 'undefined' ? null : dtype;
}
