import assert from 'node:assert/strict';
import { seededRandom } from '../../../src/analysis/random';
import { quantizedChunks, transposedChunks } from '../../../src/compression/quantization/quantizedChunks';
import {
  channelLayout,
  channelScales,
  WeightNoise,
  weightRanges,
} from '../../../src/compression/quantization/weightChannels';

async function* inPieces(values: Float32Array, size: number): AsyncGenerator<Float32Array> {
  for (let at = 0; at < values.length; at += size) yield values.slice(at, at + size);
}

async function joined(chunks: AsyncIterable<Uint8Array>): Promise<number[]> {
  const all: number[] = [];
  for await (const chunk of chunks) all.push(...new Int8Array(chunk.slice().buffer));
  return all;
}

function randomValues(count: number): Float32Array {
  const random = seededRandom(11);
  return Float32Array.from({ length: count }, () => (random() - 0.5) * 4);
}

const shape = [4, 3, 5];
const values = randomValues(60);
const strides = [15, 5, 1];

describe('weights by channel', () => {
  for (const axis of [0, 1, 2, null]) {
    for (const piece of [1, 7, 60]) {
      it(`finds the range of each channel along axis ${axis} in pieces of ${piece}`, async () => {
        const expected = new Float32Array(axis === null ? 1 : (shape[axis] ?? 1));
        values.forEach((value, index) => {
          const channel = axis === null ? 0 : Math.floor(index / (strides[axis] ?? 1)) % (shape[axis] ?? 1);
          expected[channel] = Math.max(expected[channel] ?? 0, Math.abs(value));
        });
        const ranges = await weightRanges(inPieces(values, piece), channelLayout(shape, axis));
        assert.deepEqual(ranges, { absMax: expected, notFinite: 0 });
      });
    }
  }

  it('counts values that are not finite', async () => {
    const broken = Float32Array.of(1, Number.NaN, -2, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0);
    for (const axis of [0, 1]) {
      const { notFinite, absMax } = await weightRanges(inPieces(broken, 4), channelLayout([2, 3], axis));
      assert.equal(notFinite, 3);
      assert.ok(absMax.every(Number.isFinite));
    }
  });

  it('codes every element with the scale of its channel, in pieces as in one', async () => {
    const layout = channelLayout(shape, 1);
    const scales = channelScales(await weightRanges(inPieces(values, 60), layout));
    const noise = new WeightNoise();
    const codes = await joined(quantizedChunks(() => inPieces(values, 7), layout, scales, noise));
    assert.deepEqual(
      codes,
      await joined(quantizedChunks(() => inPieces(values, 60), layout, scales, new WeightNoise())),
    );
    let signal = 0;
    let error = 0;
    values.forEach((value, index) => {
      const scale = scales[Math.floor(index / 5) % 3] ?? 0;
      assert.ok(Math.abs(value - (codes[index] ?? 0) * scale) <= scale * 0.5000001);
      signal += value ** 2;
      error += (value - (codes[index] ?? 0) * scale) ** 2;
    });
    assert.ok(Math.abs((noise.decibels() ?? 0) - 10 * Math.log10(signal / error)) < 1e-9);
  });

  it('transposes in bands exactly as in one piece', async () => {
    const [rows, columns] = [12, 5];
    const layout = channelLayout([rows, columns], 0);
    const scales = channelScales(await weightRanges(inPieces(values, 60), layout));
    const straight = await joined(quantizedChunks(() => inPieces(values, 60), layout, scales, new WeightNoise()));
    const expected: number[] = [];
    for (let c = 0; c < columns; c++) for (let r = 0; r < rows; r++) expected.push(straight[r * columns + c] ?? 0);
    for (const buffer of [1, 24, 30, 1000]) {
      const noise = new WeightNoise();
      const codes = await joined(transposedChunks(() => inPieces(values, 7), rows, columns, scales, noise, buffer));
      assert.deepEqual(codes, expected);
      assert.ok(noise.signal > 0);
      assert.ok(Math.abs(noise.signal - values.reduce((sum, value) => sum + value ** 2, 0)) < 1e-9);
    }
  });
});
