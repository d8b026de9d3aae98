import assert from 'node:assert/strict';
import type { Runtime } from '../../../../src/model/runtime';
import { createRuntime } from '../../../../src/worker/runtime';
import { type GraphBuilder, graphBuilder, modelBytes } from '../../../fixtures/builders/onnxModel';
import { exactFigures } from './exactFigures';
import { byDefinition, figuresOf, reportOf } from './measured';
import { randomBytes } from './randomBytes';

const BINS = 8;
const NEAR_ZERO = 0.1;

describe('statistics of quantized weights', () => {
  let runtime: Runtime;
  before(async () => {
    runtime = await createRuntime();
  });

  /** What the runtime makes of the weight: the output `real`. */
  async function dequantized(graph: GraphBuilder): Promise<number[]> {
    graph.output('real', 'float32', null);
    const session = await runtime.open(modelBytes(graph, { opset: 21, domains: { 'com.microsoft': 1 } }));
    try {
      const outputs = await session.run(new Map(), ['real']);
      return Array.from<number | bigint | string, number>(outputs.get('real')?.data ?? [], Number);
    } finally {
      await session.release();
    }
  }

  async function check(graph: GraphBuilder, zeros: number): Promise<void> {
    const values = await dequantized(graph);
    const expected = byDefinition(values, BINS, NEAR_ZERO);
    const figures = await figuresOf(graph, 'w', { bins: BINS, nearZero: NEAR_ZERO });
    assert.equal(figures.dequantized, true);
    assert.equal(figures.zeros, zeros);
    assert.equal(expected.zeros, zeros);
    assert.equal(figures.nearZeros, expected.nearZeros);
    for (const key of ['min', 'max', 'mean', 'std'] as const) {
      const [ours, theirs] = [figures[key], expected[key]];
      assert(ours !== null && Math.abs(ours - theirs) < 1e-6, `${key}: ${ours}, ${theirs}`);
    }
    assert.equal(
      figures.histogram?.counts.reduce((a, b) => a + b, 0),
      values.length,
    );
  }

  it('with one scale and zero point', async () => {
    const graph = graphBuilder()
      .weight('w', 'uint8', [6], [3, 3, 0, 255, 17, 4])
      .weight('s', 'float32', [], [0.25])
      .weight('z', 'uint8', [], [3])
      .node('DequantizeLinear', ['w', 's', 'z'], ['real']);
    await check(graph, 2);
  });

  it('are of the weights alone: scales and zero points only say how these are read', async () => {
    const graph = graphBuilder()
      .weight('w', 'uint8', [2], [3, 4])
      .weight('s', 'float32', [], [0.25])
      .weight('z', 'uint8', [], [3])
      .weight('b', 'float32', [2], [1, 2])
      .node('DequantizeLinear', ['w', 's', 'z'], ['v'])
      .node('Add', ['v', 'b'], ['real'])
      .output('real', 'float32', [2]);
    const { weights, skipped } = await reportOf(graph);
    assert.deepEqual(
      weights.map(({ name }) => name),
      ['w', 'b'],
    );
    assert.deepEqual(skipped, []);
  });

  it('with a scale and zero point for each channel', async () => {
    const graph = graphBuilder()
      .weight('w', 'int8', [2, 3, 2], [1, 2, 3, 4, 5, 6, -1, -2, -3, -4, 0, 6])
      .weight('s', 'float32', [3], [0.5, 0.25, 2])
      .weight('z', 'int8', [3], [1, -4, 6])
      .node('DequantizeLinear', ['w', 's', 'z'], ['real'], { axis: 1n });
    await check(graph, 4);
  });

  it('with a scale for each block', async () => {
    const values = Array.from({ length: 32 }, (_, i) => (i % 8) - 4);
    const packed = Uint8Array.from(
      { length: 16 },
      (_, i) => ((values[2 * i] ?? 0) & 15) | (((values[2 * i + 1] ?? 0) & 15) << 4),
    );
    const graph = graphBuilder()
      .weight('w', 'int4', [2, 16], packed)
      .weight('s', 'float32', [2, 1], [0.5, 0.25])
      .node('DequantizeLinear', ['w', 's'], ['real'], { axis: 1n, block_size: 16n });
    await check(graph, 4);
  });

  it('with finer groups than patterns are counted for', async () => {
    const channels = 3000;
    const graph = graphBuilder()
      .weight(
        'w',
        'int32',
        [channels],
        Array.from({ length: channels }, (_, i) => i - 1000),
      )
      .weight(
        's',
        'float32',
        [channels],
        Array.from({ length: channels }, (_, i) => 1 / (1 + i)),
      )
      .node('DequantizeLinear', ['w', 's'], ['real'], { axis: 0n });
    await check(graph, 1);
  });

  it('behind MatMulNBits, as the runtime multiplies them', async () => {
    const wide = Array.from({ length: 64 * 64 }, (_, i) => (i % 65 === 0 ? 1 : 0));
    const blob = Uint8Array.from({ length: 64 }, (_, i) => (i * 37) & 255);
    const graph = graphBuilder()
      .weight('identity', 'float32', [64, 64], wide)
      .weight(
        'w',
        'uint8',
        [2, 2, 16],
        blob.map((byte, i) => (i % 4 === 0 ? 0x8a : byte)),
      )
      .weight('s', 'float32', [4], [0.1, 0.2, 0.4, 0.8])
      .weight('z', 'uint8', [2], [0xa8, 0x8a]);
    graph.node(
      'MatMulNBits',
      ['identity', 'w', 's', 'z'],
      ['real'],
      { K: 64n, N: 2n, bits: 4n, block_size: 32n },
      { domain: 'com.microsoft' },
    );
    const { shape, dtype, elements } = await figuresOf(graph, 'w');
    assert.deepEqual({ shape, dtype, elements }, { shape: [2, 64], dtype: 'uint4', elements: 128 });
    const zeros = (await dequantized(graph)).filter(x => x === 0).length;
    graph.proto.output = [];
    await check(graph, zeros);
  });

  it('behind dynamic quantization take the scale that is multiplied later', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', [1, 2])
      .weight('w', 'int8', [2, 2], [5, 1, -3, 1])
      .weight('z', 'int8', [], [1])
      .weight('s', 'float32', [], [0.5])
      .node('DynamicQuantizeLinear', ['x'], ['q', 'qs', 'qz'])
      .node('MatMulInteger', ['q', 'w', 'qz', 'z'], ['sum'])
      .node('Cast', ['sum'], ['real'], { to: 1n })
      .node('Mul', ['qs', 's'], ['both'])
      .node('Mul', ['real', 'both'], ['y']);
    const { zeros, min, max, dequantized: isReal } = await figuresOf(graph, 'w');
    assert.deepEqual({ zeros, min, max, isReal }, { zeros: 2, min: -2, max: 2, isReal: true });
  });

  it('without a known scale are as stored, with the zero point counted as zero', async () => {
    const graph = graphBuilder()
      .input('x', 'uint8', [1, 2])
      .weight('w', 'uint8', [2, 2], [128, 128, 0, 130])
      .weight('zx', 'uint8', [], [0])
      .weight('z', 'uint8', [], [128])
      .node('MatMulInteger', ['x', 'w', 'zx', 'z'], ['y']);
    const { zeros, min, max, dequantized: isReal, nearZeros } = await figuresOf(graph, 'w', { nearZero: 0.1 });
    assert.deepEqual(
      { zeros, nearZeros, min, max, isReal },
      { zeros: 2, nearZeros: 3, min: 0, max: 130, isReal: false },
    );
  });

  it('with a scale of the wrong size are as stored', async () => {
    const graph = graphBuilder()
      .weight('w', 'int8', [3], [1, 2, 3])
      .weight('s', 'float32', [2], [0.5, 2])
      .node('DequantizeLinear', ['w', 's'], ['real'], { axis: 0n });
    const { dequantized: isReal, max } = await figuresOf(graph, 'w');
    assert.deepEqual({ isReal, max }, { isReal: false, max: 3 });
  });

  it('are figured in stored numbers too', async () => {
    const stored = [3, 3, 0, 255, 17, 4, 0, 3];
    const graph = graphBuilder()
      .weight('w', 'uint8', [8], stored)
      .weight('s', 'float32', [], [0.25])
      .weight('z', 'uint8', [], [3])
      .node('DequantizeLinear', ['w', 's', 'z'], ['real']);
    const { codes, zeros } = await figuresOf(graph, 'w', { bins: 4 });
    const expected = byDefinition(stored, 4, 0);
    assert.equal(zeros, 3);
    assert(codes !== null);
    assert.deepEqual(
      [codes.min, codes.max, codes.zeros, codes.levels, codes.histogram?.counts],
      [0, 255, 2, 5, expected.counts],
    );
    assert.deepEqual(codes.percentiles, [0, 0, 0, 0, 3, 4, 255, 255, 255]);
    assert(Math.abs((codes.mean ?? 0) - expected.mean) < 1e-12 && Math.abs((codes.std ?? 0) - expected.std) < 1e-12);
  });

  /** Codes, scales and zero points of many groups, and what the real values are in float64. */
  function many(dtype: 'uint8' | 'int32', channels: number, length: number) {
    const bytes = randomBytes(channels * length, channels);
    const scales = Float32Array.from(
      { length: channels },
      (_, c) => (c % 3 === 0 ? 1e-30 : c % 3 === 1 ? 1e20 : 0.5) * (1 + c / channels),
    );
    const points = Array.from({ length: channels }, (_, c) => (c * 7) % 200);
    const real = Array.from(bytes, (code, i) => {
      const channel = Math.floor(i / length);
      return (code - (points[channel] ?? 0)) * (scales[channel] ?? 0);
    });
    const graph = graphBuilder()
      .weight('w', dtype, [channels, length], [...bytes])
      .weight('s', 'float32', [channels], [...scales])
      .weight('z', dtype, [channels], points)
      .node('DequantizeLinear', ['w', 's', 'z'], ['real'], { axis: 0n })
      .node('Gemm', ['x', 'real'], ['y'], { transB: 1n });
    return { graph, real, bytes };
  }

  for (const [what, dtype, channels, length] of [
    ['channels of extreme scales, counted', 'uint8', 60, 300],
    ['more channels than are counted', 'uint8', 17_000, 3],
    ['codes too wide to count', 'int32', 50, 200],
  ] as const) {
    it(`agree with exact arithmetic: ${what}`, async () => {
      const { graph, real: precise, bytes } = many(dtype, channels, length);
      // With more scales than tables serve, the numbers are those that a runtime makes, in float32.
      const real = channels > 10_000 ? precise.map(Math.fround) : precise;
      const figures = await figuresOf(graph, 'w', { bins: BINS, nearZero: NEAR_ZERO, chunkBytes: 9000 });
      const exact = exactFigures(real);
      assert.deepEqual(figures.percentiles, exact.percentiles);
      assert.equal(figures.outliers, exact.outliers);
      assert.equal(figures.zeros, real.filter(x => x === 0).length);
      const largest = real.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
      assert(Math.abs((figures.mean ?? 0) - exact.mean) < 1e-13 * largest);
      assert(Math.abs((figures.std ?? 0) / exact.std - 1) < 1e-12);
      assert.deepEqual(figures.codes?.percentiles, exactFigures([...bytes]).percentiles);
      assert.equal(figures.structure?.outputs.count, channels);
      assert.equal(figures.structure?.patterns[0]?.groups ?? 0, channels * Math.ceil(length / 2));
    });
  }

  it('in packed runs of one channel are counted as well', async () => {
    const [channels, length] = [3, 1030];
    const packed = randomBytes((channels * length) / 2, 3);
    const real = Array.from({ length: channels * length }, (_, i) => {
      const code = ((packed[i >> 1] ?? 0) >> (4 * (i & 1))) & 15;
      return (code - 8) * (1 + Math.floor(i / length));
    });
    const graph = graphBuilder()
      .weight('w', 'uint4', [channels, length], packed)
      .weight('s', 'float32', [channels], [1, 2, 3])
      .weight('z', 'uint4', [channels], Uint8Array.of(0x88, 0x08))
      .node('DequantizeLinear', ['w', 's', 'z'], ['real'], { axis: 0n });
    const figures = await figuresOf(graph, 'w', { chunkBytes: 700 });
    const exact = exactFigures(real);
    assert.deepEqual(figures.percentiles, exact.percentiles);
    assert.equal(figures.zeros, real.filter(x => x === 0).length);
    assert(Math.abs((figures.mean ?? 0) - exact.mean) < 1e-12);
    assert(Math.abs((figures.std ?? 0) - exact.std) < 1e-12);
  });
});
