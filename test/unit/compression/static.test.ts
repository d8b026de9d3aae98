import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import * as ort from 'onnxruntime-node';
import type { Runtime } from '../../../src/model/runtime';
import { createRuntime } from '../../../src/worker/runtime';
import { type GraphBuilder, graphBuilder } from '../../fixtures/builders/onnxModel';
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

const IMAGE = [2, 3, 8, 8];
const SAME = { pads: [1n, 1n, 1n, 1n] };

function image(shape = IMAGE): GraphBuilder {
  return graphBuilder().input('x', 'float32', shape);
}

function conv(
  graph: GraphBuilder,
  from: string,
  to: string,
  inputs: number,
  outputs: number,
  kernel = [3, 3],
): GraphBuilder {
  const shape = [outputs, inputs, ...kernel];
  const elements = shape.reduce((product, size) => product * size, 1);
  const pads = [...kernel, ...kernel].map(size => BigInt((size - 1) / 2));
  return graph
    .weight(`${to}_w`, 'float32', shape, randomFloats(elements, 1 / Math.sqrt(elements / outputs), outputs + inputs))
    .weight(`${to}_b`, 'float32', [outputs], randomFloats(outputs, 0.2, outputs))
    .node('Conv', [from, `${to}_w`, `${to}_b`], [to], { pads }, { name: `conv_${to}` });
}

