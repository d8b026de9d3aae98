import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { seededRandom } from '../../../../../src/analysis/random';
import { energyRanks, type SpectrumFigures } from '../../../../../src/analysis/weights/rank/energyRanks';
import type { Matrix } from '../../../../../src/analysis/weights/rank/matrix';
import { rankReport } from '../../../../../src/analysis/weights/rank/rankReport';
import { singularSquares } from '../../../../../src/analysis/weights/rank/singularValues';
import { memorySource } from '../../../../../src/formats/fileSource';
import { readOnnx } from '../../../../../src/formats/onnx/readOnnx';
import { openWeightFiles, weightChunks } from '../../../../../src/formats/weightReader';
import { type GraphBuilder, graphBuilder, modelBytes } from '../../../../fixtures/builders/onnxModel';

interface Case {
  readonly kind: 'noise' | 'decaying' | 'low rank';
  readonly rows: number;
  readonly columns: number;
  readonly seed: number;
  readonly ranks: readonly number[];
  readonly values: readonly number[];
}

const FIXTURE = path.resolve(__dirname, '../../../../fixtures/ranks/singularValues.json');
const cases: readonly Case[] = JSON.parse(readFileSync(FIXTURE, 'utf8'));

/** The matrix as `singularValues.py` makes it. */
function matrixOf({ kind, rows, columns, seed }: Pick<Case, 'kind' | 'rows' | 'columns' | 'seed'>): Matrix {
  const random = seededRandom(seed);
  const next = (count: number): Float64Array => Float64Array.from({ length: count }, () => random() - 0.5);
  const noise = next(rows * columns);
  if (kind === 'noise') return { rows, columns, values: noise };
  if (kind === 'decaying') return { rows, columns, values: noise.map((x, k) => x * 0.9 ** (k % columns)) };
  const [left, right] = [next(rows * 5), next(5 * columns)];
  const values = noise.map((x, k) => {
    let sum = 1e-9 * x;
    for (let i = 0; i < 5; i++)
      sum += (left[Math.floor(k / columns) * 5 + i] ?? 0) * (right[i * columns + (k % columns)] ?? 0);
    return sum;
  });
  return { rows, columns, values };
}

function finish<T>(steps: Generator<number, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    assert(step.value >= 0 && step.value <= 1, `a share of the work is ${step.value}`);
  }
}

function figuresOf(matrix: Matrix, mostComputed?: number): SpectrumFigures {
  const figures = finish(energyRanks(matrix, mostComputed));
  assert(figures !== null);
  return figures;
}

async function reportOf(graph: GraphBuilder, names: readonly string[] = [], signal = new AbortController().signal) {
  const source = memorySource(modelBytes(graph, { opset: 21, domains: { 'com.microsoft': 1 } }), 'model.onnx');
  const { model } = await readOnnx(source);
  const files = openWeightFiles('model.onnx', source);
  const options = { file: 'model.onnx', names, signal, progress: () => {}, pause: async () => {} };
  return rankReport(model, weight => weightChunks(weight, files, 300), options);
}

