import assert from 'node:assert/strict';
import { NONE } from '../../../../../webview/graph/hierarchy/hierarchy';
import { ArrangedGraph } from '../../../../../webview/graph/navigation/arrangedGraph';
import { moved, outermost, type Way } from '../../../../../webview/graph/navigation/moves';
import { Neighbours } from '../../../../../webview/graph/navigation/neighbours';
import { arrangementOf, type Part, pageOf } from './testArrangement';

/**
 * ```
 *      0
 *    ┌ 1   2 ┐ encoder, 1 in its layer
 *    └ 3     ┘
 *      4        5 (apart)
 * ```
 */
const page = pageOf(6, [
  [0, 1],
  [0, 2],
  [1, 3],
  [2, 3],
  [3, 4],
]);
const parts: readonly Part[] = [0, { title: 'encoder', parts: [{ title: 'layer', parts: [1] }, 2, 3] }, 4, 5];
const points = [
  [0, 0],
  [0, 100],
  [200, 100],
  [0, 200],
  [0, 300],
  [400, 300],
] as const;
const ENCODER = 6;
const LAYER = 7;

function graphWith(open: readonly string[], direction: 'down' | 'right' = 'down'): ArrangedGraph {
  return new ArrangedGraph(arrangementOf(page, parts, points, open, direction));
}

function mover(graph: ArrangedGraph): (item: number, way: Way) => number | null {
  const neighbours = new Neighbours(graph);
  return (item, way) => moved(graph, neighbours, item, way);
}

describe('an arranged graph', () => {
  it('knows what stands for what is hidden', () => {
    const folded = graphWith([]);
    assert.deepEqual(
      [0, 1, 2, 3, 4, ENCODER, LAYER].map(item => folded.shown(item)),
      [0, ENCODER, ENCODER, ENCODER, 4, ENCODER, ENCODER],
    );
    const half = graphWith(['encoder']);
    assert.deepEqual(
      [1, 2, LAYER].map(item => half.shown(item)),
      [LAYER, 2, LAYER],
    );
    assert.deepEqual(half.around(1), [ENCODER, LAYER]);
    assert.ok(half.isInside(1, ENCODER));
    assert.ok(!half.isInside(ENCODER, ENCODER));
  });

  it('shows what is attached as the node it is attached to, wherever that is hidden', () => {
    const made = arrangementOf(page, parts, points, []);
    made.hierarchy.attachedTo[5] = 1;
    made.drawing.positionOf[5] = NONE;
    assert.equal(new ArrangedGraph(made).shown(5), ENCODER);
  });

  it('finds items by the places of their nodes', () => {
    const graph = graphWith([]);
    assert.equal(graph.itemOf({ graph: 'main', index: 3 }), 3);
    assert.equal(graph.itemOf({ graph: 'main', index: 99 }), null);
    assert.equal(graph.itemOf({ graph: 'other', index: 3 }), null);
    assert.deepEqual(graph.placeOf(3), { graph: 'main', index: 3 });
    assert.equal(graph.placeOf(ENCODER), null);
  });
});

describe('neighbours along edges', () => {
  it('are groups where what they hold is hidden', () => {
    const neighbours = new Neighbours(graphWith([]));
    assert.deepEqual(neighbours.after(0), [ENCODER]);
    assert.deepEqual(neighbours.after(ENCODER), [4]);
    assert.deepEqual(neighbours.before(ENCODER), [0]);
    assert.deepEqual(neighbours.before(5), []);
  });

  it('of an open group are what lies outside of it', () => {
    const neighbours = new Neighbours(graphWith(['encoder', 'layer']));
    assert.deepEqual(neighbours.after(0), [1, 2]);
    assert.deepEqual(neighbours.after(ENCODER), [4]);
    assert.deepEqual(neighbours.before(ENCODER), [0]);
    assert.deepEqual(neighbours.before(LAYER), [0]);
    assert.deepEqual(neighbours.after(LAYER), [3]);
  });
});

describe('arrow keys', () => {
  it('follow the straightest edge with and against the flow', () => {
    const go = mover(graphWith(['encoder', 'layer']));
    assert.equal(go(0, 'down'), 1);
    assert.equal(go(2, 'down'), 3);
    assert.equal(go(3, 'up'), 1);
    assert.equal(go(3, 'down'), 4);
  });

  it('go to the nearest box across the flow, and on where no edge leads', () => {
    const go = mover(graphWith(['encoder', 'layer']));
    assert.equal(go(1, 'right'), 2);
    assert.equal(go(2, 'left'), 1);
    assert.equal(go(4, 'right'), 5);
    assert.equal(go(5, 'up'), 2);
    assert.equal(go(0, 'up'), null);
  });

  it('turn with the direction of the graph', () => {
    const go = mover(graphWith(['encoder', 'layer'], 'right'));
    assert.equal(go(0, 'right'), 1);
    assert.equal(go(3, 'left'), 1);
    assert.equal(go(0, 'down'), 1);
    assert.equal(go(4, 'down'), null);
  });

  it('begin and end with the outermost boxes, not with frames', () => {
    const graph = graphWith(['encoder']);
    assert.equal(outermost(graph, 1), 0);
    assert.equal(outermost(graph, -1), 5);
  });
});
