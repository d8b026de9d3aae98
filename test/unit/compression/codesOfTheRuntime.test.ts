import assert from 'node:assert/strict';
import { asymmetricUint8, quantizeValue, UINT8 } from '../../../src/compression/quantization/arithmetic';
import { channelLayout, quantizeWeights, WeightNoise } from '../../../src/compression/quantization/weightChannels';
import type { Runtime } from '../../../src/model/runtime';
import { createRuntime } from '../../../src/worker/runtime';
import { graphBuilder, modelBytes } from '../../fixtures/builders/onnxModel';
import { randomFloats } from './harness';

describe('codes as the runtime makes them', () => {
  let runtime: Runtime;
  before(async () => {
    runtime = await createRuntime();
  });

  async function codes(
    values: Float32Array,
    shape: readonly number[],
    dtype: 'int8' | 'uint8',
    scales: Float32Array,
    zeroPoint: number,
    axis: number | null,
  ): Promise<number[]> {
    const size = axis === null ? [] : [scales.length];
    const graph = graphBuilder()
      .input('x', 'float32', shape)
      .weight('scale', 'float32', size, scales)
      .weight('zero', dtype, size, new Array(scales.length).fill(zeroPoint))
      .node('QuantizeLinear', ['x', 'scale', 'zero'], ['y'], axis === null ? {} : { axis: BigInt(axis) })
      .output('y', dtype, shape);
    const session = await runtime.open(modelBytes(graph));
    try {
      const results = await session.run(new Map([['x', { dtype: 'float32', shape, data: values }]]));
      return Array.from(results.get('y')?.data ?? [], Number);
    } finally {
      await session.release();
    }
  }

  it('agree with QuantizeLinear for every value, halves and saturation included', async () => {
    const { scale, zeroPoint } = asymmetricUint8(-1.3, 2.9);
    const halves = Float32Array.from({ length: 600 }, (_, i) => (i - 300) * 0.5 * scale);
    const values = Float32Array.of(...halves, ...randomFloats(5000, 4), 1e30, -1e30, 0, -0);
    const expected = await codes(values, [values.length], 'uint8', Float32Array.of(scale), zeroPoint, null);
    assert.deepEqual(
      Array.from(values, value => quantizeValue(value, { scale, zeroPoint }, UINT8)),
      expected,
    );
  });

  it('agree with QuantizeLinear along every axis', async () => {
    const shape = [3, 4, 5];
    const values = randomFloats(60, 2);
    for (const axis of [0, 1, 2]) {
      const scales = randomFloats(shape[axis] ?? 0, 0.01, axis + 5).map(scale => Math.abs(scale) + 0.016);
      const target = new Int8Array(60);
      quantizeWeights(values, 0, channelLayout(shape, axis), scales, target, new WeightNoise());
      assert.deepEqual([...target], await codes(values, shape, 'int8', scales, 0, axis));
    }
  });
});
