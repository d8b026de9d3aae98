import assert from 'node:assert/strict';
import { compareWeights } from '../../../../src/analysis/comparison/compareWeights';
import { DifferenceMeter, placeOf } from '../../../../src/analysis/comparison/differenceMeter';
import { differenceKernel } from '../../../../src/analysis/comparison/kernels/differenceKernel';
import { memorySource } from '../../../../src/formats/fileSource';
import { readOnnx } from '../../../../src/formats/onnx/readOnnx';
import { openWeightFiles, weightChunks } from '../../../../src/formats/weightReader';
import { allWeights } from '../../../../src/model/queries';
import { LatheError } from '../../../../src/shared/errors';
import type { WeightRow } from '../../../../src/shared/reports/compareReport';
import { type GraphBuilder, graphBuilder, modelBytes, weightProto } from '../../../fixtures/builders/onnxModel';
import { seededRandom } from '../../../fixtures/seededRandom';

/** Compares the constant `w` of one graph with a constant of another. */
async function compare(a: GraphBuilder, b: GraphBuilder, name = 'w', signal?: AbortSignal): Promise<WeightRow> {
  const [one, other] = [await open(a), await open(b)];
  const pair = { a: one.weight('w'), b: other.weight(name), owner: null };
  const options = { signal: signal ?? new AbortController().signal, progress: () => undefined };
  const [row] = await compareWeights(one, other, [pair], options);
  assert(row !== undefined);
  return row;
}

async function open(graph: GraphBuilder) {
  const source = memorySource(modelBytes(graph, { domains: { 'com.microsoft': 1 } }), 'net.onnx');
  const { model } = await readOnnx(source);
  const files = openWeightFiles('/nowhere/net.onnx', source);
  return {
    model,
    chunks: (weight: typeof model.graph.initializers extends ReadonlyMap<string, infer W> ? W : never, bytes: number) =>
      weightChunks(weight, files, bytes),
    weight: (name: string) => allWeights(model).find(located => located.name === name) ?? null,
  };
}

function floats(values: readonly number[], shape: readonly number[] = [values.length]): GraphBuilder {
  return graphBuilder().weight('w', 'float32', shape, values);
}

/** The definition, in double precision. */
function sqnr(a: readonly number[], b: readonly number[]): number {
  const signal = a.reduce((sum, x) => sum + x * x, 0);
  const noise = a.reduce((sum, x, i) => sum + (x - (b[i] ?? 0)) ** 2, 0);
  return 10 * Math.log10(signal / noise);
}