describe('static quantization', () => {
  const folder = testFolder();
  let runtime: Runtime;
  before(async () => {
    runtime = await createRuntime();
  });

  interface Checked {
    readonly fused: Map<string, number>;
    readonly report: Awaited<ReturnType<typeof quantize>>['report'];
    readonly decibels: number;
  }

  /** Quantizes, compares the answers, and gives the operators the runtime really executes. */
  async function check(
    graph: GraphBuilder,
    changes: Parameters<typeof quantize>[1] = {},
    options: Parameters<typeof writeModel>[2] = {},
    shape = IMAGE,
  ): Promise<Checked> {
    const model = await writeModel(folder.file('model.onnx'), graph, options);
    const result = await quantize(model, { method: 'static', ...changes });
    const feeds = new Map([['x', floatTensor(shape, 77)]]);
    const [before, after] = [await run(runtime, model, feeds), await run(runtime, result.model, feeds)];
    let decibels = Number.POSITIVE_INFINITY;
    for (const [name, tensor] of before) decibels = Math.min(decibels, sqnr(tensor, after.get(name)));
    assert.ok(decibels > 20, `${decibels} dB`);
    return { fused: await executedOperators(result.model), report: result.report, decibels };
  }

  /** What is left after the runtime's own optimization, which fuses what it recognises. */
  async function executedOperators(model: string): Promise<Map<string, number>> {
    const optimized = folder.file('optimized.onnx');
    await rm(optimized, { force: true });
    const session = await ort.InferenceSession.create(model, {
      optimizedModelFilePath: optimized,
      graphOptimizationLevel: 'extended',
      logSeverityLevel: 4,
    });
    await session.release();
    return operatorsOf(optimized);
  }

  function onlyIntegers(fused: ReadonlyMap<string, number>): void {
    for (const op of [
      'Conv',
      'FusedConv',
      'Gemm',
      'MatMul',
      'Add',
      'Mul',
      'Concat',
      'AveragePool',
      'Sigmoid',
      'Relu',
    ]) {
      assert.equal(fused.get(op), undefined, `${op} runs in float: ${[...fused].join(' ')}`);
    }
  }

  it('runs a residual network wholly in integers', async () => {
    const graph = conv(image(), 'x', 'a', 3, 8);
    graph.node('Relu', ['a'], ['ra']).node('MaxPool', ['ra'], ['p'], { kernel_shape: [2n, 2n], strides: [2n, 2n] });
    conv(graph, 'p', 'b', 8, 8).node('Relu', ['b'], ['rb']);
    conv(graph, 'rb', 'c', 8, 8).node('Add', ['c', 'p'], ['s']).node('Relu', ['s'], ['rs']);
    conv(graph, 'rs', 'd', 8, 4, [1, 1])
      .node('Concat', ['d', 'rs'], ['cc'], { axis: 1n })
      .node('GlobalAveragePool', ['cc'], ['g'])
      .node('Flatten', ['g'], ['f'])
      .weight('fw', 'float32', [5, 12], randomFloats(60, 0.4))
      .weight('fb', 'float32', [5], randomFloats(5, 0.2))
      .node('Gemm', ['f', 'fw', 'fb'], ['y'], { transB: 1n, alpha: 0.5, beta: 2 })
      .output('y', 'float32', null);
    const { fused, report } = await check(graph);
    onlyIntegers(fused);
    assert.equal(fused.get('QLinearConv'), 4);
    assert.equal(fused.get('QLinearAdd'), 1);
    assert.equal(fused.get('QLinearConcat'), 1);
    assert.equal(fused.get('QLinearGlobalAveragePool'), 1);
    assert.equal(fused.get('QGemm'), 1);
    assert.equal(fused.get('QuantizeLinear'), 1, 'only the input is quantized while running');
    assert.equal(fused.get('DequantizeLinear'), undefined, 'the last layer gives float');
    assert.ok(report.layers.every(({ action }) => action === 'quantized'));
  });

  it('leaves no float weight and no float bias in the file', async () => {
    const graph = conv(image(), 'x', 'y', 3, 8).output('y', 'float32', null);
    await check(graph);
    const { graph: quantized } = await readModel(folder.file('model.int8.onnx'));
    const types = new Map(
      [...quantized.initializers.values()].map(({ name, dtype, shape }) => [name, `${dtype}[${shape}]`]),
    );
    assert.equal(types.get('y_w_quantized'), 'int8[8,3,3,3]');
    assert.equal(types.get('y_w_scale'), 'float32[8]');
    assert.equal(types.get('y_b_quantized'), 'int32[8]');
    assert.equal(types.get('x_zero_point'), 'uint8[]');
    assert.ok(!types.has('y_w') && !types.has('y_b'));
  });

  it('absorbs Clip and batch normalization', async () => {
    const graph = conv(image(), 'x', 'a', 3, 8)
      .weight('s', 'float32', [8], randomFloats(8, 2))
      .weight('o', 'float32', [8], randomFloats(8))
      .weight('m', 'float32', [8], randomFloats(8))
      .weight('v', 'float32', [8], randomFloats(8).map(Math.abs))
      .weight('low', 'float32', [], [0])
      .weight('six', 'float32', [], [6])
      .node('BatchNormalization', ['a', 's', 'o', 'm', 'v'], ['n'])
      .node('Clip', ['n', 'low', 'six'], ['c']);
    conv(graph, 'c', 'y', 8, 4).output('y', 'float32', null);
    const { fused } = await check(graph);
    onlyIntegers(fused);
    assert.equal(fused.get('Clip'), undefined);
    assert.equal(fused.get('BatchNormalization'), undefined);
  });

  it('keeps moved elements in integers', async () => {
    const graph = conv(image(), 'x', 'a', 3, 8)
      .weight('to', 'int64', [3], [2n, 8n, 64n])
      .weight('back', 'int64', [4], [2n, 8n, 8n, 8n])
      .weight('from', 'int64', [1], [2n])
      .weight('until', 'int64', [1], [6n])
      .weight('scales', 'float32', [4], [1, 1, 2, 2])
      .node('Relu', ['a'], ['r'])
      .node('Reshape', ['r', 'to'], ['f'])
      .node('Transpose', ['f'], ['t'], { perm: [0n, 2n, 1n] })
      .node('Transpose', ['t'], ['u'], { perm: [0n, 2n, 1n] })
      .node('Reshape', ['u', 'back'], ['w'])
      .node('Slice', ['w', 'from', 'until'], ['empty'])
      .node('Resize', ['w', '', 'scales'], ['z'], { mode: 'nearest', coordinate_transformation_mode: 'asymmetric' });
    conv(graph, 'z', 'y', 8, 4).output('y', 'float32', null);
    const { fused } = await check(graph);
    onlyIntegers(fused);
    assert.equal(fused.get('QuantizeLinear'), 1);
    assert.equal(fused.get('DequantizeLinear'), 1);
  });

  it('runs SiLU, LeakyRelu and constant operands in integers', async () => {
    const graph = conv(image(), 'x', 'a', 3, 8)
      .weight('k', 'float32', [8, 1, 1, 1], randomFloats(8))
      .weight(
        'scale',
        'float32',
        [1, 8, 8, 1],
        randomFloats(64).map(value => value + 1.5),
      )
      .node('Sigmoid', ['a'], ['g'])
      .node('Mul', ['a', 'g'], ['silu'])
      .node('Mul', ['silu', 'scale'], ['m']);
    conv(graph, 'm', 'b', 8, 8).node('LeakyRelu', ['b'], ['l'], { alpha: 0.1 });
    conv(graph, 'l', 'y', 8, 4).output('y', 'float32', null);
    const { fused } = await check(graph);
    onlyIntegers(fused);
    assert.equal(fused.get('QLinearMul'), 2);
    assert.equal(fused.get('QLinearSigmoid'), 1);
    assert.equal(fused.get('QLinearLeakyRelu'), 1);
  });

  it('leaves what comes before the first layer in float', async () => {
    const graph = image()
      .weight('mean', 'float32', [3, 1, 1], [0.1, 0.2, 0.3])
      .node('Sub', ['x', 'mean'], ['d'])
      .node('Mul', ['d', 'd'], ['q']);
    conv(graph, 'q', 'y', 3, 4).output('y', 'float32', null);
    const { fused } = await check(graph);
    assert.equal(fused.get('Mul'), 1);
    assert.equal(fused.get('QLinearConv'), 1);
  });

  for (const [name, kernel, shape] of [
    ['one', [3], [2, 3, 16]],
    ['three', [3, 1, 3], [1, 3, 4, 5, 6]],
  ] as const) {
    it(`quantizes convolutions of ${name} dimension${name === 'one' ? '' : 's'}`, async () => {
      const graph = conv(image([...shape]), 'x', 'a', 3, 8, [...kernel]).node('Relu', ['a'], ['r']);
      conv(graph, 'r', 'y', 8, 4, [...kernel]).output('y', 'float32', null);
      const { fused } = await check(graph, {}, {}, [...shape]);
      assert.equal(fused.get('QLinearConv'), 2);
    });
  }

  it('quantizes grouped and depthwise convolutions', async () => {
    const graph = conv(image(), 'x', 'a', 3, 8)
      .weight('dw', 'float32', [8, 1, 3, 3], randomFloats(72))
      .weight('gw', 'float32', [8, 2, 1, 1], randomFloats(16))
      .node('Conv', ['a', 'dw'], ['d'], { group: 8n, ...SAME })
      .node('Conv', ['d', 'gw'], ['y'], { group: 4n })
      .output('y', 'float32', null);
    const { fused } = await check(graph);
    assert.equal(fused.get('QLinearConv'), 3);
  });

  it('lets a value be read by float operators, a branch and the caller at once', async () => {
    const branch = (op: string): GraphBuilder =>
      graphBuilder('branch').node(op, ['r'], ['out']).output('out', 'float32', null);
    const graph = conv(image(), 'x', 'a', 3, 8)
      .weight('zero', 'float32', [], [0])
      .node('Relu', ['a'], ['r'])
      .node('Exp', ['r'], ['e'])
      .node('ReduceMax', ['r'], ['top'], { keepdims: 0n })
      .node('Greater', ['top', 'zero'], ['c'])
      .node('If', ['c'], ['i'], { then_branch: branch('Neg'), else_branch: branch('Abs') });
    conv(graph, 'r', 'y', 8, 4).output('y', 'float32', null);
    for (const name of ['r', 'e', 'i']) graph.output(name, 'float32', null);
    const { fused } = await check(graph);
    assert.equal(fused.get('QLinearConv'), 2);
  });

  it('shares a weight between layers with the same scales', async () => {
    const graph = image()
      .weight('w', 'float32', [3, 3, 3, 3], randomFloats(81, 0.3))
      .node('Conv', ['x', 'w'], ['a'], SAME)
      .node('Conv', ['a', 'w'], ['y'], SAME)
      .output('y', 'float32', null);
    await check(graph);
    const { graph: quantized } = await readModel(folder.file('model.int8.onnx'));
    assert.equal(
      [...quantized.initializers.values()].filter(({ dtype, shape }) => dtype === 'int8' && shape.length === 4).length,
      1,
    );
  });

  it('turns MatMul and Add on vectors into one integer product', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', [4, 16])
      .weight('w', 'float32', [16, 8], randomFloats(128, 0.3))
      .weight('b', 'float32', [8], randomFloats(8))
      .weight('v', 'float32', [8, 4], randomFloats(32, 0.3))
      .node('MatMul', ['x', 'w'], ['m'])
      .node('Add', ['m', 'b'], ['a'])
      .node('Relu', ['a'], ['r'])
      .node('MatMul', ['r', 'v'], ['y'])
      .output('y', 'float32', null);
    const { fused } = await check(graph, {}, {}, [4, 16]);
    onlyIntegers(fused);
    assert.equal(fused.get('QGemm'), 1);
    assert.equal(fused.get('MatMulIntegerToFloat'), 1);
  });

  it('falls back to one scale for each weight where the opset cannot be raised, and says so', async () => {
    const masked = image().node('Dropout', ['x'], ['u', 'mask']).output('mask', 'float32', null);
    const old = await writeModel(folder.file('old.onnx'), conv(masked, 'u', 'y', 3, 4).output('y', 'float32', null), {
      opset: 9,
    });
    await assert.rejects(quantize(old, { method: 'static' }), /opset 9.*cannot be raised.*mask/);
    const resized = image().weight('half', 'float32', [4], [1, 1, 0.5, 0.5]).node('Resize', ['x', 'half'], ['u']);
    const { report, fused } = await check(
      conv(resized, 'u', 'y', 3, 4).output('y', 'float32', null),
      {},
      { opset: 10 },
    );
    assert.match(report.warnings.join('\n'), /one scale each .* opset 10 cannot be raised/);
    assert.match(report.layers[0]?.reason ?? '', /int8 weight with 1 scales/);
    assert.equal(fused.get('QLinearConv'), 1);
  });

  it('keeps in float what has no integer form, with the reason', async () => {
    const broken = randomFloats(81);
    broken[3] = Number.POSITIVE_INFINITY;
    const graph = conv(image(), 'x', 'a', 3, 3)
      .weight('inf', 'float32', [3, 3, 3, 3], broken)
      .weight('tw', 'float32', [3, 2, 2, 2], randomFloats(24))
      .weight('up', 'float32', [3, 3, 1, 1], randomFloats(9))
      .weight('huge', 'float32', [], [3e38])
      .node('Conv', ['a', 'inf'], ['b'], SAME, { name: 'infinite' })
      .node('ConvTranspose', ['a', 'tw'], ['c'], {}, { name: 'transposed' })
      .node('Abs', ['up'], ['computed'])
      .node('Conv', ['a', 'computed'], ['d'], {}, { name: 'dynamic' })
      .node('Mul', ['a', 'huge'], ['h'])
      .node('Mul', ['h', 'huge'], ['hh'])
      .node('Conv', ['hh', 'up'], ['e'], {}, { name: 'overflow' });
    for (const name of ['a', 'b', 'c', 'd', 'e']) graph.output(name, 'float32', null);
    const model = await writeModel(folder.file('model.onnx'), graph);
    const { report } = await quantize(model);
    const reasons = new Map(report.layers.map(({ node, action, reason }) => [node, `${action}: ${reason}`]));
    assert.match(reasons.get('conv_a') ?? '', /^quantized/);
    assert.match(reasons.get('infinite') ?? '', /^kept: .*NaN or infinite/);
    assert.match(reasons.get('transposed') ?? '', /^kept: .*no integer kernel/);
    assert.match(reasons.get('dynamic') ?? '', /^kept: its weight is computed/);
    assert.match(reasons.get('overflow') ?? '', /^kept: the value "hh" was NaN or infinite/);
  });

  for (const calibration of ['entropy', 'percentile', 'mse'] as const) {
    it(`calibrates by ${calibration}`, async () => {
      const graph = conv(image(), 'x', 'a', 3, 8).node('Relu', ['a'], ['r']);
      conv(graph, 'r', 'y', 8, 4).output('y', 'float32', null);
      const { report } = await check(graph, { calibration });
      assert.equal(report.options.calibration, calibration);
    });
  }
});
