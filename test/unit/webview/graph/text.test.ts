import assert from 'node:assert/strict';
import { categoryOf } from '../../../../webview/graph/categories';
import { edgeLabel } from '../../../../webview/graph/edgeLabel';
import { enclosingGraphs, rootGraphs } from '../../../../webview/graph/enclosingGraphs';
import { shorten } from '../../../../webview/graph/shorten';

describe('graph texts', () => {
  it('writes shapes on edges', () => {
    assert.equal(edgeLabel('float32[1,64,56,56]'), '1×64×56×56');
    assert.equal(edgeLabel('int64[3]'), 'int64 3');
    assert.equal(edgeLabel('float32[]'), 'float32');
    assert.equal(edgeLabel('sequence(float32[N])'), 'sequence(float32[N])');
    assert.equal(edgeLabel(''), '');
  });

  it('shortens text to the room there is', () => {
    const measure = (text: string): number => text.length;
    assert.equal(shorten('abcdef', 6, measure), 'abcdef');
    assert.equal(shorten('abcdefg', 6, measure), 'abcde…');
    assert.equal(shorten('abc', 0, measure), '…');
  });

  it('sorts operators into families, whatever their domain', () => {
    assert.equal(categoryOf('Conv'), 'product');
    assert.equal(categoryOf('com.microsoft.FusedConv'), 'product');
    assert.equal(categoryOf('QuantizeLinear'), 'quantization');
    assert.equal(categoryOf('__proto__'), 'other');
  });

  it('leads from a subgraph to the graphs around it', () => {
    const graph = (id: string, parent: string | null) => ({ id, title: id, nodes: 1, parent });
    const graphs = [
      graph('main', null),
      graph('main/3.then_branch', 'main'),
      graph('main/3.then_branch/0.body', 'main/3.then_branch'),
      graph('main/30.body', 'main'),
      graph('main/function', null),
      graph('a', 'b'),
      graph('b', 'a'),
    ];
    const around = enclosingGraphs('main/3.then_branch/0.body', graphs).map(graph => graph.id);
    assert.deepEqual(around, ['main', 'main/3.then_branch']);
    assert.deepEqual(enclosingGraphs('main', graphs), []);
    const ring = enclosingGraphs('a', graphs).map(graph => graph.id);
    assert.deepEqual(ring, ['b']);
    const roots = rootGraphs(graphs).map(graph => graph.id);
    assert.deepEqual(roots, ['main', 'main/function']);
  });
});
