import assert from 'node:assert/strict';
import type { Workpiece } from '../../../src/compression/graph/workpiece';
import { dropInitializerInputs } from '../../../src/compression/preflight/dropInitializerInputs';
import { dropPassThrough } from '../../../src/compression/preflight/dropPassThrough';
import { foldAffine } from '../../../src/compression/preflight/foldAffine';
import { findWeights, simplifyForIntegers } from '../../../src/compression/preflight/prepare';
import { useIntegerForms } from '../../../src/compression/preflight/useIntegerForms';
import type { Runtime } from '../../../src/model/runtime';
import type { Tensor } from '../../../src/model/tensor';
import { createRuntime } from '../../../src/worker/runtime';
import { type GraphBuilder, graphBuilder, type ModelOptions, weightProto } from '../../fixtures/builders/onnxModel';
import { floatTensor, randomFloats, readModel, rewritten, run, testFolder, writeModel } from './harness';

const IMAGE = [2, 3, 6, 6];

function convolution(): GraphBuilder {
  return graphBuilder()
    .input('x', 'float32', IMAGE)
    .weight('w', 'float32', [4, 3, 3, 3], randomFloats(108))
    .weight('cb', 'float32', [4], randomFloats(4, 1, 2))
    .weight('s', 'float32', [4], [1, -2, 0.5, 3])
    .weight('b', 'float32', [4], [0.1, 0.2, -0.3, 0.4])
    .weight('m', 'float32', [4], [0.5, -0.5, 0, 1])
    .weight('v', 'float32', [4], [0.25, 1, 4, 0.01]);
}

