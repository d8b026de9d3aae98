import { type DType, packedBytes } from './dtype';
import { notNumeric, tooFewBytes } from './errors';
import { smallFloatTable } from './smallFloats';

/** Decoded numeric elements. The array type follows from the dtype, see `decodeElements`. */
export type NumericArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

interface ViewConstructor<T> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, offset: number, length: number): T;
}

/**
 * Numeric values of `count` elements of `dtype`, stored little-endian and packed at the start of `bytes`.
 *
 * Integers of 8 bits and more, float32 and float64 come back as an array of their own type, which is a view of `bytes` when
 * its offset is aligned and a copy otherwise; `bool` as 0 and 1; floats of 16 bits and less as `Float32Array`; 4-bit and
 * 2-bit integers as `Int8Array` or `Uint8Array`; complex numbers as `2 * count` floats, real part first. Every platform
 * the runtime supports is little-endian.
 *
 * @throws LatheError `model.notNumeric` for strings, `model.tooFewBytes`.
 */
export function decodeElements(dtype: DType, bytes: Uint8Array, count: number): NumericArray {
  const needed = packedBytes(dtype, count);
  if (bytes.length < needed) throw tooFewBytes(dtype, count, needed, bytes.length);
  switch (dtype) {
    case 'float32':
      return view(Float32Array, bytes, count);
    case 'float64':
      return view(Float64Array, bytes, count);
    case 'complex64':
      return view(Float32Array, bytes, 2 * count);
    case 'complex128':
      return view(Float64Array, bytes, 2 * count);
    case 'int64':
      return view(BigInt64Array, bytes, count);
    case 'uint64':
      return view(BigUint64Array, bytes, count);
    case 'int32':
      return view(Int32Array, bytes, count);
    case 'uint32':
      return view(Uint32Array, bytes, count);
    case 'int16':
      return view(Int16Array, bytes, count);
    case 'uint16':
      return view(Uint16Array, bytes, count);
    case 'int8':
      return view(Int8Array, bytes, count);
    case 'uint8':
      return view(Uint8Array, bytes, count);
    case 'bool':
      return view(Uint8Array, bytes, count).map(byte => (byte === 0 ? 0 : 1));
    case 'float16':
      return lookUp(smallFloatTable(dtype), view(Uint16Array, bytes, count));
    case 'bfloat16':
      return widen(view(Uint16Array, bytes, count));
    case 'float8e4m3fn':
    case 'float8e4m3fnuz':
    case 'float8e5m2':
    case 'float8e5m2fnuz':
    case 'float8e8m0':
      return lookUp(smallFloatTable(dtype), view(Uint8Array, bytes, count));
    case 'float6e2m3':
    case 'float6e3m2':
      return lookUp(smallFloatTable(dtype), unpack(bytes, count, 6));
    case 'float4e2m1':
      return lookUp(smallFloatTable(dtype), unpack(bytes, count, 4));
    case 'int4':
      return signExtend(unpack(bytes, count, 4), 4);
    case 'int2':
      return signExtend(unpack(bytes, count, 2), 2);
    case 'uint4':
      return unpack(bytes, count, 4);
    case 'uint2':
      return unpack(bytes, count, 2);
    case 'string':
    case 'undefined':
      throw notNumeric(dtype);
  }
}

function view<T>(type: ViewConstructor<T>, bytes: Uint8Array, count: number): T {
  if (bytes.byteOffset % type.BYTES_PER_ELEMENT === 0) return new type(bytes.buffer, bytes.byteOffset, count);
  // A Buffer's own `slice` would be another unaligned view.
  const aligned = new Uint8Array(count * type.BYTES_PER_ELEMENT);
  aligned.set(bytes.subarray(0, aligned.length));
  return new type(aligned.buffer, 0, count);
}

function lookUp(table: Float32Array, patterns: Uint8Array | Uint16Array): Float32Array {
  const values = new Float32Array(patterns.length);
  for (let i = 0; i < patterns.length; i++) values[i] = table[patterns[i] ?? 0] ?? 0;
  return values;
}

/** A bfloat16 is the upper half of a float32. */
function widen(patterns: Uint16Array): Float32Array {
  const bits = new Uint32Array(patterns.length);
  for (let i = 0; i < patterns.length; i++) bits[i] = (patterns[i] ?? 0) << 16;
  return new Float32Array(bits.buffer);
}

/** Splits bytes into fields of `width` bits, low bits first; a 6-bit field may lie across two bytes. */
export function unpack(bytes: Uint8Array, count: number, width: 2 | 4 | 6): Uint8Array {
  const values = new Uint8Array(count);
  if (width === 4) {
    for (let i = 0; i < count; i++) values[i] = ((bytes[i >>> 1] ?? 0) >> ((i & 1) << 2)) & 15;
    return values;
  }
  const mask = 2 ** width - 1;
  for (let i = 0, bit = 0; i < count; i++, bit += width) {
    const at = Math.floor(bit / 8);
    values[i] = ((((bytes[at + 1] ?? 0) << 8) | (bytes[at] ?? 0)) >> (bit % 8)) & mask;
  }
  return values;
}

/** Reads fields of `width` bits as two's complement. */
function signExtend(fields: Uint8Array, width: 2 | 4): Int8Array {
  const values = new Int8Array(fields.buffer, fields.byteOffset, fields.length);
  const shift = 32 - width;
  for (let i = 0; i < values.length; i++) values[i] = ((values[i] ?? 0) << shift) >> shift;
  return values;
}
