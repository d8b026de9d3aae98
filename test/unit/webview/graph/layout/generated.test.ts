import assert from 'node:assert/strict';
import { type Hierarchy, ITEM, NONE } from '../../../../../webview/graph/hierarchy/hierarchy';
import type { Drawing } from '../../../../../webview/graph/layout/drawing';
import { drawing } from '../../../../../webview/graph/layout/makeDrawing';
import { checkDrawing } from '../../../../fixtures/drawings/checkDrawing';
import { drawingInput, HierarchyBuilder } from '../../../../fixtures/drawings/hierarchyOf';
import {
  dense,
  longChain,
  loose,
  nested,
  oneToAll,
  parallel,
  random,
  residualCnn,
  transformer,
  uShape,
} from '../../../../fixtures/drawings/networks';
import { seededRandom } from '../../../../fixtures/seededRandom';

const DIRECTIONS = ['down', 'right'] as const;

const small: readonly (readonly [string, Hierarchy])[] = [
  ['a language model', transformer(6)],
  ['a residual network', residualCnn(12)],
  ['a U-shaped network', uShape(7)],
  ['a densely connected network', dense(3, 9)],
  ['a tensor that feeds all', oneToAll(200)],
  ['parallel branches', parallel(120)],
  ['loose parts', loose(200)],
  ['nested groups', nested(30)],
  ['an open group without children', emptyGroup()],
  ['only inputs', onlyInputs()],
  ['edges of all odd kinds', oddEdges()],
];

const large: readonly (readonly [string, Hierarchy])[] = [
  ['a language model of 50,000 nodes', transformer(2080)],
  ['a residual network of 50,000 nodes', residualCnn(7000)],
  ['a chain of 50,000 nodes', longChain(50_000)],
  ['one tensor to 50,000 nodes', oneToAll(50_000)],
  ['dense skip connections', dense(10, 40)],
  ['50,000 nodes in loose parts', loose(10_000)],
  ['2,000 parallel branches', parallel(2000)],
  ['1,000 nested groups', nested(1000)],
  ['a random graph', random(4000, 6000, 11)],
  ['a random graph with cycles', random(4000, 6000, 12, true)],
];

