import assert from 'node:assert/strict';
import { PASSES } from '../../../../src/compression/optimization/passes';
import { RULES } from '../../../../src/model/lint/rules';
import { type GraphBuilder, graphBuilder } from '../../../fixtures/builders/onnxModel';
import { operators, outcome, passSuite } from './simplifyHarness';

describe('passes that drop and merge', () => {
  const suite = passSuite();

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
      const { target, simplification } = await suite.simplified(graph);
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
      const { simplification } = await suite.simplified(graph);
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
      assert.deepEqual(operators((await suite.simplified(graph)).target), kept);
    });

    it('keeps names of outputs: the node before takes them over, or the Identity stays', async () => {
      const taken = image().node('Relu', ['x'], ['a']).node('Identity', ['a'], ['y']).output('y', 'float32', null);
      assert.deepEqual(operators((await suite.simplified(taken)).target), ['Relu']);
      const bound = image()
        .weight('w', 'float32', [2], [1, 2])
        .node('Relu', ['x'], ['a'])
        .node('Identity', ['a'], ['y'])
        .node('Identity', ['a'], ['z'])
        .node('Identity', ['x'], ['p'])
        .node('Identity', ['w'], ['q']);
      for (const name of ['a', 'y', 'z', 'p', 'q']) bound.output(name, 'float32', null);
      const { target, simplification } = await suite.simplified(bound);
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
      assert.deepEqual(operators((await suite.simplified(graph)).target), ['Relu', 'Identity', 'Neg']);
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
      const { target, simplification } = await suite.simplified(graph);
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
      const { target } = await suite.simplified(graph);
      assert.deepEqual(operators(target), ['Reshape', 'Relu']);
    });

    it('knows open sizes by name', async () => {
      const graph = graphBuilder()
        .input('x', 'float32', ['N', 3, 4])
        .node('Shape', ['x'], ['s'])
        .node('Reshape', ['x', 's'], ['a'])
        .node('Relu', ['a'], ['y'])
        .output('y', 'float32', null);
      assert.deepEqual(operators((await suite.simplified(graph)).target), ['Relu']);
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
      assert.deepEqual(operators((await suite.simplified(graph)).target), ['Transpose', 'Relu', 'Neg']);
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
      assert.deepEqual(operators((await suite.simplified(graph)).target), [
        'Transpose',
        'Transpose',
        'Relu',
        'Relu',
        'Relu',
      ]);
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
      assert.deepEqual(operators((await suite.simplified(graph)).target), ['Relu', 'Reshape']);
    });

    it('keeps a Reshape that copies a size of the one before', async () => {
      const graph = graphBuilder()
        .input('x', 'float32', ['N', 3, 4])
        .weight('flat', 'int64', [2], [-1, 4])
        .weight('copy', 'int64', [3], [0, 2, 2])
        .node('Reshape', ['x', 'flat'], ['a'])
        .node('Reshape', ['a', 'copy'], ['y'])
        .output('y', 'float32', null);
      assert.deepEqual(operators((await suite.simplified(graph)).target), ['Reshape', 'Reshape']);
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
      assert.deepEqual(operators((await suite.simplified(graph)).target), ['Neg', 'Cast', 'Cast', 'Cast', 'Neg']);
    });

    it('takes a negation out of a choice', async () => {
      const graph = graphBuilder()
        .input('x', 'float32', [8])
        .input('y', 'float32', [8])
        .node('Greater', ['x', 'y'], ['c'])
        .node('Not', ['c'], ['n'])
        .node('Where', ['n', 'x', 'y'], ['z'])
        .output('z', 'float32', null);
      assert.deepEqual(operators((await suite.simplified(graph)).target), ['Greater', 'Where']);
    });
  });
});
