import assert from 'node:assert/strict';
import { seededRandom } from '../../../../src/analysis/random';
import { FloatPieces } from '../../../../src/analysis/weights/floatPieces';
import type { Groups } from '../../../../src/analysis/weights/groups';
import { fastWorkspace, referenceWorkspace } from '../../../../src/analysis/weights/kernels/workspace';
import { RealValues } from '../../../../src/analysis/weights/realValues';
import { DTYPES, type DType, packedBytes } from '../../../../src/model/dtype';

const TYPES: readonly DType[] = ['int16', 'uint8', 'int8', 'float8e4m3fn', 'uint4', 'int4', 'float4e2m1', 'int2'];

/** [outer, length, inner] and elements along the axis that share a scale. */
const LAYOUTS = [
  { outer: 6, length: 40, inner: 1, block: 8 },
  { outer: 5, length: 35, inner: 1, block: 7 },
  { outer: 4, length: 33, inner: 1, block: 8 },
  { outer: 3, length: 24, inner: 5, block: 8 },
  { outer: 2, length: 12, inner: 11, block: 0 },
  { outer: 9, length: 27, inner: 1, block: 0 },
];

describe('pieces of quantized weights as float32', () => {
  for (const dtype of TYPES) {
    for (const { outer, length, inner, block } of LAYOUTS) {
      it(`${dtype}, ${outer} x ${length} x ${inner}, block ${block}`, () => {
        const random = seededRandom(outer * length + block);
        const elements = outer * length * inner;
        const count = block === 0 ? length : outer * Math.ceil(length / block) * inner;
        const groups: Groups = { length, inner, block, count };
        const scales = Float64Array.from({ length: count }, () => Math.fround(random() + 0.001));
        const zeroPoints = Float64Array.from({ length: count }, () => Math.floor(random() * 4));
        const bytes = Uint8Array.from({ length: packedBytes(dtype, elements) }, () => Math.floor(random() * 256));
        const exact = new RealValues(dtype, { groups, scales, zeroPoints, packed: null }).decode(bytes, elements);
        const expected = Array.from(exact, Math.fround);
        for (const workspace of [referenceWorkspace(), fastWorkspace() ?? referenceWorkspace()]) {
          const at = workspace.allocate(bytes.length);
          const pieces = new FloatPieces(workspace, dtype, { groups, scales, zeroPoints });
          // Pieces begin on a byte border; the second pass sees the same as the first.
          const step = (8 / Math.min(8, DTYPES[dtype].bits)) * 13;
          for (let pass = 0; pass < 2; pass++) {
            const make = pieces.pass();
            const made: number[] = [];
            for (let start = 0; start < elements; start += step) {
              const size = Math.min(step, elements - start);
              workspace.u8(at, bytes.length).set(bytes.subarray((start * DTYPES[dtype].bits) / 8));
              made.push(...workspace.f32(make(at, size), size));
            }
            assert.deepEqual(made, expected);
          }
        }
      });
    }
  }
});
