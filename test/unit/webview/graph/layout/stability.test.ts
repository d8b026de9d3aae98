import assert from 'node:assert/strict';
import { type Hierarchy, ITEM, NONE } from '../../../../../webview/graph/hierarchy/hierarchy';
import type { Drawing } from '../../../../../webview/graph/layout/drawing';
import { drawing } from '../../../../../webview/graph/layout/makeDrawing';
import { drawingInput } from '../../../../fixtures/drawings/hierarchyOf';
import { random, residualCnn, transformer, uShape } from '../../../../fixtures/drawings/networks';
import { upright } from '../../../../fixtures/drawings/upright';

const hierarchies: readonly (readonly [string, Hierarchy])[] = [
  ['a language model', transformer(3)],
  ['a residual network', residualCnn(5)],
  ['a U-shaped network', uShape(5)],
  ['a random graph', random(60, 200, 4)],
  ['a random graph with cycles', random(60, 200, 5, true)],
];

describe('opening a group', () => {
  for (const [name, hierarchy] of hierarchies) {
    it(`leaves the rest of ${name} in its order`, () => {
      const groups = Array.from(hierarchy.kind, (_, i) => i).filter(i => (hierarchy.kind[i] ?? 0) >= ITEM.scope);
      let compared = 0;
      for (const opened of groups) {
        const others = (item: number): boolean => item % 3 !== 1;
        const before = ranks(drawing(drawingInput(hierarchy, 'down', item => item !== opened && others(item))));
        const after = ranks(drawing(drawingInput(hierarchy, 'down', item => item === opened || others(item))));
        for (const [frame, rows] of before) {
          assert.deepEqual(after.get(frame), rows, `in ${frame} when ${opened} opens`);
          compared += rows.length;
        }
      }
      assert.ok(compared > groups.length);
    });
  }

  it('moves nothing inside the groups beside it', () => {
    const hierarchy = residualCnn(4);
    const scopes = Array.from(hierarchy.kind, (_, i) => i).filter(i => hierarchy.kind[i] === ITEM.scope);
    const [opened = 0, beside = 0] = scopes;
    const insideOf = (made: Drawing): string => {
      const frame = made.positionOf[beside] ?? 0;
      return Array.from(made.items)
        .map((item, p) => ({
          item,
          x: (made.left[p] ?? 0) - (made.left[frame] ?? 0),
          y: (made.top[p] ?? 0) - (made.top[frame] ?? 0),
        }))
        .filter(({ item }) => hierarchy.parent[item] === beside)
        .map(({ item, x, y }) => `${item}: ${x.toFixed(1)}, ${y.toFixed(1)}`)
        .join('\n');
    };
    const before = insideOf(drawing(drawingInput(hierarchy, 'down', item => item !== opened)));
    assert.equal(insideOf(drawing(drawingInput(hierarchy, 'down', () => true))), before);
    assert.ok(before.length > 0);
  });
});

/** For each frame the items of each rank from left to right; boxes of one rank have their middle at one height. */
function ranks(made: Drawing): Map<number, number[][]> {
  const { around } = upright(made);
  const found = new Map<number, Map<number, number[]>>();
  const middle = (p: number): number => Math.round((made.top[p] ?? 0) + (made.height[p] ?? 0) / 2);
  const byLeft = Array.from(made.items, (_, p) => p).sort((a, b) => (made.left[a] ?? 0) - (made.left[b] ?? 0));
  for (const p of byLeft) {
    const frame = around[p] ?? NONE;
    const item = frame === NONE ? NONE : (made.items[frame] ?? NONE);
    const rows = found.get(item) ?? new Map<number, number[]>();
    found.set(item, rows);
    rows.set(middle(p), [...(rows.get(middle(p)) ?? []), made.items[p] ?? 0]);
  }
  const sorted = [...found].map(([frame, rows]): [number, number[][]] => [
    frame,
    [...rows].sort(([a], [b]) => a - b).map(([, items]) => items),
  ]);
  return new Map(sorted);
}
