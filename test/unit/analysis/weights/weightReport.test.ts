import assert from 'node:assert/strict';
import { onnx } from '../../../../src/formats/onnx/generated/onnx';
import { longOf } from '../../../../src/formats/onnx/integers';
import type { DType } from '../../../../src/model/dtype';
import { packedBytes } from '../../../../src/model/dtype';
import { decodeElements } from '../../../../src/model/elements';
import { LatheError } from '../../../../src/shared/errors';
import type { WeightFigures } from '../../../../src/shared/reports/weightReport';
import { graphBuilder, weightProto } from '../../../fixtures/builders/onnxModel';
import { byDefinition, figuresOf, reportOf } from './measured';

const BINS = 16;
const NEAR_ZERO = 0.05;

function assertFigures(figures: WeightFigures, values: readonly number[]): void {
  const expected = byDefinition(values, BINS, NEAR_ZERO);
  const { zeros, nearZeros, nan, infinite, min, max, mean, std, histogram } = figures;
  assert.deepEqual(
    { zeros, nearZeros, nan, infinite, min, max, counts: histogram?.counts },
    {
      zeros: expected.zeros,
      nearZeros: expected.nearZeros,
      nan: expected.nan,
      infinite: expected.infinite,
      min: expected.min,
      max: expected.max,
      counts: expected.counts,
    },
  );
  assert(mean !== null && std !== null);
  assert(Math.abs(mean - expected.mean) <= 1e-12 * (1 + Math.abs(expected.mean)), `${mean}, ${expected.mean}`);
  assert(Math.abs(std - expected.std) <= 1e-12 * (1 + expected.std), `${std}, ${expected.std}`);
}

/** Bytes that reach every pattern of small types, the same each time. */
function someBytes(count: number): Uint8Array {
  let state = 11;
  return Uint8Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
}

const NUMERIC: readonly DType[] = [
  ...(['float16', 'bfloat16', 'float8e4m3fn', 'float8e5m2', 'float4e2m1', 'float6e2m3'] as const),
  ...(['int64', 'uint64', 'int32', 'uint32', 'int16', 'uint16', 'int8', 'uint8'] as const),
  ...(['int4', 'uint4', 'int2', 'uint2', 'bool', 'float64', 'float32'] as const),
];

