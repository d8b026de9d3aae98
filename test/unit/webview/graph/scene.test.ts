import assert from 'node:assert/strict';
import { DrawnGraph } from '../../../../webview/graph/drawnGraph';
import { layout } from '../../../../webview/graph/layout/layout';
import { connectedSegments, makeScene, type Scene, sibling, vertexAt } from '../../../../webview/graph/scene';
import { boxSizes, secondLine } from '../../../../webview/graph/sizes';
import { smallPage } from '../testGraphs';

function smallScene(): Scene {
  const graph = new DrawnGraph(smallPage());
  const sizes = boxSizes(graph, text => text.length * 6);
  const anchored = new Uint8Array(graph.vertices);
  anchored[3] = 1;
  const { from, to } = graph.page;
  return makeScene(graph, layout({ vertices: graph.vertices, from, to, ...sizes, anchored }));
}

describe('graph scene', () => {
  it('tells nodes, inputs and outputs apart', () => {
    const graph = new DrawnGraph(smallPage());
    assert.deepEqual(
      [0, 3, 4].map(vertex => graph.kind(vertex)),
      ['node', 'input', 'output'],
    );
    assert.equal(graph.describe(0), 'Conv conv1, kernel 3×3');
    assert.equal(graph.describe(4), 'Graph output scores, float32[1,10]');
    assert.deepEqual(graph.producers(1), [0]);
    assert.deepEqual(graph.consumers(2), [4]);
  });

  it('writes the size of a node’s weights under it', () => {
    assert.equal(secondLine(new DrawnGraph(smallPage()), 0), 'kernel 3×3 · 6.91 kB');
  });

  it('finds the vertex under a point, and nothing beside it', () => {
    const scene = smallScene();
    for (let vertex = 0; vertex < scene.graph.vertices; vertex++) {
      const x = scene.layout.x[vertex] ?? 0;
      const y = scene.layout.y[vertex] ?? 0;
      assert.equal(vertexAt(scene.layout, x, y), vertex);
      assert.equal(vertexAt(scene.layout, x + 2000, y), null);
      assert.equal(vertexAt(scene.layout, x, (scene.layout.rankBottom[scene.layout.rank[vertex] ?? 0] ?? 0) + 5), null);
    }
  });

  it('emphasises the edges into and out of a vertex only', () => {
    const scene = smallScene();
    const { segments } = scene.layout;
    const found = Array.from(connectedSegments(scene, 1), s => `${segments.from[s]}→${segments.to[s]}`);
    assert.deepEqual(found.sort(), ['0→1', '1→2']);
  });

  it('has no sibling in a rank of one', () => {
    assert.equal(sibling(smallScene().layout, 0, 1), null);
  });
});
