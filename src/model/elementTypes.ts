import type { DType } from './dtype';

/** Names of `TensorProto.DataType` in ONNX 1.23, by number; attributes such as `Cast.to` refer to them so too. */
const NAMES: readonly DType[] = [
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
];

const NUMBERS: ReadonlyMap<DType, number> = new Map(NAMES.map((name, number) => [name, number]));

/** `undefined` for a number that ONNX 1.23 does not define. */
export function dtypeOf(dataType: number): DType | undefined {
  return NAMES[dataType];
}

/** Number of an element type in `TensorProto.data_type`. */
export function dataTypeOf(dtype: DType): number {
  return NUMBERS.get(dtype) ?? 0;
}

/** The element type that an attribute names by number; `null` for none and for numbers that ONNX does not define. */
export function elementType(number: number): DType | null {
  const dtype = NAMES[number];
  return dtype === undefined || dtype === 'undefined' ? null : dtype;
}
