import assert from 'node:assert/strict';
import { categoryOf } from '../../../../webview/graph/categories';
import { enclosingGraphs, rootGraphs } from '../../../../webview/graph/enclosingGraphs';

describe('graph texts', () => {
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