describe('drawings of generated graphs', function () {
  this.timeout(120_000);

  for (const [name, hierarchy] of small) {
    for (const direction of DIRECTIONS) {
      it(`keep ${name} in order (${direction})`, () => {
        const input = drawingInput(hierarchy, direction);
        assert.deepEqual(checkDrawing(input, drawing(input)), []);
      });
    }
  }

  for (const [name, hierarchy] of large) {
    it(`keep ${name} in order, and are the same every time`, () => {
      const input = drawingInput(hierarchy);
      const made = drawing(input);
      assert.deepEqual(checkDrawing(input, made), []);
      assert.ok(isSame(made, drawing(input)));
    });
  }

  it('keep random graphs in order whatever is open', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const next = seededRandom(seed);
      const hierarchy = random(10 + Math.floor(next() * 70), 10 + Math.floor(next() * 120), seed, seed % 2 === 0);
      const input = drawingInput(hierarchy, seed % 3 === 0 ? 'right' : 'down', () => next() < 0.7);
      assert.deepEqual(checkDrawing(input, drawing(input)), [], `seed ${seed}`);
    }
  });

  it('of nothing are empty', () => {
    const made = drawing(drawingInput(new HierarchyBuilder().done()));
    assert.equal(made.items.length, 0);
    assert.deepEqual(made.bounds, { left: 0, top: 0, right: 0, bottom: 0 });
  });

  it('bear sizes that are none', () => {
    const input = drawingInput(transformer(1));
    input.width.fill(Number.NaN, 0, 20);
    input.height.fill(Number.POSITIVE_INFINITY, 10, 30);
    const made = drawing(input);
    assert.ok([...made.left, ...made.top, ...made.width, ...made.height, ...made.points].every(Number.isFinite));
  });

  it('leave out what is attached', () => {
    const b = new HierarchyBuilder();
    const [first = 0, second = 0] = b.chain(2);
    const constant = b.attached(second);
    const made = drawing(drawingInput(b.done()));
    assert.deepEqual([...made.items], [first, second]);
    assert.equal(made.positionOf[constant], NONE);
    assert.equal(made.lastLine[1], NONE);
    assert.equal(made.stubs.length, 0);
  });

  it('draw what runs against the flow as a line, not as a stub', () => {
    const b = new HierarchyBuilder();
    const group = b.scope();
    const first = b.node(group);
    const between = b.node();
    const second = b.node(group);
    b.edge(first, between);
    b.edge(between, second);
    const input = drawingInput(b.done(), 'down', () => false);
    const made = drawing(input);
    assert.deepEqual(checkDrawing(input, made), []);
    assert.equal(made.stubs.length, 0);
    assert.notEqual(made.lastLine[0], NONE);
    assert.notEqual(made.lastLine[1], NONE);
  });

  it('give a producer of 2,000 boxes one bus with short stems', () => {
    const b = new HierarchyBuilder();
    const source = b.item(ITEM.input);
    for (let i = 0; i < 2000; i++) b.edge(source, b.node());
    const made = drawing(drawingInput(b.done()));
    assert.ok(made.points.length / 2 < 5 * 2000, `${made.points.length / 2} points`);
    assert.equal(new Set(made.source).size, 1);
  });

  it('set loose parts in rows', () => {
    const { left, right, top, bottom } = drawing(drawingInput(loose(2000))).bounds;
    const aspect = (right - left) / (bottom - top);
    assert.ok(aspect > 0.5 && aspect < 4, `${right - left} by ${bottom - top}`);
  });

  it('cut what would need too much room to stubs, one for each pair', () => {
    const b = new HierarchyBuilder();
    const chain = b.chain(3000);
    chain.forEach((node, i) => {
      const far = chain[(i * 7919) % chain.length] ?? 0;
      if (far > node) b.edge(node, far);
      if (far > node) b.edge(node, far);
    });
    const input = drawingInput(b.done());
    const made = drawing(input);
    assert.ok(made.stubs.length > 0);
    assert.ok(made.points.length / 2 < 60 * 3000, `${made.points.length / 2} points`);
    assert.deepEqual(checkDrawing(input, made), []);
  });
});

function emptyGroup(): Hierarchy {
  const b = new HierarchyBuilder();
  const group = b.scope();
  b.edge(b.node(), group);
  b.scope(group);
  return b.done();
}

function onlyInputs(): Hierarchy {
  const b = new HierarchyBuilder();
  for (let i = 0; i < 9; i++) b.item(ITEM.input);
  return b.done();
}

/** Self loops, the same edge twice, edges both ways, and edges between a group and what it holds. */
function oddEdges(): Hierarchy {
  const b = new HierarchyBuilder();
  const [one = 0, two = 0] = b.chain(2);
  const holder = b.item(ITEM.holder);
  const body = b.item(ITEM.body, holder);
  const [inner = 0, last = 0] = b.chain(2, body);
  const edges = [
    [one, one],
    [one, two],
    [one, two],
    [two, one],
    [two, holder],
    [two, inner],
    [two, body],
    [holder, inner],
    [last, holder],
    [last, body],
    [last, one],
    [holder, two],
    [body, one],
  ] as const;
  for (const [from, to] of edges) b.edge(from, to);
  return b.done();
}

function isSame(one: Drawing, other: Drawing): boolean {
  return (Object.keys(one) as (keyof Drawing)[]).every(name => {
    const a = one[name];
    const b = other[name];
    if (!ArrayBuffer.isView(a) || !ArrayBuffer.isView(b)) return JSON.stringify(a) === JSON.stringify(b);
    return Buffer.from(a.buffer, a.byteOffset, a.byteLength).equals(Buffer.from(b.buffer, b.byteOffset, b.byteLength));
  });
}
