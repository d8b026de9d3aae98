/**
 * Element types of every format, named as in numpy and PyTorch where those have a name.
 * Sub-byte types are packed low bits first.
 */
export const DTYPES = {
  undefined: { bits: 0, kind: 'none' },
  float32: { bits: 32, kind: 'float' },
  float64: { bits: 64, kind: 'float' },
  float16: { bits: 16, kind: 'float' },
  bfloat16: { bits: 16, kind: 'float' },
  float8e4m3fn: { bits: 8, kind: 'float' },
  float8e4m3fnuz: { bits: 8, kind: 'float' },
  float8e5m2: { bits: 8, kind: 'float' },
  float8e5m2fnuz: { bits: 8, kind: 'float' },
  float8e8m0: { bits: 8, kind: 'float' },
  float6e2m3: { bits: 6, kind: 'float' },
  float6e3m2: { bits: 6, kind: 'float' },
  float4e2m1: { bits: 4, kind: 'float' },
  int64: { bits: 64, kind: 'int' },
  int32: { bits: 32, kind: 'int' },
  int16: { bits: 16, kind: 'int' },
  int8: { bits: 8, kind: 'int' },
  int4: { bits: 4, kind: 'int' },
  int2: { bits: 2, kind: 'int' },
  uint64: { bits: 64, kind: 'uint' },
  uint32: { bits: 32, kind: 'uint' },
  uint16: { bits: 16, kind: 'uint' },
  uint8: { bits: 8, kind: 'uint' },
  uint4: { bits: 4, kind: 'uint' },
  uint2: { bits: 2, kind: 'uint' },
  bool: { bits: 8, kind: 'bool' },
  complex64: { bits: 64, kind: 'complex' },
  complex128: { bits: 128, kind: 'complex' },
  string: { bits: 0, kind: 'string' },
} as const satisfies Record<string, { bits: number; kind: string }>;

export type DType = keyof typeof DTYPES;

export function isDType(name: string): name is DType {
  return Object.hasOwn(DTYPES, name);
}

/** Whether elements are numbers on one line: floats, integers, and booleans as 0 and 1. */
export function isReal(dtype: DType): boolean {
  const { kind } = DTYPES[dtype];
  return kind === 'float' || kind === 'int' || kind === 'uint' || kind === 'bool';
}

/** Bytes that `elements` values occupy, sub-byte types rounded up to whole bytes. Strings have no fixed size: 0. */
export function packedBytes(dtype: DType, elements: number): number {
  return Math.ceil((DTYPES[dtype].bits * elements) / 8);
}