describe('weight statistics', () => {
  for (const dtype of NUMERIC) {
    it(`of ${dtype} are those of its elements`, async () => {
      const elements = 1003;
      const bytes = someBytes(packedBytes(dtype, elements));
      const values = Array.from<number | bigint, number>(decodeElements(dtype, bytes, elements), Number);
      // Random float64 patterns span more than a histogram can: keep to what fits.
      const graph = graphBuilder();
      if (dtype === 'float64') {
        const small = values.map((x, i) => (Number.isFinite(x) ? Math.sin(i) : x));
        graph.weight('w', dtype, [elements], small);
        assertFigures(await figuresOf(graph, 'w', { bins: BINS, nearZero: NEAR_ZERO }), small);
        return;
      }
      graph.weight('w', dtype, [elements], bytes);
      assertFigures(await figuresOf(graph, 'w', { bins: BINS, nearZero: NEAR_ZERO }), values);
    });
  }

  it('count NaN and infinities apart', async () => {
    const values = [Number.NaN, 1, -2, Number.POSITIVE_INFINITY, 0, -0, Number.NEGATIVE_INFINITY, 4];
    for (const dtype of ['float32', 'float64'] as const) {
      const graph = graphBuilder().weight('w', dtype, [8], values);
      assertFigures(await figuresOf(graph, 'w', { bins: BINS, nearZero: NEAR_ZERO }), values);
    }
  });

  it('of nothing finite and of nothing at all are null', async () => {
    const graph = graphBuilder()
      .weight('nan', 'float32', [2], [Number.NaN, Number.NaN])
      .weight('none', 'float32', [0], []);
    for (const name of ['nan', 'none']) {
      const { min, max, mean, std, histogram, zeros } = await figuresOf(graph, name);
      assert.deepEqual(
        { min, max, mean, std, histogram, zeros },
        { min: null, max: null, mean: null, std: null, histogram: null, zeros: 0 },
      );
    }
  });

  it('of equal elements have one full bin', async () => {
    const graph = graphBuilder().weight('w', 'float32', [5], [2, 2, 2, 2, 2]);
    const { std, histogram } = await figuresOf(graph, 'w', { bins: 4 });
    assert.equal(std, 0);
    assert.deepEqual(histogram, { low: 2, high: 2, counts: [5, 0, 0, 0] });
  });

  it('of all zeros are all near zero', async () => {
    const graph = graphBuilder().weight('w', 'float32', [4], [0, 0, 0, 0]).weight('q', 'int8', [4], [0, 0, 0, 0]);
    for (const name of ['w', 'q']) {
      const { zeros, nearZeros } = await figuresOf(graph, name);
      assert.deepEqual([zeros, nearZeros], [4, 4]);
    }
  });

  it('keep their precision far from zero', async () => {
    const values = Array.from({ length: 40_000 }, (_, i) => 1e6 + (i % 2));
    const graph = graphBuilder().weight('w', 'float32', [values.length], values);
    const { mean, std } = await figuresOf(graph, 'w', { chunkBytes: 4096 });
    assert.equal(mean, 1e6 + 0.5);
    assert.equal(std, 0.5);
  });

  it('of a range wider than a number have no histogram', async () => {
    const graph = graphBuilder().weight('w', 'float64', [2], [-1.7e308, 1.7e308]);
    const { min, max, histogram } = await figuresOf(graph, 'w');
    assert.deepEqual({ min, max, histogram }, { min: -1.7e308, max: 1.7e308, histogram: null });
  });

  it('count what a sparse tensor leaves out as zeros', async () => {
    for (const [dtype, stored] of [
      ['float32', [3, -1]],
      ['int8', [3, -1]],
    ] as const) {
      const graph = graphBuilder();
      const values = weightProto('w', dtype, [2], stored);
      graph.proto.sparseInitializer.push(
        onnx.SparseTensorProto.create({
          values,
          indices: weightProto('w_indices', 'int64', [2], [1, 9]),
          dims: [12].map(size => longOf(BigInt(size))),
        }),
      );
      const figures = await figuresOf(graph, 'w', { bins: BINS, nearZero: NEAR_ZERO });
      assert.equal(figures.elements, 12);
      assertFigures(figures, [...new Array<number>(10).fill(0), ...stored]);
    }
  });

  it('cover Constant nodes and tensors in subgraphs once each', async () => {
    const branch = graphBuilder('b')
      .weight('inner', 'float32', [1], [1])
      .node('Neg', ['inner'], ['o'])
      .output('o', 'float32', [1]);
    const graph = graphBuilder()
      .input('c', 'bool', [])
      .weight('outer', 'float32', [2], [1, 2])
      .node('Constant', [], ['k'], { value_floats: [3, 4, 5] })
      .node('If', ['c'], ['y'], { then_branch: branch, else_branch: branch });
    const { weights } = await reportOf(graph);
    assert.deepEqual(
      weights.map(({ graph: id, name, max }) => `${id} ${name} ${max}`),
      ['main outer 2', 'main k 5', 'main/1.then_branch inner 1', 'main/1.else_branch inner 1'],
    );
  });

  it('leave out what has no order, with the reason', async () => {
    const graph = graphBuilder().weight('z', 'complex64', [1], new Uint8Array(8)).weight('w', 'float32', [1], [1]);
    const { weights, skipped } = await reportOf(graph);
    assert.deepEqual(
      weights.map(({ name }) => name),
      ['w'],
    );
    assert.deepEqual(skipped, [
      { graph: 'main', name: 'z', reason: '"z" holds complex64 elements, which have no order.' },
    ]);
  });

  it('leave out a weight whose data is missing and go on', async () => {
    const missing = new LatheError({ code: 'source.missing', kind: 'missing', message: 'weights.bin is not there.' });
    const graph = graphBuilder().weight('a', 'float32', [1], [1]).weight('b', 'float32', [1], [2]);
    const { weights, skipped } = await reportOf(graph, {
      chunksOf: original => weight => (weight.name === 'a' ? failing(missing) : original(weight)),
    });
    assert.deepEqual(
      weights.map(({ name }) => name),
      ['b'],
    );
    assert.deepEqual(skipped, [{ graph: 'main', name: 'a', reason: 'weights.bin is not there.' }]);
  });

  it('leave out a weight whose data is short', async () => {
    const graph = graphBuilder().weight('w', 'float32', [3], [1, 2, 3]);
    const short = async function* () {
      yield new Uint8Array(8);
    };
    const { skipped } = await reportOf(graph, { chunksOf: () => short });
    assert.equal(skipped[0]?.reason, '"w" should have 3 stored elements, its data gave 2.');
  });

  it('stop altogether when the file changed or somebody cancelled', async () => {
    const graph = graphBuilder().weight('w', 'float32', [1], [1]);
    const changed = new LatheError({ code: 'source.changed', kind: 'changed', message: 'The file changed.' });
    await assert.rejects(reportOf(graph, { chunksOf: () => () => failing(changed) }), changed);
    await assert.rejects(reportOf(graph, { signal: AbortSignal.abort() }), { message: 'Cancelled.' });
  });

  it('report progress that grows to the whole', async () => {
    const graph = graphBuilder()
      .weight('a', 'float32', [40], new Array(40).fill(1))
      .weight('b', 'int8', [100], new Array(100).fill(1));
    const seen: number[] = [];
    let whole = 0;
    await reportOf(graph, {
      progress: (done, total) => {
        seen.push(done);
        whole = total;
      },
    });
    assert.deepEqual(
      seen,
      [...seen].sort((a, b) => a - b),
    );
    assert.equal(whole, 260);
    assert.equal(seen.at(-1), 260);
  });
});

async function* failing(error: Error): AsyncIterable<Uint8Array> {
  yield new Uint8Array(0);
  throw error;
}
