import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { DTYPES, type DType, packedBytes } from '../../../src/model/dtype';
import { decodeElements } from '../../../src/model/elements';

/**
 * SHA-256 (first 16 digits) of the float64 values of every pattern in order, NaN as 7ff8000000000000. Made with numpy
 * and ml_dtypes 0.6.0, the reference implementation that ONNX itself uses.
 */
const ALL_PATTERNS: readonly (readonly [DType, string])[] = [
  ['float16', 'ecc18b9b372011f0'],
  ['bfloat16', '6a00f29e7303e153'],
  ['float8e4m3fn', '98959cdf4be234fd'],
  ['float8e4m3fnuz', '10ad41a5ddbd0da6'],
  ['float8e5m2', '0ebeb4cd681ba45c'],
  ['float8e5m2fnuz', '0480d2f04b2d4dad'],
  ['float8e8m0', 'a3dfaeaa54eb87b7'],
  ['float6e2m3', '2cad943ffd993823'],
  ['float6e3m2', 'fe6ecfe7e41d29e0'],
  ['float4e2m1', 'bafb8c3b8a81bdda'],
];

/** Every pattern of `bits` bits in order, packed low bits first. */
function everyPattern(bits: number): Uint8Array {
  const bytes = new Uint8Array((2 ** bits * bits) / 8);
  for (let bit = 0; bit < 2 ** bits * bits; bit++) {
    const isSet = (Math.floor(bit / bits) >> (bit % bits)) & 1;
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (isSet << (bit & 7));
  }
  return bytes;
}

function bytesOf(data: ArrayBufferView): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

describe('decodeElements', () => {
  for (const [dtype, expected] of ALL_PATTERNS) {
    it(`gives every ${dtype} its exact value`, () => {
      const { bits } = DTYPES[dtype];
      const values = decodeElements(dtype, everyPattern(bits), 2 ** bits);
      assert(values instanceof Float32Array);
      const wide = Float64Array.from(values, x => (Number.isNaN(x) ? Number.NaN : x));
      assert.equal(createHash('sha256').update(bytesOf(wide)).digest('hex').slice(0, 16), expected);
    });
  }

  it('unpacks small integers from the low bits on', () => {
    const bytes = Uint8Array.of(0b1110_0001, 0b0111_1000);
    assert.deepEqual(decodeElements('uint4', bytes, 4), Uint8Array.of(1, 14, 8, 7));
    assert.deepEqual(decodeElements('int4', bytes, 4), Int8Array.of(1, -2, -8, 7));
    assert.deepEqual(decodeElements('uint2', bytes, 7), Uint8Array.of(1, 0, 2, 3, 0, 2, 3));
    assert.deepEqual(decodeElements('int2', bytes, 7), Int8Array.of(1, 0, -2, -1, 0, -2, -1));
  });

  it('gives arrays of the type’s own kind', () => {
    const bytes = Uint8Array.from({ length: 16 }, (_, i) => 0xf0 + i);
    const view = new DataView(bytes.buffer);
    assert.deepEqual(
      decodeElements('int64', bytes, 2),
      BigInt64Array.of(view.getBigInt64(0, true), view.getBigInt64(8, true)),
    );
    assert.deepEqual(decodeElements('uint64', bytes, 1), BigUint64Array.of(view.getBigUint64(0, true)));
    assert.deepEqual(decodeElements('int32', bytes, 1), Int32Array.of(view.getInt32(0, true)));
    assert.deepEqual(decodeElements('uint32', bytes, 1), Uint32Array.of(view.getUint32(0, true)));
    assert.deepEqual(decodeElements('int16', bytes, 1), Int16Array.of(view.getInt16(0, true)));
    assert.deepEqual(decodeElements('uint16', bytes, 1), Uint16Array.of(view.getUint16(0, true)));
    assert.deepEqual(decodeElements('int8', bytes, 1), Int8Array.of(-16));
    assert.deepEqual(decodeElements('uint8', bytes, 1), Uint8Array.of(240));
    assert.deepEqual(decodeElements('float32', bytesOf(Float32Array.of(1.5, -2)), 2), Float32Array.of(1.5, -2));
    assert.deepEqual(decodeElements('float64', bytesOf(Float64Array.of(0.1)), 1), Float64Array.of(0.1));
    assert.deepEqual(decodeElements('bool', Uint8Array.of(0, 1, 7), 3), Uint8Array.of(0, 1, 1));
    assert.deepEqual(decodeElements('complex64', bytesOf(Float32Array.of(1, 2)), 1), Float32Array.of(1, 2));
    assert.deepEqual(decodeElements('complex128', bytesOf(Float64Array.of(1, 2)), 1), Float64Array.of(1, 2));
  });

  it('copies nothing where the bytes are aligned, and is right where they are not', () => {
    const bytes = bytesOf(Float32Array.of(1, 2, 3));
    assert.equal(decodeElements('float32', bytes, 3).buffer, bytes.buffer);
    const shifted = Buffer.concat([Buffer.of(0), bytes]).subarray(1);
    assert.deepEqual(decodeElements('float32', shifted, 3), Float32Array.of(1, 2, 3));
  });

  it('refuses text and missing bytes', () => {
    assert.throws(() => decodeElements('string', new Uint8Array(4), 1), {
      message: 'Elements of type string are not numbers.',
    });
    assert.throws(() => decodeElements('int4', new Uint8Array(1), 3), {
      message: '3 elements of type int4 take 2 bytes, only 1 are there.',
    });
    assert.equal(packedBytes('int4', 3), 2);
  });
});