describe('comparing weights', () => {
  it('gives the figures of the definitions, with places in the first shape', async () => {
    const random = seededRandom(3);
    const a = Array.from({ length: 3 * 5 * 7 }, () => Math.fround(random() - 0.5));
    const b = a.map((x, i) => Math.fround(i % 4 === 0 ? x : x + (random() - 0.5) / 50));
    a[17] = 0;
    b[17] = 0;
    b[3 * 5 * 7 - 2] = 9;
    const row = await compare(floats(a, [3, 5, 7]), floats(b, [3, 5, 7]));
    const { difference } = row;
    assert(difference !== null && row.status === 'changed');
    assert(Math.abs((difference.sqnrDb ?? 0) - sqnr(a, b)) < 1e-9);
    const errors = a.map((x, i) => Math.abs(x - (b[i] ?? 0)));
    assert.equal(difference.largestError, Math.max(...errors));
    assert.deepEqual(difference.largestErrorAt, [2, 4, 5]);
    const relative = errors.map((error, i) => (a[i] === 0 ? 0 : error / Math.abs(a[i] ?? 1)));
    assert.equal(difference.largestRelativeError, Math.max(...relative));
    assert.deepEqual(difference.largestRelativeErrorAt, placeOf(relative.indexOf(Math.max(...relative)), [3, 5, 7]));
    assert.equal(difference.changed, errors.filter(error => error > 0).length);
    assert.deepEqual([row.a?.zeros, row.b?.zeros], [1, 1]);
  });

  it('leaves NaN and infinite elements out of the figures and counts those that changed', async () => {
    const a = [1, Number.NaN, Number.POSITIVE_INFINITY, 2, Number.NEGATIVE_INFINITY, 4];
    const b = [1, Number.NaN, Number.POSITIVE_INFINITY, Number.NaN, 3, 4.5];
    const { difference } = await compare(floats(a), floats(b));
    assert(difference !== null);
    assert.equal(difference.notFinite, 2);
    assert.equal(difference.changed, 3);
    assert.equal(difference.largestError, 0.5);
    assert(Math.abs((difference.sqnrDb ?? 0) - sqnr([1, 4], [1, 4.5])) < 1e-9);
  });

  it('calls equal contents the same, under another name renamed, and those in another type changed without noise', async () => {
    const values = [0.5, -2, 0, 3];
    assert.equal((await compare(floats(values), floats(values))).status, 'same');
    const renamed = graphBuilder().weight('other', 'float32', [4], values);
    assert.equal((await compare(floats(values), renamed, 'other')).status, 'renamed');
    const double = await compare(floats(values), graphBuilder().weight('w', 'float64', [4], values));
    assert.equal(double.status, 'changed');
    assert.equal(double.difference?.sqnrDb, null);
    assert.equal(double.difference?.changed, 0);
  });

  it('takes integers through their scales and zero points', async () => {
    const a = [0.1, -0.2, 0.3, 0.4, 1, -1];
    const codes = [-8, -38, 12, 50, 110, -90];
    const b = graphBuilder()
      .weight('w_q', 'int8', [2, 3], codes)
      .weight('scale', 'float32', [2], [0.01, 0.01])
      .weight('zero', 'int8', [2], [-18, 10])
      .node('DequantizeLinear', ['w_q', 'scale', 'zero'], ['w_real'], { axis: 0n });
    const row = await compare(floats(a, [2, 3]), b, 'w_q');
    const scale = Math.fround(0.01);
    const real = codes.map((code, i) => (code - (i < 3 ? -18 : 10)) * scale);
    const single = a.map(Math.fround);
    assert(Math.abs((row.difference?.sqnrDb ?? 0) - sqnr(single, real)) < 1e-6);
    assert.deepEqual([row.a?.dtype, row.b?.dtype, row.b?.dequantized], ['float32', 'int8', true]);
  });

  it('compares a matrix with its transpose where one reader takes it transposed', async () => {
    const matrix = [1, 2, 3, 4, 5, 6];
    const turned = [1, 4, 2, 5, 3, 6];
    const a = floats(matrix, [2, 3]).input('x', 'float32', ['N', 2]).node('MatMul', ['x', 'w'], ['y']);
    const gemm = (values: readonly number[]) =>
      floats(values, [3, 2]).input('x', 'float32', ['N', 2]).node('Gemm', ['x', 'w'], ['y'], { transB: 1n });
    const same = await compare(a, gemm(turned));
    assert.deepEqual([same.transposed, same.status, same.difference], [true, 'same', null]);
    const other = await compare(a, gemm([1, 4, 2, 5, 3, 7]));
    assert.deepEqual(other.difference?.largestErrorAt, [1, 2]);
    assert.equal(other.difference?.largestError, 1);
  });

  it('names another shape, text, and what cannot be read, without figures', async () => {
    const shape = await compare(floats([1, 2, 3, 4]), floats([1, 2, 3, 4], [2, 2]));
    assert.match(shape.note ?? '', /\[4\] became \[2, 2\]/);
    assert.equal(shape.difference, null);
    const short = graphBuilder();
    const tensor = weightProto('w', 'float32', [4], [1, 2, 3, 4]);
    tensor.rawData = tensor.rawData.subarray(0, 12);
    short.proto.initializer.push(tensor);
    const unread = await compare(floats([1, 2, 3, 4]), short);
    assert.equal(unread.status, 'changed');
    assert.match(unread.note ?? '', /could not be compared/i);
  });

  it('handles zero elements, scalars and sizes that no chunk divides', async () => {
    assert.equal((await compare(floats([], [0, 3]), floats([], [0, 3]))).status, 'same');
    const scalar = await compare(floats([2], []), floats([3], []));
    assert.deepEqual(scalar.difference?.largestErrorAt, []);
    const long = Array.from({ length: 2 ** 20 + 12_345 }, (_, i) => i % 100);
    const changed = [...long];
    changed[2 ** 20 + 12_000] = 1000;
    const { difference } = await compare(floats(long), floats(changed));
    assert.deepEqual(difference?.largestErrorAt, [2 ** 20 + 12_000]);
    assert.equal(difference?.changed, 1);
  });

  it('stops when it is cancelled', async () => {
    const cancelled = AbortSignal.abort();
    await assert.rejects(
      compare(floats([1]), floats([2]), 'w', cancelled),
      thrown => thrown instanceof LatheError && thrown.info.kind === 'cancelled',
    );
  });
});

describe('differences in blocks', () => {
  it('are those of single elements, whatever stands beside them', () => {
    const random = seededRandom(9);
    const a = Float64Array.from({ length: 20_000 }, () => (random() < 0.05 ? 0 : random() - 0.5));
    const b = a.map(x => (random() < 0.3 ? x : x + (random() - 0.5) / 10));
    const plain = new DifferenceMeter(differenceKernel());
    plain.add(a, b);
    // A NaN in both changes no figure, but sends its block the other way.
    const marked = [a, b].map(values =>
      Float64Array.of(...values.subarray(0, 10_000), Number.NaN, ...values.subarray(10_000)),
    );
    const other = new DifferenceMeter(differenceKernel());
    other.add(marked[0] as Float64Array, marked[1] as Float64Array);
    const [one, two] = [plain.result([20_000]), other.result([20_001])];
    assert(Math.abs((one.sqnrDb ?? 0) - (two.sqnrDb ?? 0)) < 1e-9);
    assert.deepEqual(
      [one.largestError, one.largestRelativeError, one.changed, plain.zerosOfA, plain.zerosOfB],
      [two.largestError, two.largestRelativeError, two.changed, other.zerosOfA, other.zerosOfB],
    );
  });
});