describe('ranks of weights', () => {
  for (const known of cases) {
    const { kind, rows, columns, ranks, values } = known;
    it(`of ${kind}, ${rows} x ${columns}, are those of LAPACK's singular values`, () => {
      const matrix = matrixOf(known);
      const squares = finish(singularSquares(matrix));
      assert(squares !== null);
      const first = values[0] ?? 0;
      values.forEach((value, i) => {
        // Eigenvalues of the Gram matrix are right to some units in the last place of the largest.
        assert(
          Math.abs((squares[i] ?? 0) - value ** 2) < 1e-12 * first ** 2,
          `${i}: ${Math.sqrt(squares[i] ?? 0)}, ${value}`,
        );
      });
      const figures = figuresOf(matrix);
      assert.equal(figures.how, 'computed');
      assert.deepEqual(
        figures.ranks,
        [0.9, 0.99, 0.999].map((share, i) => ({ share, rank: ranks[i], error: 0 })),
      );
      assert(Math.abs(figures.largest - first) < 1e-10 * first);
      const energy = values.reduce((sum, value) => sum + value ** 2, 0);
      assert(Math.abs(figures.stableRank - energy / first ** 2) < 1e-9);
      assert.equal(figures.decay?.[0], 1);
      assert(Math.abs((figures.decay?.at(-1) ?? 1) - (values.at(-1) ?? 0) / first) < 1e-6);
    });
  }

  it('estimated by quadrature are within their error of the computed ones', () => {
    for (const known of cases.filter(({ rows, columns }) => Math.min(rows, columns) > 60)) {
      const matrix = matrixOf(known);
      const figures = figuresOf(matrix, 10);
      assert.equal(figures.how, 'estimated');
      assert.equal(figures.decay, null);
      figures.ranks.forEach(({ rank, error }, i) => {
        const exact = known.ranks[i] ?? 0;
        assert(Math.abs(rank - exact) <= error, `${known.kind} ${known.rows}: ${rank} ± ${error}, exactly ${exact}`);
        assert(error <= 0.08 * Math.min(known.rows, known.columns), `an error of ${error} says nothing`);
      });
      assert(Math.abs(figures.largest / (known.values[0] ?? 0) - 1) < 1e-6);
    }
  });

  it('of zeros are 0 and of one direction 1', () => {
    for (const mostComputed of [100, 1]) {
      const zeros = figuresOf({ rows: 60, columns: 70, values: new Float32Array(4200) }, mostComputed);
      assert.deepEqual([zeros.largest, zeros.stableRank, zeros.decay], [0, 0, null]);
      assert.deepEqual(
        zeros.ranks.map(({ rank }) => rank),
        [0, 0, 0],
      );
      const same = figuresOf({ rows: 60, columns: 70, values: new Float32Array(4200).fill(2) }, mostComputed);
      for (const { rank, error } of same.ranks) assert(Math.abs(rank - 1) <= error, `${rank} ± ${error}`);
      assert(Math.abs(same.largest - 2 * Math.sqrt(4200)) < 1e-9);
    }
  });

  it('see a convolution as outputs by inputs and places, a quantized weight by its real values', async () => {
    const diagonal = Array.from({ length: 16 }, (_, k) => (k % 5 === 0 ? 10 ** -(k / 5) : 0));
    const graph = graphBuilder()
      .weight('conv', 'float32', [4, 1, 2, 2], diagonal)
      .weight('quantized', 'int8', [2, 2], [100, 0, 0, 1])
      .weight('scale', 'float32', [2], [0.01, 1])
      .weight('bias', 'float32', [4], [1, 2, 3, 4])
      .node('Conv', ['x', 'conv', 'bias'], ['y'])
      .node('DequantizeLinear', ['quantized', 'scale'], ['real'], { axis: 0n })
      .node('MatMul', ['y', 'real'], ['z']);
    const { weights, skipped } = await reportOf(graph);
    assert.deepEqual(skipped, []);
    assert.deepEqual(
      weights.map(({ name, rows, columns, ranks }) => [name, rows, columns, ranks.map(({ rank }) => rank)]),
      [
        ['conv', 4, 4, [1, 1, 2]],
        ['quantized', 2, 2, [2, 2, 2]],
      ],
    );
    const [, quantized] = weights;
    assert(Math.abs((quantized?.stableRank ?? 0) - 2) < 1e-6);
  });

  it('of batches are told matrix by matrix, float64 of any magnitude included', async () => {
    const graph = graphBuilder()
      .weight('batch', 'float64', [2, 2, 2], [1e300, 0, 0, 1e300, 3e300, 0, 0, 0])
      .node('MatMul', ['x', 'batch'], ['y']);
    const { weights } = await reportOf(graph);
    assert.deepEqual(
      weights.map(({ matrix, ranks }) => [matrix, ranks[0]?.rank]),
      [
        [0, 2],
        [1, 1],
      ],
    );
    assert.deepEqual(
      weights.map(({ largest }) => Number(largest.toPrecision(12))),
      [1e300, 3e300],
    );
  });

  it('are refused for what has none, with the reason', async () => {
    const graph = graphBuilder()
      .weight('v', 'float32', [3], [1, 2, 3])
      .weight('nan', 'float32', [2, 2], [1, Number.NaN, 0, 1])
      .node('MatMul', ['x', 'nan'], ['y']);
    const { weights, skipped } = await reportOf(graph, ['v', 'nan']);
    assert.deepEqual(weights, []);
    assert.deepEqual(
      skipped.map(({ name, reason }) => [name, reason]),
      [
        ['v', '"v" is no dense matrix: ranks are of weights with two axes or more that are longer than 1.'],
        ['nan', '"nan" holds NaN or infinite elements, so it has no singular values.'],
      ],
    );
    await assert.rejects(reportOf(graph, ['w']), { message: 'The model has no weight named "w".' });
  });

  it('are refused for a weight that is thousands of tiny matrices, and told of hundreds', async () => {
    const graph = graphBuilder()
      .weight('dust', 'float32', [2 ** 15, 2, 2], new Array(2 ** 17).fill(1))
      .weight('experts', 'float32', [300, 2, 2], new Array(1200).fill(1))
      .node('MatMul', ['x', 'dust'], ['y'])
      .node('MatMul', ['y', 'experts'], ['z']);
    const { weights, skipped } = await reportOf(graph);
    assert.equal(weights.length, 300);
    assert.deepEqual(
      skipped.map(({ reason }) => reason),
      ['"dust" is 32768 matrices; 16384 is the most whose ranks are told.'],
    );
  });

  it('stop when cancelled', async () => {
    const graph = graphBuilder()
      .weight('w', 'float32', [60, 60], new Array(3600).fill(1))
      .node('MatMul', ['x', 'w'], ['y']);
    await assert.rejects(reportOf(graph, [], AbortSignal.abort()), { message: 'Cancelled.' });
  });
});
