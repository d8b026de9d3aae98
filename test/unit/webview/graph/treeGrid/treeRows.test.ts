import assert from 'node:assert/strict';
import { NONE } from '../../../../../webview/graph/hierarchy/hierarchy';
import { ArrangedGraph } from '../../../../../webview/graph/navigation/arrangedGraph';
import { rowTitle, TreeRows } from '../../../../../webview/graph/treeGrid/treeRows';
import { arrangementOf, pageOf } from '../navigation/testArrangement';

const page = pageOf(4, [
  [0, 1],
  [1, 2],
  [2, 3],
]);
const parts = [0, { title: 'encoder', parts: [1, { title: 'layer', parts: [2] }] }, 3];
const ENCODER = 4;
const LAYER = 5;

function rowsWith(open: readonly string[]): TreeRows {
  return new TreeRows(new ArrangedGraph(arrangementOf(page, parts, [], open)));
}

describe('rows of the tree of a graph', () => {
  it('are what no folded group hides, with level and place', () => {
    const rows = rowsWith(['encoder']);
    assert.deepEqual([...rows.items], [0, ENCODER, 1, LAYER, 3]);
    assert.deepEqual([...rows.level], [1, 1, 2, 2, 1]);
    assert.deepEqual([...rows.position], [1, 2, 1, 2, 3]);
    assert.deepEqual([...rows.among], [3, 3, 2, 2, 3]);
    assert.deepEqual([...rows.parent], [NONE, NONE, 1, 1, NONE]);
    assert.deepEqual([...rowsWith([]).items], [0, ENCODER, 3]);
    assert.deepEqual([...rowsWith(['encoder', 'layer']).items], [0, ENCODER, 1, LAYER, 2, 3]);
  });

  it('stand for what they hide', () => {
    const rows = rowsWith(['encoder']);
    assert.equal(rows.rowOf(2), 3);
    assert.equal(rows.rowOf(3), 4);
    assert.equal(rowsWith([]).rowOf(2), 1);
  });

  it('are found by how they begin, from a row on and around the end', () => {
    const graph = new ArrangedGraph(arrangementOf(page, parts, [], ['encoder']));
    const rows = new TreeRows(graph);
    assert.equal(rowTitle(graph, 1), 'n1');
    assert.equal(rows.beginning('N', 1), 2);
    assert.equal(rows.beginning('n', 3), 4);
    assert.equal(rows.beginning('n0', 3), 0);
    assert.equal(rows.beginning('lay', 0), 3);
    assert.equal(rows.beginning('x', 0), null);
  });
});
