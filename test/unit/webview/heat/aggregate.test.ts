import assert from 'node:assert/strict';
import { aggregateTree } from '../../../../webview/heat/aggregate';
import type { Figure, SharedParts } from '../../../../webview/heat/figure';
import { NO_ITEM, type RowTree } from '../../../../webview/heat/heat';
import { seededRandom } from '../../../fixtures/seededRandom';

const N = Number.NaN;

function figure(each: readonly number[], change: Partial<Figure> = {}): Figure {
  return {
    id: 'x',
    title: 'X',
    source: 'computed',
    unit: 'count',
    aggregation: 'sum',
    hot: 'high',
    notes: [],
    each: Float64Array.from(each),
    perRun: false,
    weight: null,
    shared: null,
    ...change,
  };
}

/** Items 0 to 4 are rows 0 to 4; 5 holds 0, 1 and 6; 6 holds 2 and 3; 7 is empty, and 4 lies nowhere. */
const tree: RowTree = {
  parent: Uint32Array.of(5, 5, 6, 6, NO_ITEM, NO_ITEM, 5, NO_ITEM),
  row: Uint32Array.of(0, 1, 2, 3, 4, NO_ITEM, NO_ITEM, NO_ITEM),
  runs: Float64Array.of(1, 1, 3, 1, 1, 1, 1, 1),
};

describe('figures of groups', () => {
  it('add up, leaving out what has none', () => {
    assert.deepEqual([...aggregateTree(figure([1, 2, 4, N, 16]), tree)], [1, 2, 4, N, 16, 7, 4, N]);
  });

  it('count what runs several times so often, where the figure is of one run', () => {
    assert.deepEqual(
      [...aggregateTree(figure([1, 2, 4, 8, 16], { perRun: true }), tree)],
      [1, 2, 12, 8, 16, 23, 20, N],
    );
  });

  it('are the largest, or of signed ones the furthest from zero', () => {
    const largest = aggregateTree(figure([1, 9, 4, N, 16], { aggregation: 'largest' }), tree);
    assert.deepEqual([...largest.subarray(5)], [9, 4, N]);
    const signed = aggregateTree(figure([1, 3, -4, 2, 0], { aggregation: 'largest' }), tree);
    assert.deepEqual([...signed.subarray(5)], [-4, -4, N]);
    const low = aggregateTree(figure([30, 20, 40, 50, 0], { aggregation: 'largest', hot: 'low' }), tree);
    assert.deepEqual([...low.subarray(5)], [20, 40, N]);
  });

  it('are means weighted by elements', () => {
    const weight = Float64Array.of(10, 30, 0, 60, 1);
    const mean = aggregateTree(figure([0.5, 0.1, N, 0.2, 1], { aggregation: 'mean', weight }), tree);
    assert.equal(mean[6], 0.2);
    assert.ok(Math.abs((mean[5] ?? 0) - (0.5 * 10 + 0.1 * 30 + 0.2 * 60) / 100) < 1e-15);
    assert.equal(mean[1], 0.1);
    assert.ok(Number.isNaN(mean[7] ?? 0));
  });

  it('count what rows share once in each group', () => {
    const random = seededRandom(3);
    for (let round = 0; round < 50; round++) {
      const { grown, shared } = randomTree(random, 40, 12);
      const found = aggregateTree(figure(new Array(40).fill(0), { shared }), grown);
      for (let item = 0; item < grown.parent.length; item++) assert.equal(found[item], distinct(grown, shared, item));
    }
  });

  it('take trees a hundred thousand levels deep', () => {
    const levels = 100_000;
    const chain: RowTree = {
      parent: Uint32Array.from({ length: levels }, (_, i) => (i === 0 ? NO_ITEM : i - 1)),
      row: new Uint32Array(levels).fill(NO_ITEM).fill(0, levels - 1),
      runs: new Float64Array(levels).fill(1),
    };
    assert.equal(aggregateTree(figure([5]), chain)[0], 5);
  });
});

/** Rows 0 to `rows - 1` in random groups; some have parts in common. */
function randomTree(random: () => number, rows: number, groups: number): { grown: RowTree; shared: SharedParts } {
  const items = rows + groups;
  const pick = (below: number): number => Math.floor(random() * below);
  const parent = Uint32Array.from({ length: items }, (_, item) => {
    if (item < rows) return rows + pick(groups);
    return item === rows || random() < 0.1 ? NO_ITEM : rows + pick(item - rows);
  });
  const start = new Uint32Array(rows + 1);
  const parts: number[] = [];
  for (let row = 0; row < rows; row++) {
    const own = new Set([pick(15), pick(15)]);
    parts.push(...own);
    start[row + 1] = parts.length;
  }
  return {
    grown: {
      parent,
      row: Uint32Array.from({ length: items }, (_, item) => (item < rows ? item : NO_ITEM)),
      runs: new Float64Array(items).fill(1),
    },
    shared: { start, parts: Uint32Array.from(parts), size: Float64Array.from({ length: 15 }, (_, i) => 2 ** i) },
  };
}

/** The sum over the set of all parts in an item, looked for one by one; NaN where there is no row. */
function distinct({ parent, row }: RowTree, { start, parts, size }: SharedParts, item: number): number {
  const found = new Set<number>();
  let rows = 0;
  for (const [leaf, at] of row.entries()) {
    let around = leaf;
    while (around !== item && around !== NO_ITEM) around = parent[around] ?? NO_ITEM;
    if (at === NO_ITEM || around !== item) continue;
    rows += 1;
    for (const part of parts.subarray(start[at], start[at + 1])) found.add(part);
  }
  return rows === 0 ? N : [...found].reduce((sum, part) => sum + (size[part] ?? 0), 0);
}
