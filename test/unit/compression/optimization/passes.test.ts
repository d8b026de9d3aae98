import assert from 'node:assert/strict';
import { PASSES } from '../../../../src/compression/optimization/passes';
import { RULES } from '../../../../src/model/lint/rules';
import type { Runtime } from '../../../../src/model/runtime';
import { createRuntime } from '../../../../src/worker/runtime';
import { type GraphBuilder, graphBuilder, type ModelOptions, weightProto } from '../../../fixtures/builders/onnxModel';
import { thrownBy } from '../../../fixtures/thrown';
import { randomFloats, testFolder, writeModel } from '../harness';
import {
  assertSame,
  type Choices,
  feedsFor,
  operators,
  outcome,
  type Simplified,
  simplifyFile,
} from './simplifyHarness';

describe('passes of simplifying', () => {
  const folder = testFolder();
  let runtime: Runtime;
  before(async () => {
    runtime = await createRuntime();
  });

  /** Simplifies and asserts that outputs stay the same, bit for bit unless a tolerance is given. */
  async function simplified(
    graph: GraphBuilder,
    choices: Choices & { readonly model?: ModelOptions; readonly tolerance?: number } = {},
  ): Promise<Simplified> {
    const before = await writeModel(folder.file('before.onnx'), graph, choices.model ?? {});
    const result = await simplifyFile(runtime, before, folder.file('after.onnx'), choices);
    const sizes = choices.sizes ?? [];
    await assertSame(runtime, before, result.file, feedsFor(result.source, sizes), choices.tolerance);
    return result;
  }

  const image = (): GraphBuilder => graphBuilder().input('x', 'float32', [2, 3, 6, 6]);

  it('have names of their own, and mend what lint says they do', () => {
    assert.equal(new Set(PASSES.map(({ id }) => id)).size, PASSES.length);
    for (const { id, title } of PASSES) {
      assert.match(id, /^[a-z0-9-]+$/);
      assert.match(title, /^[A-Z].*[^.]$/);
    }
    const mended = new Set(PASSES.flatMap(({ mends }) => mends));
    assert.deepEqual(
      [...mended].filter(id => !RULES.some(rule => rule.id === id)),
      [],
      'rules that are not there',
    );
    const promised = RULES.filter(({ mend }) => mend.command === 'modelLathe.simplify').map(({ id }) => id);
    // Written anew with whatever else there is to simplify, a model has its own weights only.
    assert.deepEqual(
      promised.filter(id => !mended.has(id)),
      ['oversized-external-data'],
    );
  });

  describe('idle-nodes', () => {
    it('drops what changes nothing', async () => {
      const graph = graphBuilder()
        .input('x', 'float32', [2, 3, 4])
        .weight('same', 'int64', [3], [2, 3, 4])
        .weight('noPads', 'int64', [6], [0, 0, 0, 0, 0, 0])
        .weight('from', 'int64', [1], [0])
        .weight('to', 'int64', [1], [9223372036854775807n])
        .weight('once', 'int64', [3], [1, 1, 1])
        .weight('one', 'float32', [], [1])
        .weight('zero', 'float32', [1], [0])
        .node('Identity', ['x'], ['a'])
        .node('Cast', ['a'], ['b'], { to: 1n })
        .node('Reshape', ['b', 'same'], ['c'])
        .node('Transpose', ['c'], ['d'], { perm: [0n, 1n, 2n] })
        .node('Pad', ['d', 'noPads'], ['e'])
        .node('Slice', ['e', 'from', 'to'], ['f'])
        .node('Concat', ['f'], ['g'], { axis: 0n })
        .node('Tile', ['g', 'once'], ['h'])
        .node('Mul', ['one', 'h'], ['i'])
        .node('Div', ['i', 'one'], ['j'])
        .node('Sub', ['j', 'zero'], ['k'])
        .node('Expand', ['k', 'once'], ['l'])
        .node('Dropout', ['l'], ['m'])
        .node('Sum', ['m'], ['n'])
        .node('Relu', ['n'], ['y'])
        .output('y', 'float32', null);
      const { target, simplification } = await simplified(graph);
      assert.deepEqual(operators(target), ['Relu']);
      assert.equal(outcome(simplification, 'idle-nodes').changes, 14);
      assert.deepEqual([...target.graph.initializers.keys()], [], 'their operands are gone');
    });

    it('keeps what only looks idle', async () => {
      const graph = graphBuilder()
        .input('x', 'float32', [2, 4])
        .weight('other', 'int64', [2], [4, 2])
        .weight('one', 'float32', [1, 1, 1], [1])
        .weight('zero', 'float32', [], [0])
        .weight('first', 'int64', [1], [0])
        .weight('last', 'int64', [1], [-1])
        .weight('minus', 'int64', [1], [-1])
        .weight('begin', 'int64', [1], [-9223372036854775808n])
        .node('Reshape', ['x', 'other'], ['a'])
        .node('Mul', ['a', 'one'], ['b'], {}, { name: 'adds a dimension' })
        .node('Add', ['b', 'zero'], ['c'], {}, { name: 'makes −0 to 0' })
        .node('Slice', ['c', 'last', 'begin', 'last', 'minus'], ['d'], {}, { name: 'turns round' })
        .node('Cast', ['d'], ['e'], { to: 7n })
        .node('Sub', ['zero', 'a'], ['f'], {}, { name: '0 − x' })
        .output('e', 'int64', null)
        .output('f', 'float32', null);
      const { simplification } = await simplified(graph);
      assert.equal(outcome(simplification, 'idle-nodes').changes, 0);
    });

    it('keeps −0 apart from 0', async () => {
      const graph = graphBuilder()
        .input('x', 'float32', [4])
        .weight('zero', 'float32', [], [0])
        .weight('minus', 'float32', [], [-0])
        .node('Mul', ['x', 'minus'], ['a'])
        .node('Add', ['a', 'zero'], ['b'])
        .node('Sub', ['a', 'zero'], ['c'])
        .node('Sub', ['a', 'minus'], ['d'])
        .node('Reciprocal', ['b'], ['y'])
        .node('Reciprocal', ['c'], ['z'])
        .node('Reciprocal', ['d'], ['w'])
        .output('y', 'float32', null)
        .output('z', 'float32', null)
        .output('w', 'float32', null);
      const kept = ['Mul', 'Add', 'Sub', 'Reciprocal', 'Reciprocal', 'Reciprocal'];
      assert.deepEqual(operators((await simplified(graph)).target), kept);
    });

    it('keeps names of outputs: the node before takes them over, or the Identity stays', async () => {
      const taken = image().node('Relu', ['x'], ['a']).node('Identity', ['a'], ['y']).output('y', 'float32', null);
      assert.deepEqual(operators((await simplified(taken)).target), ['Relu']);
      const bound = image()
        .weight('w', 'float32', [2], [1, 2])
        .node('Relu', ['x'], ['a'])
        .node('Identity', ['a'], ['y'])
        .node('Identity', ['a'], ['z'])
        .node('Identity', ['x'], ['p'])
        .node('Identity', ['w'], ['q']);
      for (const name of ['a', 'y', 'z', 'p', 'q']) bound.output(name, 'float32', null);
      const { target, simplification } = await simplified(bound);
      assert.deepEqual(operators(target), ['Relu', 'Identity', 'Identity', 'Identity', 'Identity']);
      assert.match(outcome(simplification, 'idle-nodes').skipped[0]?.reason ?? '', /output of the model/);
    });

    it('drops one of two Identities that lead from one value to outputs', async () => {
      const graph = image()
        .node('Relu', ['x'], ['a'])
        .node('Identity', ['a'], ['y'])
        .node('Identity', ['a'], ['z'])
        .node('Neg', ['a'], ['n'])
        .output('y', 'float32', null)
        .output('z', 'float32', null)
        .output('n', 'float32', null);
      assert.deepEqual(operators((await simplified(graph)).target), ['Relu', 'Identity', 'Neg']);
    });

    it('keeps a Dropout whose mask is used or that may be training', async () => {
      const graph = graphBuilder()
        .input('x', 'float32', [4])
        .input('mode', 'bool', [])
        .weight('ratio', 'float32', [], [0])
        .node('Dropout', ['x'], ['a', 'mask'])
        .node('Dropout', ['a', 'ratio', 'mode'], ['b'])
        .node('Dropout', ['b', 'ratio'], ['y', 'unused'])
        .output('y', 'float32', null)
        .output('mask', 'bool', null);
      const { target, simplification } = await simplified(graph);
      assert.deepEqual(operators(target), ['Dropout', 'Dropout']);
      assert.match(outcome(simplification, 'idle-nodes').skipped[0]?.reason ?? '', /other outputs are used/);
    });

    it('does not trust the types a file declares for values in between', async () => {
      const graph = graphBuilder()
        .input('x', 'float32', ['N', 4])
        .weight('rows', 'int64', [2], [-1, 2])
        .node('Reshape', ['x', 'rows'], ['a'])
        .node('Relu', ['a'], ['y'])
        .value('a', 'float32', ['N', 4])
        .output('y', 'float32', null);
      const { target } = await simplified(graph);
      assert.deepEqual(operators(target), ['Reshape', 'Relu']);
    });

    it('knows open sizes by name', async () => {
      const graph = graphBuilder()
        .input('x', 'float32', ['N', 3, 4])
        .node('Shape', ['x'], ['s'])
        .node('Reshape', ['x', 's'], ['a'])
        .node('Relu', ['a'], ['y'])
        .output('y', 'float32', null);
      assert.deepEqual(operators((await simplified(graph)).target), ['Relu']);
    });
  });

  describe('merge-pairs', () => {
    it('merges Transposes, and drops one that undoes another', async () => {
      const graph = graphBuilder()
        .input('x', 'float32', [2, 3, 4])
        .node('Transpose', ['x'], ['a'], { perm: [1n, 2n, 0n] })
        .node('Transpose', ['a'], ['b'], { perm: [0n, 2n, 1n] })
        .node('Relu', ['b'], ['c'])
        .node('Transpose', ['c'], ['d'])
        .node('Transpose', ['d'], ['e'], { perm: [2n, 1n, 0n] })
        .node('Neg', ['e'], ['y'])
        .output('y', 'float32', null);
      assert.deepEqual(operators((await simplified(graph)).target), ['Transpose', 'Relu', 'Neg']);
    });

    it('keeps a Transpose that others read, unless the pair is idle', async () => {
      const graph = graphBuilder()
        .input('x', 'float32', [2, 3, 4])
        .node('Transpose', ['x'], ['a'], { perm: [1n, 2n, 0n] })
        .node('Transpose', ['a'], ['b'], { perm: [0n, 2n, 1n] })
        .node('Transpose', ['a'], ['c'], { perm: [2n, 0n, 1n] })
        .node('Relu', ['a'], ['p'])
        .node('Relu', ['b'], ['q'])
        .node('Relu', ['c'], ['r'])
        .output('p', 'float32', null)
        .output('q', 'float32', null)
        .output('r', 'float32', null);
      assert.deepEqual(operators((await simplified(graph)).target), ['Transpose', 'Transpose', 'Relu', 'Relu', 'Relu']);
    });

    it('merges views, and drops those that come back to the first shape', async () => {
      const graph = graphBuilder()
        .input('x', 'float32', ['N', 3, 4])
        .weight('flat', 'int64', [2], [-1, 4])
        .weight('pairs', 'int64', [2], [-1, 6])
        .weight('axis', 'int64', [1], [1])
        .node('Unsqueeze', ['x', 'axis'], ['a'])
        .node('Squeeze', ['a', 'axis'], ['b'])
        .node('Relu', ['b'], ['c'])
        .node('Reshape', ['c', 'flat'], ['d'])
        .node('Reshape', ['d', 'pairs'], ['y'])
        .output('y', 'float32', null);
      assert.deepEqual(operators((await simplified(graph)).target), ['Relu', 'Reshape']);
    });

    it('keeps a Reshape that copies a size of the one before', async () => {
      const graph = graphBuilder()
        .input('x', 'float32', ['N', 3, 4])
        .weight('flat', 'int64', [2], [-1, 4])
        .weight('copy', 'int64', [3], [0, 2, 2])
        .node('Reshape', ['x', 'flat'], ['a'])
        .node('Reshape', ['a', 'copy'], ['y'])
        .output('y', 'float32', null);
      assert.deepEqual(operators((await simplified(graph)).target), ['Reshape', 'Reshape']);
    });

    it('leaves out a Cast that loses nothing, and keeps one that does', async () => {
      const graph = graphBuilder()
        .input('x', 'float32', [8])
        .input('i', 'int32', [8])
        .node('Cast', ['x'], ['a'], { to: 11n })
        .node('Cast', ['a'], ['b'], { to: 1n })
        .node('Neg', ['b'], ['y'])
        .node('Cast', ['i'], ['c'], { to: 7n })
        .node('Cast', ['c'], ['z'], { to: 1n })
        .node('Cast', ['x'], ['d'], { to: 6n })
        .node('Cast', ['d'], ['e'], { to: 1n })
        .node('Neg', ['e'], ['w'])
        .output('y', 'float32', null)
        .output('z', 'float32', null)
        .output('w', 'float32', null);
      assert.deepEqual(operators((await simplified(graph)).target), ['Neg', 'Cast', 'Cast', 'Cast', 'Neg']);
    });

    it('takes a negation out of a choice', async () => {
      const graph = graphBuilder()
        .input('x', 'float32', [8])
        .input('y', 'float32', [8])
        .node('Greater', ['x', 'y'], ['c'])
        .node('Not', ['c'], ['n'])
        .node('Where', ['n', 'x', 'y'], ['z'])
        .output('z', 'float32', null);
      assert.deepEqual(operators((await simplified(graph)).target), ['Greater', 'Where']);
    });
  });

  describe('weights', () => {
    it('are lifted out of Constant nodes, int64 limits included', async () => {
      const graph = graphBuilder()
        .input('x', 'float32', [4])
        .node('Constant', [], ['w'], { value: weightProto('', 'float32', [4], [1, 2, 3, 4]) })
        .node('Constant', [], ['from'], { value_ints: [0n] })
        .node('Constant', [], ['to'], { value_ints: [9223372036854775807n] })
        .node('Constant', [], ['step'], { value_ints: [2n] })
        .node('Constant', [], ['axis'], { value_ints: [0n] })
        .node('Mul', ['x', 'w'], ['a'])
        .node('Slice', ['a', 'from', 'to', 'axis', 'step'], ['y'])
        .node('Constant', [], ['z'], { value_float: 3 })
        .output('y', 'float32', null)
        .output('z', 'float32', null);
      const { target } = await simplified(graph);
      assert.deepEqual(operators(target), ['Mul', 'Slice', 'Constant']);
      assert.deepEqual([...target.graph.initializers.keys()].sort(), ['from', 'step', 'to', 'w']);
    });

    it('are kept once when equal in type, shape and every bit', async () => {
      const graph = graphBuilder()
        .input('x', 'float32', [4])
        .weight('a', 'float32', [4], [1, 2, 3, 0])
        .weight('b', 'float32', [4], [1, 2, 3, 0])
        .weight('minus', 'float32', [4], [1, 2, 3, -0])
        .weight('ints', 'int32', [4], [1, 2, 3, 0])
        .weight('column', 'float32', [4, 1], [1, 2, 3, 0])
        .node('Mul', ['x', 'a'], ['p'])
        .node('Add', ['p', 'b'], ['q'])
        .node('Mul', ['q', 'minus'], ['r'])
        .node('Cast', ['ints'], ['c'], { to: 1n })
        .node('Sub', ['r', 'c'], ['s'])
        .node('MatMul', ['s', 'column'], ['y'])
        .output('y', 'float32', null);
      const { target, simplification } = await simplified(graph, { only: ['duplicate-weights'] });
      assert.deepEqual([...target.graph.initializers.keys()], ['a', 'minus', 'ints', 'column']);
      assert.deepEqual(outcome(simplification, 'duplicate-weights').names, ['b']);
    });

    it('that nothing uses are dropped, and inputs that are weights are no inputs any more', async () => {
      for (const irVersion of [3, 8]) {
        const graph = graphBuilder()
          .input('x', 'float32', [2, 2])
          .input('w', 'float32', [2, 2])
          .input('left', 'float32', [1])
          .weight('w', 'float32', [2, 2], [1, 2, 3, 4])
          .weight('left', 'float32', [1], [5])
          .node('MatMul', ['x', 'w'], ['y'])
          .output('y', 'float32', null);
        const { target, simplification } = await simplified(graph, { model: { irVersion, opset: 9 } });
        assert.deepEqual(
          target.graph.inputs.map(({ name }) => name),
          ['x'],
        );
        assert.deepEqual([...target.graph.initializers.keys()], ['w']);
        assert.equal(simplification.warnings.length, irVersion === 3 ? 0 : 1);
        assert.match(target.formatVersion, irVersion === 3 ? /\b4\b/ : /\b8\b/);
      }
    });

    it('that a caller may replace are no constants when they stay inputs', async () => {
      const graph = graphBuilder()
        .input('x', 'float32', [2])
        .input('w', 'float32', [2])
        .weight('w', 'float32', [2], [1, 2])
        .weight('same', 'float32', [2], [1, 2])
        .node('Neg', ['w'], ['n'])
        .node('Mul', ['x', 'n'], ['a'])
        .node('Add', ['a', 'same'], ['y'])
        .output('y', 'float32', null);
      const { target } = await simplified(graph, { skip: ['input-initializers'] });
      assert.deepEqual(operators(target), ['Neg', 'Mul', 'Add']);
      assert.deepEqual([...target.graph.initializers.keys()].sort(), ['same', 'w']);
    });
  });

  describe('nodes', () => {
    it('that compute the same are one', async () => {
      const graph = image()
        .weight('w', 'float32', [4, 3, 1, 1], randomFloats(12))
        .node('Conv', ['x', 'w'], ['a'])
        .node('Conv', ['x', 'w'], ['b'], { kernel_shape: [1n, 1n] })
        .node('Conv', ['x', 'w'], ['c'], {}, { name: 'other name' })
        .node('Relu', ['a'], ['p'])
        .node('Relu', ['c'], ['q'])
        .node('Add', ['p', 'q'], ['r'])
        .node('Add', ['r', 'b'], ['y'])
        .output('y', 'float32', null);
      assert.deepEqual(operators((await simplified(graph)).target), ['Conv', 'Conv', 'Relu', 'Add', 'Add']);
    });

    it('that are random, nest graphs or are outputs both stay two', async () => {
      const branch = (): GraphBuilder => graphBuilder('branch').node('Neg', ['x'], ['r']).output('r', 'float32', null);
      const graph = graphBuilder()
        .input('x', 'float32', [2])
        .input('c', 'bool', [])
        .node('If', ['c'], ['i'], { then_branch: branch(), else_branch: branch() })
        .node('If', ['c'], ['j'], { then_branch: branch(), else_branch: branch() })
        .node('Neg', ['x'], ['p'])
        .node('Neg', ['x'], ['q']);
      for (const name of ['i', 'j', 'p', 'q']) graph.output(name, 'float32', null);
      assert.deepEqual(operators((await simplified(graph)).target), ['If', 'If', 'Neg', 'Neg']);
      const random = graphBuilder()
        .node('RandomUniform', [], ['a'], { shape: [1000n] })
        .node('RandomUniform', [], ['b'], { shape: [1000n] })
        .node('Sub', ['a', 'b'], ['y'])
        .output('y', 'float32', null);
      const file = await writeModel(folder.file('random.onnx'), random);
      const { target } = await simplifyFile(runtime, file, folder.file('after.onnx'));
      assert.deepEqual(operators(target), ['RandomUniform', 'RandomUniform', 'Sub']);
    });

    it('that no output depends on are dropped, with their weights', async () => {
      const graph = image()
        .weight('w', 'float32', [1], [2])
        .node('Mul', ['x', 'w'], ['a'])
        .node('Neg', ['a'], ['b'])
        .node('Relu', ['x'], ['y'])
        .output('y', 'float32', null);
      const { target, simplification } = await simplified(graph);
      assert.deepEqual(operators(target), ['Relu']);
      assert.equal(outcome(simplification, 'dead-nodes').changes, 2);
      assert.equal(outcome(simplification, 'unused-weights').changes, 1);
    });
  });

  describe('what branches and loop bodies read', () => {
    it('keeps its name, whatever could be done with it', async () => {
      const branch = (): GraphBuilder =>
        graphBuilder('branch')
          .node('Mul', ['i', 'w2'], ['m'])
          .node('Add', ['m', 'k'], ['r'])
          .output('r', 'float32', null);
      const other = (): GraphBuilder =>
        graphBuilder('other').node('Sub', ['s', 'f'], ['t']).output('t', 'float32', null);
      const graph = graphBuilder()
        .input('x', 'float32', [2])
        .input('c', 'bool', [])
        .weight('w1', 'float32', [2], [1, 2])
        .weight('w2', 'float32', [2], [1, 2])
        .node('Constant', [], ['k'], { value: weightProto('', 'float32', [2], [3, 4]) })
        .node('Identity', ['x'], ['i'])
        .node('Neg', ['x'], ['n'])
        .node('Neg', ['x'], ['s'])
        .node('Neg', ['w1'], ['f'])
        .node('If', ['c'], ['y'], { then_branch: branch(), else_branch: other() })
        .node('Mul', ['n', 'w1'], ['z'])
        .output('y', 'float32', null)
        .output('z', 'float32', null);
      const { target, simplification } = await simplified(graph);
      assert.deepEqual(operators(target), ['Identity', 'Neg', 'Neg', 'If', 'Mul']);
      assert.ok(
        target.graph.initializers.has('w2') && target.graph.initializers.has('k') && target.graph.initializers.has('f'),
      );
      assert.match(simplification.notes.join(), /1 node has branches or loop bodies/);
    });
  });

  describe('fold-constants', () => {
    it('computes what depends on constants alone', async () => {
      const graph = graphBuilder()
        .input('x', 'float32', [2, 3])
        .weight('w', 'float32', [4, 3], randomFloats(12))
        .weight('two', 'float32', [], [2])
        .weight('axes', 'int64', [1], [0])
        .node('Transpose', ['w'], ['t'])
        .node('Mul', ['t', 'two'], ['m'])
        .node('Sqrt', ['two'], ['r'])
        .node('Unsqueeze', ['r', 'axes'], ['u'])
        .node('MatMul', ['x', 'm'], ['a'])
        .node('Div', ['a', 'u'], ['y'])
        .output('y', 'float32', null);
      const { target, simplification } = await simplified(graph);
      assert.deepEqual(operators(target), ['MatMul', 'Div']);
      assert.equal(outcome(simplification, 'fold-constants').changes, 4);
    });

    it('does not blow the file up, touch quantized weights or freeze chance', async () => {
      const graph = graphBuilder()
        .input('x', 'float32', [1])
        .weight('size', 'int64', [2], [1024, 1024])
        .weight('codes', 'int8', [64, 64], new Int8Array(4096).fill(3))
        .weight('scale', 'float32', [], [0.5])
        .node('ConstantOfShape', ['size'], ['ones'], { value: weightProto('', 'float32', [1], [1]) })
        .node('DequantizeLinear', ['codes', 'scale'], ['w'])
        .node('Add', ['x', 'ones'], ['y'])
        .node('Add', ['x', 'w'], ['z'])
        .output('y', 'float32', null)
        .output('z', 'float32', null);
      const { target, simplification } = await simplified(graph);
      assert.deepEqual(operators(target), ['ConstantOfShape', 'DequantizeLinear', 'Add', 'Add']);
      assert.match(outcome(simplification, 'fold-constants').skipped[0]?.reason ?? '', /larger by over 65.5 kB/);
      const random = graphBuilder()
        .input('x', 'float32', [4])
        .weight('shaped', 'float32', [4], [0, 0, 0, 0])
        .node('RandomNormalLike', ['shaped'], ['r'])
        .node('Mul', ['x', 'r'], ['y'])
        .output('y', 'float32', null);
      const file = await writeModel(folder.file('random.onnx'), random);
      const result = await simplifyFile(runtime, file, folder.file('after.onnx'));
      assert.deepEqual(operators(result.target), ['RandomNormalLike', 'Mul']);
    });

    it('does not write a large constant that stays in use a second time', async () => {
      const graph = graphBuilder()
        .input('x', 'float32', [200])
        .weight('w', 'float32', [200, 200], randomFloats(40000))
        .weight('flat', 'int64', [1], [-1])
        .node('Transpose', ['w'], ['t'])
        .node('Reshape', ['w', 'flat'], ['v'])
        .node('MatMul', ['x', 'w'], ['a'])
        .node('MatMul', ['a', 't'], ['b'])
        .node('ReduceSum', ['v'], ['s'])
        .node('Add', ['b', 's'], ['y'])
        .output('y', 'float32', null);
      const { target } = await simplified(graph);
      assert.ok(operators(target).includes('Transpose') && target.graph.initializers.size <= 2);
    });

    it('turns known shapes into numbers, and computed targets of Reshape into constants', async () => {
      const graph = graphBuilder()
        .input('x', 'float32', ['N', 3, 4])
        .input('fixed', 'float32', [5, 7])
        .weight('first', 'int64', [], [0])
        .weight('axes', 'int64', [1], [0])
        .weight('rest', 'int64', [1], [12])
        .node('Shape', ['x'], ['s'])
        .node('Gather', ['s', 'first'], ['n'])
        .node('Unsqueeze', ['n', 'axes'], ['u'])
        .node('Concat', ['u', 'rest'], ['t'], { axis: 0n })
        .node('Reshape', ['x', 't'], ['a'])
        .node('Shape', ['fixed'], ['f'])
        .node('Cast', ['f'], ['g'], { to: 1n })
        .node('ReduceSum', ['g'], ['h'])
        .node('Mul', ['a', 'h'], ['y'])
        .output('y', 'float32', null);
      assert.deepEqual(operators((await simplified(graph)).target), ['Reshape', 'Mul']);
    });

    it('leaves targets of Reshape that zeros could make ambiguous, and drops allowzero with the others', async () => {
      const graph = graphBuilder()
        .input('x', 'float32', ['N', 'M', 12])
        .input('z', 'float32', ['N', 0, 12])
        .weight('four', 'int64', [1], [4])
        .weight('three', 'int64', [1], [3])
        .weight('i', 'int64', [1], [0])
        .weight('j', 'int64', [1], [1])
        .node('Shape', ['x'], ['s'])
        .node('Gather', ['s', 'i'], ['n'])
        .node('Gather', ['s', 'j'], ['m'])
        .node('Concat', ['n', 'm', 'four', 'three'], ['t'], { axis: 0n })
        .node('Reshape', ['x', 't'], ['a'], { allowzero: 1n })
        .node('Mul', ['m', 'three'], ['k'])
        .node('Concat', ['n', 'k', 'four'], ['u'], { axis: 0n })
        .node('Reshape', ['x', 'u'], ['b'])
        .node('Shape', ['z'], ['e'])
        .node('Reshape', ['z', 'e'], ['c'], { allowzero: 1n })
        .output('a', 'float32', null)
        .output('b', 'float32', null)
        .output('c', 'float32', null);
      const { target, simplification } = await simplified(graph);
      assert.equal(outcome(simplification, 'reshape-targets').changes, 1);
      const [first, second] = target.graph.nodes.filter(({ op }) => op === 'Reshape');
      assert.deepEqual(first?.attributes, []);
      assert.ok(target.graph.initializers.has(first?.inputs[1] ?? ''));
      assert.ok(!target.graph.initializers.has(second?.inputs[1] ?? ''));
    });

    it('takes the type that CastLike means', async () => {
      const graph = graphBuilder()
        .input('x', 'float32', [2])
        .weight('k', 'int64', [], [3])
        .node('CastLike', ['k', 'x'], ['c'])
        .node('Mul', ['x', 'c'], ['y'])
        .output('y', 'float32', null);
      assert.deepEqual(operators((await simplified(graph)).target), ['Mul']);
    });
  });

  describe('fold-batch-norm', () => {
    const statistics = (graph: GraphBuilder, channels: number): GraphBuilder =>
      graph
        .weight('s', 'float32', [channels], randomFloats(channels, 2, 3))
        .weight('b', 'float32', [channels], randomFloats(channels, 1, 4))
        .weight('m', 'float32', [channels], randomFloats(channels, 1, 5))
        .weight(
          'v',
          'float32',
          [channels],
          randomFloats(channels, 1, 6).map(value => Math.abs(value) + 0.1),
        );
    const normalized = (graph: GraphBuilder): GraphBuilder =>
      graph.node('BatchNormalization', ['c', 's', 'b', 'm', 'v'], ['y']).output('y', 'float32', null);
    const tolerance = 2e-6;

    it('folds into Conv, grouped ConvTranspose and Gemm', async () => {
      const convolution = statistics(image(), 4).weight('w', 'float32', [4, 3, 3, 3], randomFloats(108));
      normalized(convolution.node('Conv', ['x', 'w'], ['c']));
      assert.deepEqual(operators((await simplified(convolution, { tolerance })).target), ['Conv']);

      const transposed = statistics(graphBuilder().input('x', 'float32', [2, 4, 5, 5]), 6)
        .weight('w', 'float32', [4, 3, 2, 3], randomFloats(72))
        .weight('k', 'float32', [6], randomFloats(6, 1, 9));
      normalized(transposed.node('ConvTranspose', ['x', 'w', 'k'], ['c'], { group: 2n, strides: [2n, 1n] }));
      assert.deepEqual(operators((await simplified(transposed, { tolerance })).target), ['ConvTranspose']);

      for (const transB of [0n, 1n]) {
        const product = statistics(graphBuilder().input('x', 'float32', [3, 5]), 4)
          .weight('w', 'float32', transB === 1n ? [4, 5] : [5, 4], randomFloats(20))
          .weight('k', 'float32', [4], randomFloats(4, 1, 9));
        normalized(product.node('Gemm', ['x', 'w', 'k'], ['c'], { transB, alpha: 0.5, beta: 3 }));
        assert.deepEqual(operators((await simplified(product, { tolerance })).target), ['Gemm']);
      }
    });

    it('leaves training, shared weights, other readers and computed scales alone', async () => {
      const conv = (graph: GraphBuilder): GraphBuilder =>
        statistics(graph, 4)
          .weight('w', 'float32', [4, 3, 3, 3], randomFloats(108))
          .node('Conv', ['x', 'w'], ['c'], {}, { name: 'conv' });
      const skipped = async (graph: GraphBuilder): Promise<string> => {
        const { target, simplification } = await simplified(graph);
        assert.ok(operators(target).includes('BatchNormalization'));
        return outcome(simplification, 'fold-batch-norm')
          .skipped.map(({ reason }) => reason)
          .join();
      };
      const training = conv(image())
        .node('BatchNormalization', ['c', 's', 'b', 'm', 'v'], ['y', 'rm', 'rv'], { training_mode: 1n })
        .output('y', 'float32', null);
      assert.match(await skipped(training), /training/);
      const read = normalized(conv(image())).node('Neg', ['c'], ['z']).output('z', 'float32', null);
      assert.match(await skipped(read), /needed elsewhere/);
      const shared = normalized(conv(image()))
        .node('Neg', ['x'], ['n'])
        .node('Conv', ['n', 'w'], ['z'])
        .output('z', 'float32', null);
      assert.match(await skipped(shared), /weight of the layer before/);
      const computed = conv(image().input('scale', 'float32', [4]))
        .node('BatchNormalization', ['c', 'scale', 'b', 'm', 'v'], ['y'])
        .output('y', 'float32', null);
      assert.match(await skipped(computed), /not all constant/);
      const broken = image()
        .weight('w', 'float32', [4, 3, 3, 3], randomFloats(108))
        .weight('s', 'float32', [4], [1, 1, 1, 1])
        .weight('b', 'float32', [4], [1, 1, 1, 1])
        .weight('m', 'float32', [4], [1, 1, 1, 1])
        .weight('v', 'float32', [4], [0, 1, 1, 1])
        .node('Conv', ['x', 'w'], ['c'])
        .node('BatchNormalization', ['c', 's', 'b', 'm', 'v'], ['y'], { epsilon: 0 })
        .output('y', 'float32', null);
      assert.match(await skipped(broken), /not finite/);
    });
  });

  describe('on request', () => {
    it('fixes open sizes and computes what followed from them', async () => {
      const graph = graphBuilder()
        .input('x', 'float32', ['N', null, 4])
        .node('Shape', ['x'], ['s'])
        .node('Cast', ['s'], ['f'], { to: 1n })
        .node('ReduceProd', ['f'], ['p'], { keepdims: 0n })
        .node('Div', ['x', 'p'], ['y'])
        .output('y', 'float32', ['N', null, 4]);
      const sizes = [
        { name: 'N', value: 2 },
        { name: 'x:1', value: 3 },
      ];
      const { target, simplification } = await simplified(graph, { sizes });
      assert.deepEqual(operators(target), ['Div']);
      assert.deepEqual(target.graph.inputs[0]?.type, { kind: 'tensor', dtype: 'float32', shape: [2, 3, 4] });
      assert.deepEqual(target.graph.outputs[0]?.type, { kind: 'tensor', dtype: 'float32', shape: [2, null, 4] });
      assert.deepEqual(outcome(simplification, 'sizes').names, ['N = 2', 'x:1 = 3']);
      const wrong = simplified(graph, { sizes: [{ name: 'M', value: 1 }] });
      assert.equal((await thrownBy(() => wrong)).code, 'dimension.unknown');
    });

    it('computes in float32 what was float64, with the same inputs and outputs', async () => {
      const graph = graphBuilder()
        .input('x', 'float64', [2, 3])
        .input('i', 'int32', [2, 2])
        .weight('w', 'float64', [3, 2], [0.1, 0.2, 0.3, -0.4, 0.5, 0.6])
        .weight('size', 'int64', [1], [2])
        .node('MatMul', ['x', 'w'], ['a'])
        .node('Cast', ['i'], ['c'], { to: 11n })
        .node('ConstantOfShape', ['size'], ['k'], { value: weightProto('', 'float64', [1], [0.25]) })
        .node('Mul', ['a', 'c'], ['m'])
        .node('Add', ['m', 'k'], ['y'])
        .output('y', 'float64', [2, 2]);
      const { target } = await simplified(graph, { float32: true, tolerance: 1e-6 });
      assert.ok([...target.graph.initializers.values()].every(({ dtype }) => dtype !== 'float64'));
      assert.deepEqual(operators(target), ['Cast', 'MatMul', 'Cast', 'Mul', 'Add', 'Cast']);
      const branch = (): GraphBuilder => graphBuilder('b').node('Neg', ['x'], ['r']).output('r', 'float64', null);
      const nested = graphBuilder()
        .input('x', 'float64', [2])
        .input('c', 'bool', [])
        .node('If', ['c'], ['y'], { then_branch: branch(), else_branch: branch() })
        .output('y', 'float64', null);
      assert.equal((await thrownBy(() => simplified(nested, { float32: true }))).code, 'simplify.float32');
    });

    it('raises the operator set to any from 13 to 25', async () => {
      const graph = (): GraphBuilder =>
        graphBuilder()
          .input('x', 'float32', [2, 6, 4])
          .node('ReduceMean', ['x'], ['m'], { axes: [1n] })
          .node('Split', ['x'], ['p', 'q'], { axis: 1n })
          .node('Softmax', ['p'], ['s'], { axis: 2n })
          .node('ReduceMax', ['q'], ['r'], { axes: [-1n], keepdims: 0n })
          .output('m', 'float32', null)
          .output('s', 'float32', null)
          .output('r', 'float32', null);
      for (const opset of [13, 17, 18, 21, 25]) {
        const { target } = await simplified(graph(), { opset, model: { opset: 11 } });
        assert.deepEqual(target.opsets, [{ domain: '', version: opset }]);
      }
      for (const opset of [10, 26]) {
        const { code } = await thrownBy(() => simplified(graph(), { opset, model: { opset: 11 } }));
        assert.equal(code, 'simplify.opset');
      }
    });

    it('refuses names it does not know, and passes without what they need', async () => {
      const graph = image().node('Relu', ['x'], ['y']).output('y', 'float32', null);
      assert.equal((await thrownBy(() => simplified(graph, { only: ['nothing'] }))).code, 'simplify.unknownPass');
      assert.equal((await thrownBy(() => simplified(graph, { skip: ['nothing'] }))).code, 'simplify.unknownPass');
      assert.equal((await thrownBy(() => simplified(graph, { only: ['opset'] }))).code, 'simplify.passNeedsOption');
    });
  });
});
