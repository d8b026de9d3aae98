import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { onnx } from '../../../src/formats/onnx/generated/onnx';
import { decodeElements } from '../../../src/model/elements';
import type { Runtime } from '../../../src/model/runtime';
import { LatheError } from '../../../src/shared/errors';
import { createRuntime } from '../../../src/worker/runtime';
import { elementBytes } from '../../fixtures/builders/elements';
import { type BuilderAttributes, type GraphBuilder, graphBuilder, modelProto } from '../../fixtures/builders/onnxModel';
import {
  floatTensor,
  operatorsOf,
  quantize,
  randomFloats,
  readModel,
  run,
  sqnr,
  testFolder,
  writeModel,
} from './harness';

const K = 24;
const N = 10;

function weighted(shape = [K, N]): GraphBuilder {
  return graphBuilder().weight('w', 'float32', shape, randomFloats(K * N, 0.5, 3));
}

describe('dynamic quantization', () => {
  const folder = testFolder();
  let runtime: Runtime;
  before(async () => {
    runtime = await createRuntime();
  });

  /** Quantizes, and asserts that the answers stay close and no float copy of the weight does. */
  async function check(
    graph: GraphBuilder,
    shape: readonly number[],
    options: Parameters<typeof writeModel>[2] = {},
  ): Promise<Map<string, number>> {
    const model = await writeModel(folder.file('model.onnx'), graph, options);
    const result = await quantize(model, { method: 'dynamic' });
    const feeds = new Map([['x', floatTensor(shape, 5)]]);
    const [before, after] = [await run(runtime, model, feeds), await run(runtime, result.model, feeds)];
    for (const [name, tensor] of before) {
      assert.deepEqual(after.get(name)?.shape, tensor.shape);
      const decibels = sqnr(tensor, after.get(name));
      assert.ok(decibels > 30, `${name}: ${decibels} dB`);
    }
    const { graph: quantized } = await readModel(result.model);
    for (const { dtype, elements } of quantized.initializers.values()) {
      assert.ok(dtype !== 'float32' || elements < K * N, 'a float weight stayed');
    }
    return operatorsOf(result.model);
  }

  it('replaces MatMul, with any number of batch dimensions', async () => {
    for (const shape of [
      [4, K],
      [2, 3, K],
      [2, 1, 3, K],
    ]) {
      const graph = weighted()
        .input('x', 'float32', shape)
        .node('MatMul', ['x', 'w'], ['y'])
        .output('y', 'float32', null);
      const operators = await check(graph, shape);
      assert.deepEqual([...operators.keys()], ['DynamicQuantizeLinear', 'MatMulInteger', 'Cast', 'Mul']);
    }
  });

  it('finds the weight behind a Transpose and stores it turned', async () => {
    const graph = weighted([N, K])
      .input('x', 'float32', [4, K])
      .node('Transpose', ['w'], ['t'], { perm: [1n, 0n] })
      .node('MatMul', ['x', 't'], ['y'])
      .output('y', 'float32', null);
    const operators = await check(graph, [4, K]);
    assert.equal(operators.get('Transpose'), undefined);
  });

  const gemms: readonly (readonly [string, BuilderAttributes, string | null])[] = [
    ['without C', {}, null],
    ['with transB', { transB: 1n }, 'row'],
    ['with transA', { transA: 1n }, 'row'],
    ['with both and factors', { transA: 1n, transB: 1n, alpha: 0.5, beta: -2 }, 'row'],
    ['with a negative alpha', { alpha: -1.5 }, 'matrix'],
    ['with a scalar C', { beta: 3 }, 'scalar'],
    ['with a column as C', { beta: 0.5 }, 'column'],
    ['with C ignored', { beta: 0 }, 'row'],
    ['with C computed', { transB: 1n, beta: 2 }, 'computed'],
  ];
  const shapes: Record<string, readonly number[]> = { row: [N], matrix: [4, N], scalar: [], column: [4, 1] };

  for (const [name, attributes, c] of gemms) {
    it(`replaces Gemm ${name}`, async () => {
      const shape = 'transA' in attributes ? [K, 4] : [4, K];
      const graph = weighted('transB' in attributes ? [N, K] : [K, N]).input('x', 'float32', shape);
      const inputs = ['x', 'w'];
      if (c === 'computed') {
        graph.weight('one', 'float32', [N], randomFloats(N)).node('Abs', ['one'], ['c']);
        inputs.push('c');
      } else if (c !== null) {
        const size = (shapes[c] ?? []).reduce((product, each) => product * each, 1);
        graph.weight('c', 'float32', shapes[c] ?? [], randomFloats(size, 1, 9));
        inputs.push('c');
      }
      graph.node('Gemm', inputs, ['y'], attributes).output('y', 'float32', null);
      const operators = await check(graph, shape);
      assert.equal(operators.get('Gemm'), undefined);
      assert.equal(operators.get('MatMulInteger'), 1);
    });
  }

  it('quantizes a value once for all its readers, and stores a shared weight once', async () => {
    const graph = weighted()
      .input('x', 'float32', [4, K])
      .node('MatMul', ['x', 'w'], ['a'])
      .node('MatMul', ['x', 'w'], ['b'])
      .node('Neg', ['b'], ['n'])
      .node('Concat', ['a', 'n'], ['y'], { axis: 0n })
      .output('y', 'float32', null);
    const operators = await check(graph, [4, K]);
    assert.equal(operators.get('DynamicQuantizeLinear'), 1);
    assert.equal(operators.get('MatMulInteger'), 2);
    const model = await readModel(folder.file('model.int8.onnx'));
    const codes = [...model.graph.initializers.values()].filter(({ dtype }) => dtype === 'int8');
    assert.equal(codes.length, 1);
  });

  it('has one scale for each column, exactly the largest magnitude over 127', async () => {
    const weights = randomFloats(K * N, 2, 8);
    const graph = graphBuilder()
      .weight('w', 'float32', [K, N], weights)
      .input('x', 'float32', [4, K])
      .node('MatMul', ['x', 'w'], ['y'])
      .output('y', 'float32', null);
    const result = await quantize(await writeModel(folder.file('model.onnx'), graph), { method: 'dynamic' });
    const { graph: quantized } = await readModel(result.model);
    const scale = quantized.initializers.get('w_scale');
    const codes = quantized.initializers.get('w_quantized');
    assert.ok(scale?.payload.kind === 'inline' && codes?.payload.kind === 'inline');
    const scales = decodeElements('float32', scale.payload.bytes, N);
    const q = decodeElements('int8', codes.payload.bytes, K * N);
    for (let n = 0; n < N; n++) {
      const column = Array.from({ length: K }, (_, k) => weights[k * N + n] ?? 0);
      const expected = Math.fround(Math.max(...column.map(Math.abs)) / 127);
      assert.equal(scales[n], expected);
      column.forEach((value, k) => {
        assert.ok(Math.abs(Number(q[k * N + n]) * expected - value) <= expected * 0.5001);
      });
    }
  });

  it('raises an old opset and leaves a new enough one', async () => {
    for (const [opset, expected] of [
      [8, 13],
      [11, 11],
      [17, 17],
    ] as const) {
      const graph = weighted()
        .input('x', 'float32', [4, K])
        .node('MatMul', ['x', 'w'], ['y'])
        .output('y', 'float32', null);
      await check(graph, [4, K], { opset });
      const { opsets } = await readModel(folder.file('model.int8.onnx'));
      assert.equal(opsets[0]?.version, expected);
    }
  });

  it('reads weights stored as repeated floats and in external data, and writes one file', async () => {
    const values = randomFloats(K * N, 0.5, 4);
    const graph = (): GraphBuilder =>
      graphBuilder().input('x', 'float32', [4, K]).node('MatMul', ['x', 'w'], ['y']).output('y', 'float32', null);
    const typed = modelProto(graph());
    typed.graph?.initializer?.push({ name: 'w', dataType: 1, dims: [K, N], floatData: [...values] });
    const external = modelProto(graph());
    external.graph?.initializer?.push({
      name: 'w',
      dataType: 1,
      dims: [K, N],
      dataLocation: onnx.TensorProto.DataLocation.EXTERNAL,
      externalData: [{ key: 'location', value: 'weights.bin' }],
    });
    await writeFile(folder.file('weights.bin'), elementBytes('float32', values));
    const feeds = new Map([['x', floatTensor([4, K])]]);
    for (const proto of [typed, external]) {
      const model = folder.file('stored.onnx');
      await writeFile(model, onnx.ModelProto.encode(proto).finish());
      const { model: result, report } = await quantize(model, { method: 'dynamic' });
      const [before, after] = [await run(runtime, model, feeds), await run(runtime, result, feeds)];
      assert.ok(sqnr(before.get('y'), after.get('y')) > 30);
      assert.ok(report.source.weightBytes >= K * N * 4);
      const payloads = [...(await readModel(result)).graph.initializers.values()].map(({ payload }) => payload.kind);
      assert.ok(!payloads.includes('external'));
    }
  });

  it('keeps in float what has no integer form, with the reason', async () => {
    const broken = randomFloats(K * N);
    broken[17] = Number.NaN;
    const branch = (): GraphBuilder =>
      graphBuilder('branch')
        .node('MatMul', ['x', 'w'], ['inner'], {}, { name: 'in_branch' })
        .output('inner', 'float32', null);
    const graph = weighted()
      .weight('nan', 'float32', [K, N], broken)
      .weight('batch', 'float32', [1, K, N], randomFloats(K * N))
      .weight('left', 'float32', [3, 4], randomFloats(12))
      .weight('yes', 'bool', [], [true])
      .input('x', 'float32', [4, K])
      .node('MatMul', ['x', 'w'], ['good'], {}, { name: 'good' })
      .node('MatMul', ['x', 'w'], ['asked'], {}, { name: 'asked' })
      .node('MatMul', ['x', 'nan'], ['a'], {}, { name: 'nan' })
      .node('MatMul', ['x', 'batch'], ['b'], {}, { name: 'batch' })
      .node('MatMul', ['left', 'x'], ['c'], {}, { name: 'left' })
      .node('Transpose', ['x'], ['t'])
      .node('MatMul', ['x', 't'], ['d'], {}, { name: 'computed' })
      .node('If', ['yes'], ['e'], { then_branch: branch(), else_branch: branch() }, { name: 'if' });
    for (const name of ['good', 'asked', 'a', 'b', 'c', 'd', 'e']) graph.output(name, 'float32', null);
    const model = await writeModel(folder.file('model.onnx'), graph);
    const { report } = await quantize(model, { method: 'dynamic', exclude: ['asked'] });
    const reasons = new Map(report.layers.map(({ node, action, reason }) => [node, `${action}: ${reason}`]));
    assert.match(reasons.get('good') ?? '', /^quantized: int8 weight with 10 scales/);
    assert.match(reasons.get('asked') ?? '', /^kept: it was left out as asked/);
    assert.match(reasons.get('nan') ?? '', /^kept: .*1 value.* NaN or infinite/);
    assert.match(reasons.get('batch') ?? '', /^kept: .*3 dimensions/);
    assert.match(reasons.get('left') ?? '', /^kept: .*left factor/);
    assert.match(reasons.get('computed') ?? '', /^kept: both factors are computed/);
    assert.match(reasons.get('in_branch') ?? '', /^kept: .*branch/);
  });

  it('never makes an integer convolution', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', [1, 2, 5, 5])
      .weight('k', 'float32', [3, 2, 3, 3], randomFloats(54))
      .weight('w', 'float32', [27, N], randomFloats(27 * N))
      .node('Conv', ['x', 'k'], ['c'], {}, { name: 'conv' })
      .node('Flatten', ['c'], ['f'])
      .node('MatMul', ['f', 'w'], ['y'])
      .output('y', 'float32', null);
    const { model, report } = await quantize(await writeModel(folder.file('model.onnx'), graph), { method: 'dynamic' });
    const operators = await operatorsOf(model);
    assert.equal(operators.get('ConvInteger'), undefined);
    assert.equal(operators.get('Conv'), 1);
    assert.match(report.layers.find(({ node }) => node === 'conv')?.reason ?? '', /slower than float/);
  });

  it('refuses a model with nothing to do, saying why', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', [2, 2])
      .node('MatMul', ['x', 'x'], ['y'])
      .output('y', 'float32', null);
    const model = await writeModel(folder.file('model.onnx'), graph);
    await assert.rejects(quantize(model), error => {
      return error instanceof LatheError && error.info.code === 'quantize.nothingToQuantize';
    });
    for (const latencyGate of [false, true]) {
      await assert.rejects(
        quantize(model, { method: 'dynamic', latencyGate }),
        /1 layer stays in float because both factors are computed/,
      );
    }
  });
});
