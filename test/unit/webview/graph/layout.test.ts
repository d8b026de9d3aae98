import assert from 'node:assert/strict';
import { layout } from '../../../../webview/graph/layout/layout';
import { type Layout, type LayoutInput, PLACE_GAP, TRUNK } from '../../../../webview/graph/layout/layoutTypes';
import { chainWithMask, layoutInput, randomGraph } from '../testGraphs';

const inputs: readonly (readonly [string, LayoutInput])[] = [
  ['one vertex', layoutInput(1, [])],
  ['loose vertices', layoutInput(5, [])],
  [
    'a diamond with a long edge',
    layoutInput(5, [
      [0, 1],
      [0, 2],
      [1, 3],
      [2, 3],
      [3, 4],
      [0, 4],
    ]),
  ],
  [
    'the same edge twice',
    layoutInput(2, [
      [0, 1],
      [0, 1],
    ]),
  ],
  ['a chain with a mask', chainWithMask(300)],
  ['a sparse random graph', randomGraph(200, 260, 1)],
  ['a dense random graph', randomGraph(120, 900, 7)],
];

describe('graph layout', () => {
  for (const [name, input] of inputs) {
    it(`gives ${name} valid ranks, no overlaps and a line for every edge`, () => {
      const result = layout(input);
      assertRanks(input, result);
      assertNoOverlaps(result);
      assertEveryEdgeIsDrawn(input, result);
    });
  }

  it('of nothing is empty', () => {
    const result = layout(layoutInput(0, [], []));
    assert.equal(result.ranks, 0);
    assert.equal(result.places, 0);
    assert.ok(Number.isFinite(result.left) && Number.isFinite(result.right));
  });

  it('is the same every time', () => {
    const input = randomGraph(150, 300, 3);
    assert.deepEqual(layout(input), layout(input));
  });

  it('shares one trunk among the consumers of a tensor', () => {
    const result = layout(chainWithMask(20_000));
    const trunkPlaces = result.places - 20_000;
    assert.ok(trunkPlaces < 3 * 20_000, `${trunkPlaces} trunk places`);
    assert.equal(
      result.portal.reduce((sum, portal) => sum + portal, 0),
      0,
    );
    assertNoOverlaps(result);
  });

  it('bounds the drawing of a graph in which everything feeds the last vertex', () => {
    const vertices = 4000;
    const edges: [number, number][] = [];
    for (let v = 1; v < vertices; v++) edges.push([v - 1, v], [v - 1, vertices - 1]);
    const result = layout(layoutInput(vertices, edges));
    assert.ok(result.places < 20_000 + 5 * vertices, `${result.places} places`);
    assertEveryEdgeIsDrawn(layoutInput(vertices, edges), result);
  });

  it('draws edges that close a cycle as portals', () => {
    const input = layoutInput(3, [
      [0, 1],
      [1, 2],
      [2, 0],
      [1, 1],
    ]);
    const result = layout(input);
    assert.deepEqual([...result.portal], [0, 0, 1, 1]);
    assertNoOverlaps(result);
  });

  it('puts constants just above their first user, and leaves inputs at the top', () => {
    // 0 is the input; 1 to 3 follow it; 4 is a constant used by 3, through 5.
    const result = layout(
      layoutInput(6, [
        [0, 1],
        [1, 2],
        [2, 3],
        [4, 5],
        [5, 3],
      ]),
    );
    assert.equal(result.rank[0], 0);
    assert.equal(result.rank[3], 3);
    assert.equal(result.rank[5], 2);
    assert.equal(result.rank[4], 1);
  });

  it('keeps a simple chain straight', () => {
    const result = layout(
      layoutInput(4, [
        [0, 1],
        [1, 2],
        [2, 3],
      ]),
    );
    assert.equal(new Set(result.x).size, 1);
  });

  it('keeps trunks straight between the ends of a long edge', () => {
    const edges: [number, number][] = Array.from({ length: 9 }, (_, v) => [v, v + 1]);
    const result = layout(layoutInput(10, [...edges, [0, 9]]));
    const trunk = Array.from(result.x.subarray(result.vertices));
    assert.equal(trunk.length, 8);
    assert.ok(Math.max(...trunk) - Math.min(...trunk) < 1, trunk.join(' '));
  });

  it('has no crossing where none is needed', () => {
    // Two chains given in an order that crosses: 0→3, 1→2.
    const result = layout(
      layoutInput(
        4,
        [
          [0, 3],
          [1, 2],
        ],
        [0, 1],
      ),
    );
    const [a = 0, b = 0, c = 0, d = 0] = result.x;
    assert.equal(Math.sign(a - b), Math.sign(d - c));
  });
});

function assertRanks(input: LayoutInput, result: Layout): void {
  input.from.forEach((from, e) => {
    if (result.portal[e] === 1) return;
    const to = input.to[e] ?? 0;
    assert.ok((result.rank[from] ?? 0) < (result.rank[to] ?? 0), `edge ${e} goes down`);
  });
  assert.equal(result.order.length, result.places);
  assert.equal(new Set(result.order).size, result.places);
}

function assertNoOverlaps(result: Layout): void {
  for (let r = 0; r < result.ranks; r++) {
    const members = result.order.subarray(result.rankStart[r], result.rankStart[r + 1]);
    for (let i = 1; i < members.length; i++) {
      const left = members[i - 1] ?? 0;
      const right = members[i] ?? 0;
      const gap = (result.x[right] ?? 0) - (result.x[left] ?? 0);
      const needed = ((result.width[left] ?? 0) + (result.width[right] ?? 0)) / 2 + PLACE_GAP;
      // Positions are stored with 24 bits.
      assert.ok(gap > needed - 0.01 - Math.abs(result.x[right] ?? 0) * 1e-6, `rank ${r}: ${gap} < ${needed}`);
    }
    if (r > 0) assert.ok((result.rankTop[r] ?? 0) > (result.rankBottom[r - 1] ?? 0));
  }
}

/** Every edge that is not a portal is a connected path of segments from its producer to its consumer. */
function assertEveryEdgeIsDrawn(input: LayoutInput, result: Layout): void {
  const { segments } = result;
  const joined = new Set<string>();
  const lastOf = new Map<number, number>();
  segments.from.forEach((from, s) => {
    const to = segments.to[s] ?? 0;
    assert.equal(result.rank[to], (result.rank[from] ?? 0) + 1);
    joined.add(`${from} ${to}`);
    const edge = segments.edge[s] ?? TRUNK;
    if (edge !== TRUNK) lastOf.set(edge, s);
  });
  input.from.forEach((from, e) => {
    if (result.portal[e] === 1) return;
    const last = lastOf.get(e);
    assert.notEqual(last, undefined, `edge ${e} has a last segment`);
    assert.equal(segments.to[last ?? 0], input.to[e]);
    let place = segments.from[last ?? 0] ?? 0;
    assert.equal(place, result.lastPlace[e]);
    while (place >= result.vertices) {
      const parent = result.parent[place] ?? 0;
      assert.ok(joined.has(`${parent} ${place}`));
      place = parent;
    }
    assert.equal(place, from);
  });
}
