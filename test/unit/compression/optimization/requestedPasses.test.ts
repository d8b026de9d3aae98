import assert from 'node:assert/strict';
import { type GraphBuilder, graphBuilder, weightProto } from '../../../fixtures/builders/onnxModel';
import { thrownBy } from '../../../fixtures/thrown';
import { operators, outcome, passSuite } from './simplifyHarness';

describe('passes on request', () => {
  const suite = passSuite();

  const image = (): GraphBuilder => graphBuilder().input('x', 'float32', [2, 3, 6, 6]);

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
      const { target, simplification } = await suite.simplified(graph, { sizes });
      assert.deepEqual(operators(target), ['Div']);
      assert.deepEqual(target.graph.inputs[0]?.type, { kind: 'tensor', dtype: 'float32', shape: [2, 3, 4] });
      assert.deepEqual(target.graph.outputs[0]?.type, { kind: 'tensor', dtype: 'float32', shape: [2, null, 4] });
      assert.deepEqual(outcome(simplification, 'sizes').names, ['N = 2', 'x:1 = 3']);
      const wrong = suite.simplified(graph, { sizes: [{ name: 'M', value: 1 }] });
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
      const { target } = await suite.simplified(graph, { float32: true, tolerance: 1e-6 });
      assert.ok([...target.graph.initializers.values()].every(({ dtype }) => dtype !== 'float64'));
      assert.deepEqual(operators(target), ['Cast', 'MatMul', 'Cast', 'Mul', 'Add', 'Cast']);
      const branch = (): GraphBuilder => graphBuilder('b').node('Neg', ['x'], ['r']).output('r', 'float64', null);
      const nested = graphBuilder()
        .input('x', 'float64', [2])
        .input('c', 'bool', [])
        .node('If', ['c'], ['y'], { then_branch: branch(), else_branch: branch() })
        .output('y', 'float64', null);
      assert.equal((await thrownBy(() => suite.simplified(nested, { float32: true }))).code, 'simplify.float32');
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
        const { target } = await suite.simplified(graph(), { opset, model: { opset: 11 } });
        assert.deepEqual(target.opsets, [{ domain: '', version: opset }]);
      }
      for (const opset of [10, 26]) {
        const { code } = await thrownBy(() => suite.simplified(graph(), { opset, model: { opset: 11 } }));
        assert.equal(code, 'simplify.opset');
      }
    });

    it('refuses names it does not know, and passes without what they need', async () => {
      const graph = image().node('Relu', ['x'], ['y']).output('y', 'float32', null);
      assert.equal((await thrownBy(() => suite.simplified(graph, { only: ['nothing'] }))).code, 'simplify.unknownPass');
      assert.equal((await thrownBy(() => suite.simplified(graph, { skip: ['nothing'] }))).code, 'simplify.unknownPass');
      assert.equal(
        (await thrownBy(() => suite.simplified(graph, { only: ['opset'] }))).code,
        'simplify.passNeedsOption',
      );
    });
  });
});
