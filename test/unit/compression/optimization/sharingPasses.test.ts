import assert from 'node:assert/strict';
import { type GraphBuilder, graphBuilder, weightProto } from '../../../fixtures/builders/onnxModel';
import { randomFloats, writeModel } from '../harness';
import { operators, outcome, passSuite, simplifyFile } from './simplifyHarness';

describe('passes that keep things once', () => {
  const suite = passSuite();

  const image = (): GraphBuilder => graphBuilder().input('x', 'float32', [2, 3, 6, 6]);

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
      const { target } = await suite.simplified(graph);
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
      const { target, simplification } = await suite.simplified(graph, { only: ['duplicate-weights'] });
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
        const { target, simplification } = await suite.simplified(graph, { model: { irVersion, opset: 9 } });
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
      const { target } = await suite.simplified(graph, { skip: ['input-initializers'] });
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
      assert.deepEqual(operators((await suite.simplified(graph)).target), ['Conv', 'Conv', 'Relu', 'Add', 'Add']);
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
      assert.deepEqual(operators((await suite.simplified(graph)).target), ['If', 'If', 'Neg', 'Neg']);
      const random = graphBuilder()
        .node('RandomUniform', [], ['a'], { shape: [1000n] })
        .node('RandomUniform', [], ['b'], { shape: [1000n] })
        .node('Sub', ['a', 'b'], ['y'])
        .output('y', 'float32', null);
      const file = await writeModel(suite.file('random.onnx'), random);
      const { target } = await simplifyFile(suite.runtime, file, suite.file('after.onnx'));
      assert.deepEqual(operators(target), ['RandomUniform', 'RandomUniform', 'Sub']);
    });

    it('that no output depends on are dropped, with their weights', async () => {
      const graph = image()
        .weight('w', 'float32', [1], [2])
        .node('Mul', ['x', 'w'], ['a'])
        .node('Neg', ['a'], ['b'])
        .node('Relu', ['x'], ['y'])
        .output('y', 'float32', null);
      const { target, simplification } = await suite.simplified(graph);
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
      const { target, simplification } = await suite.simplified(graph);
      assert.deepEqual(operators(target), ['Identity', 'Neg', 'Neg', 'If', 'Mul']);
      assert.ok(
        target.graph.initializers.has('w2') && target.graph.initializers.has('k') && target.graph.initializers.has('f'),
      );
      assert.match(simplification.notes.join(), /1 node has branches or loop bodies/);
    });
  });
});
