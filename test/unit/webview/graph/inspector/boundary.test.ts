import assert from 'node:assert/strict';
import { boundaryOf } from '../../../../../webview/graph/inspector/boundary';
import { ArrangedGraph } from '../../../../../webview/graph/navigation/arrangedGraph';
import { arrangementOf, pageOf } from '../navigation/testArrangement';

describe('the border of a group', () => {
  /** 0 gives one value to 1 and 2, which are in the group; 1 and 2 give to each other and to 3. */
  const page = {
    ...pageOf(4, [
      [0, 1],
      [0, 2],
      [1, 2],
      [1, 3],
      [2, 3],
    ]),
    value: Uint32Array.of(0, 0, 1, 1, 2),
    values: ['in', 'inner', 'out'],
    valueTypes: ['float32[1]', 'float32[2]', 'float32[3]'],
  };
  const graph = new ArrangedGraph(arrangementOf(page, [0, { title: 'block', parts: [1, 2] }, 3], [], []));
  const GROUP = 4;

  it('is crossed by each value once, whoever uses it inside', () => {
    const { inputs, outputs } = boundaryOf(graph, GROUP);
    assert.deepEqual(inputs, [{ name: 'in', type: 'float32[1]', items: [0] }]);
    assert.deepEqual(outputs, [
      { name: 'inner', type: 'float32[2]', items: [3] },
      { name: 'out', type: 'float32[3]', items: [3] },
    ]);
  });

  it('holds nodes that are told once, whatever is selected twice', () => {
    assert.deepEqual(graph.nodesIn([GROUP, 1, 3]), [1, 2, 3]);
  });
});