describe('preparing a model', () => {
  const folder = testFolder();
  let runtime: Runtime;
  before(async () => {
    runtime = await createRuntime();
  });

  /** The operators that are left; asserts that the model computes the same as before. */
  async function operatorsAfter(
    graph: GraphBuilder,
    steps: (work: Workpiece) => unknown,
    options: ModelOptions = {},
    shape: readonly number[] = IMAGE,
  ): Promise<readonly string[]> {
    const before = await writeModel(folder.file('before.onnx'), graph, options);
    const after = folder.file('after.onnx');
    await rewritten(before, after, steps);
    const feeds = new Map([['x', floatTensor(shape)]]);
    assertClose(await run(runtime, before, feeds), await run(runtime, after, feeds));
    return (await readModel(after)).graph.nodes.map(({ op }) => op);
  }

  it('lifts every form of Constant', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', [2, 2])
      .node('Constant', [], ['t'], { value: weightProto('', 'float32', [2, 2], [1, 2, 3, 4]) })
      .node('Constant', [], ['f'], { value_float: 2.5 })
      .node('Constant', [], ['fs'], { value_floats: [1.5, -1] })
      .node('Constant', [], ['i'], { value_int: 1n })
      .node('Constant', [], ['is'], { value_ints: [2n, 2n] })
      .node('MatMul', ['x', 't'], ['a'])
      .node('Mul', ['a', 'f'], ['b'])
      .node('Add', ['b', 'fs'], ['c'])
      .node('Reshape', ['c', 'is'], ['d'])
      .node('Gather', ['d', 'i'], ['y'])
      .output('y', 'float32', null);
    assert.deepEqual(await operatorsAfter(graph, findWeights, {}, [2, 2]), [
      'MatMul',
      'Mul',
      'Add',
      'Reshape',
      'Gather',
    ]);
  });

  it('makes a filled tensor a constant, and reshapes constants', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', [2, 4])
      .weight('size', 'int64', [3], [2n, 2n, 3n])
      .weight('two', 'int64', [2], [4n, -1n])
      .node('ConstantOfShape', ['size'], ['filled'], { value: weightProto('', 'float32', [1], [0.5]) })
      .node('Identity', ['filled'], ['same'])
      .node('Reshape', ['same', 'two'], ['w'])
      .node('MatMul', ['x', 'w'], ['y'])
      .output('y', 'float32', null);
    assert.deepEqual(await operatorsAfter(graph, findWeights, {}, [2, 4]), ['MatMul']);
  });

  for (const opset of [11, 13]) {
    it(`squeezes, unsqueezes and flattens constants in opset ${opset}`, async () => {
      const graph = graphBuilder()
        .input('x', 'float32', [2, 6])
        .weight('v', 'float32', [1, 6, 1], randomFloats(6))
        .weight('none', 'int64', [1], [0n])
        .weight('last', 'int64', [1], [-1n]);
      if (opset === 11) {
        graph.node('Squeeze', ['v'], ['a'], { axes: [0n] }).node('Unsqueeze', ['a'], ['b'], { axes: [-1n] });
      } else graph.node('Squeeze', ['v', 'none'], ['a']).node('Unsqueeze', ['a', 'last'], ['b']);
      graph.node('Flatten', ['b'], ['w']).node('MatMul', ['x', 'w'], ['y']).output('y', 'float32', null);
      assert.deepEqual(await operatorsAfter(graph, findWeights, { opset }, [2, 6]), ['MatMul']);
    });
  }

  it('folds batch normalization and constant scales into the convolution', async () => {
    const graph = convolution()
      .weight('k', 'float32', [4, 1, 1], [2, 1, -1, 0.5])
      .weight('o', 'float32', [1, 4, 1, 1], [1, 2, 3, 4])
      .weight('d', 'float32', [1], [4])
      .node('Conv', ['x', 'w', 'cb'], ['c'], { pads: [1n, 1n, 1n, 1n] })
      .node('BatchNormalization', ['c', 's', 'b', 'm', 'v'], ['n'], { epsilon: 1e-3 })
      .node('Mul', ['k', 'n'], ['p'])
      .node('Sub', ['p', 'o'], ['q'])
      .node('Div', ['q', 'd'], ['r'])
      .node('Add', ['r', 'o'], ['t'])
      .node('Relu', ['t'], ['y'])
      .output('y', 'float32', null);
    assert.deepEqual(await operatorsAfter(graph, foldAffine), ['Conv', 'Relu']);
  });

  it('gives a convolution without a bias one', async () => {
    const graph = convolution()
      .node('Conv', ['x', 'w'], ['c'])
      .node('BatchNormalization', ['c', 's', 'b', 'm', 'v'], ['y'])
      .output('y', 'float32', null);
    assert.deepEqual(await operatorsAfter(graph, foldAffine), ['Conv']);
  });

  it('does not fold what the convolution’s other readers would notice', async () => {
    const graph = convolution()
      .node('Conv', ['x', 'w'], ['c'])
      .node('BatchNormalization', ['c', 's', 'b', 'm', 'v'], ['n'])
      .node('Add', ['n', 'c'], ['y'])
      .output('y', 'float32', null);
    assert.deepEqual(await operatorsAfter(graph, foldAffine), ['Conv', 'BatchNormalization', 'Add']);
  });

  it('does not fold what differs along other axes than channels, or enlarges the result', async () => {
    for (const shape of [[1, 1, 4, 4], [4], [1, 1, 4, 1, 1]]) {
      const elements = shape.reduce((product, size) => product * size, 1);
      const graph = convolution()
        .weight('k', 'float32', shape, randomFloats(elements))
        .node('Conv', ['x', 'w'], ['c'])
        .node('Mul', ['c', 'k'], ['y'])
        .output('y', 'float32', null);
      assert.deepEqual(await operatorsAfter(graph, foldAffine), ['Conv', 'Mul']);
    }
  });

  it('removes Identity and idle Dropout, and keeps a Dropout that is on', async () => {
    const dropped = graphBuilder()
      .input('x', 'float32', IMAGE)
      .weight('ratio', 'float32', [], [0.5])
      .weight('off', 'bool', [], [false])
      .node('Dropout', ['x', 'ratio', 'off'], ['a', 'mask'])
      .node('Identity', ['a'], ['b'])
      .node('Identity', ['b'], ['c'])
      .node('Relu', ['c'], ['d'])
      .node('Identity', ['d'], ['y'])
      .output('y', 'float32', null);
    assert.deepEqual(await operatorsAfter(dropped, dropPassThrough), ['Relu', 'Identity']);
    const training = graphBuilder()
      .input('x', 'float32', IMAGE)
      .weight('ratio', 'float32', [], [0])
      .weight('on', 'bool', [], [true])
      .node('Dropout', ['x', 'ratio', 'on'], ['a'])
      .node('Relu', ['a'], ['y'])
      .output('y', 'float32', null);
    assert.deepEqual(await operatorsAfter(training, dropPassThrough), ['Dropout', 'Relu']);
  });

  it('uses operators that have integer kernels', async () => {
    for (const opset of [13, 18]) {
      const graph = graphBuilder()
        .input('x', 'float32', IMAGE)
        .weight('axes', 'int64', [2], [-1n, 2n])
        .weight('w', 'float32', [3, 5], randomFloats(15))
        .weight('b', 'float32', [5], randomFloats(5))
        .node('Sum', ['x', 'x'], ['a']);
      if (opset === 13) graph.node('ReduceMean', ['a'], ['p'], { axes: [2n, 3n] });
      else graph.node('ReduceMean', ['a', 'axes'], ['p']);
      graph
        .node('Flatten', ['p'], ['f'])
        .node('MatMul', ['f', 'w'], ['m'])
        .node('Add', ['b', 'm'], ['y'])
        .output('y', 'float32', null);
      const steps = async (work: Workpiece): Promise<void> => useIntegerForms(work);
      assert.deepEqual(await operatorsAfter(graph, steps, { opset }), ['Add', 'GlobalAveragePool', 'Flatten', 'Gemm']);
    }
  });

  it('leaves a mean over other axes and sums of three alone', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', IMAGE)
      .node('Sum', ['x', 'x', 'x'], ['a'])
      .node('ReduceMean', ['a'], ['p'], { axes: [1n, 2n] })
      .output('p', 'float32', null);
    assert.deepEqual(await operatorsAfter(graph, useIntegerForms, { opset: 13 }), ['Sum', 'ReduceMean']);
  });

  it('takes initializers out of the inputs and says so where a caller could have set them', async () => {
    for (const irVersion of [3, 8]) {
      const graph = graphBuilder()
        .input('x', 'float32', [2, 2])
        .input('w', 'float32', [2, 2])
        .weight('w', 'float32', [2, 2], [1, 2, 3, 4])
        .node('MatMul', ['x', 'w'], ['y'])
        .output('y', 'float32', null);
      const before = await writeModel(folder.file('before.onnx'), graph, { irVersion, opset: 9 });
      const after = folder.file('after.onnx');
      const work = await rewritten(before, after, dropInitializerInputs);
      const { graph: result, formatVersion } = await readModel(after);
      assert.deepEqual(
        result.inputs.map(({ name }) => name),
        ['x'],
      );
      assert.equal(work.notes.length, irVersion === 3 ? 0 : 1);
      assert.match(formatVersion, irVersion === 3 ? /\b7\b/ : /\b8\b/);
    }
  });

  it('names every node differently and removes what nothing needs', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', IMAGE)
      .node('Relu', ['x'], ['a'])
      .node('Relu', ['a'], ['b'], {}, { name: 'same' })
      .node('Relu', ['b'], ['y'], {}, { name: 'same' })
      .node('Sqrt', ['x'], ['unused'])
      .output('y', 'float32', null);
    const before = await writeModel(folder.file('before.onnx'), graph);
    const after = folder.file('after.onnx');
    await rewritten(before, after, findWeights);
    const names = (await readModel(after)).graph.nodes.map(({ name }) => name);
    assert.equal(names.length, 3);
    assert.equal(new Set(names).size, 3);
    assert.ok(!names.includes(''));
  });

  it('keeps what a branch reads', async () => {
    const branch = (op: string): GraphBuilder =>
      graphBuilder('branch').node(op, ['k', 'i'], ['out']).output('out', 'float32', null);
    const graph = graphBuilder()
      .input('x', 'float32', IMAGE)
      .weight('zero', 'float32', [], [0])
      .node('Constant', [], ['k'], { value_float: 3 })
      .node('Identity', ['x'], ['i'])
      .node('ReduceMax', ['x'], ['top'], { keepdims: 0n })
      .node('Greater', ['top', 'zero'], ['c'])
      .node('If', ['c'], ['y'], { then_branch: branch('Mul'), else_branch: branch('Add') })
      .output('y', 'float32', null);
    const steps = async (work: Workpiece): Promise<void> => {
      await findWeights(work);
      await simplifyForIntegers(work);
    };
    assert.deepEqual(await operatorsAfter(graph, steps, { opset: 13 }), ['Identity', 'ReduceMax', 'Greater', 'If']);
  });
});

function assertClose(expected: ReadonlyMap<string, Tensor>, actual: ReadonlyMap<string, Tensor>): void {
  for (const [name, { shape, data }] of expected) {
    const other = actual.get(name);
    assert.deepEqual(other?.shape, shape);
    data.forEach((value, i) => {
      const off = Math.abs(Number(value) - Number(other?.data[i]));
      assert.ok(off <= 1e-4 * (1 + Math.abs(Number(value))), `${name}[${i}] is off by ${off}`);
    });
  }
}
