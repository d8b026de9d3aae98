import assert from 'node:assert/strict';
import type { Folding } from '../../../../../webview/graph/arrange/arrangement';
import { buildHierarchy } from '../../../../../webview/graph/hierarchy/buildHierarchy';
import { groupsAround, itemOf, leavesOf, rowsOf, visibleItem } from '../../../../../webview/graph/hierarchy/findItems';
import { groupKey, itemsOfKeys } from '../../../../../webview/graph/hierarchy/groupKeys';
import { type Hierarchy, ITEM, NONE } from '../../../../../webview/graph/hierarchy/hierarchy';
import { openGroups } from '../../../../../webview/graph/hierarchy/openGroups';
import { shownBodies } from '../../../../fixtures/shown/shownBodies';
import { shownTransformer } from '../../../../fixtures/shown/shownTransformer';
import { encoder, NAMINGS } from './namedLayers';
import { ALL_OPEN, nameOf, pagesOfGraph, shownBoxes, unfold } from './testHierarchies';

const folded = (choice: Partial<Folding>): Folding => ({ rest: 'default', opened: [], closed: [], ...choice });

function groups(hierarchy: Hierarchy): readonly number[] {
  return [...hierarchy.kind.keys()].filter(item => (hierarchy.kind[item] ?? 0) >= ITEM.scope);
}

function openTitles({ hierarchy, open }: { hierarchy: Hierarchy; open: Uint8Array }): readonly string[] {
  return groups(hierarchy)
    .filter(item => open[item] === 1 && visibleItem(hierarchy, open, item) === item)
    .map(item => nameOf(hierarchy, item));
}

describe('Folding', () => {
  it('opens a small model altogether, and a large one by levels that fit on a screen', async () => {
    const small = unfold(await pagesOfGraph(encoder(3, NAMINGS.torch)));
    assert.equal(openTitles(small).length, groups(small.hierarchy).length);
    const large = unfold(await pagesOfGraph(encoder(40, NAMINGS.torch)));
    assert.deepEqual(openTitles(large), ['embeddings']);
    assert.equal(shownBoxes(large.hierarchy, large.open), 9);
    for (const named of [true, false]) {
      const decoder = unfold(await pagesOfGraph(shownTransformer(3000, named)));
      const boxes = shownBoxes(decoder.hierarchy, decoder.open);
      assert.ok(boxes >= 5 && boxes <= (named ? 12 : 24), `${boxes} boxes`);
    }
  });

  it('opens what somebody opened and closes what somebody closed, whatever counts for the rest', async () => {
    const pages = await pagesOfGraph(encoder(40, NAMINGS.torch));
    const hierarchy = buildHierarchy('main', pages, []);
    const keyOf = (title: string): string =>
      groupKey(hierarchy, groups(hierarchy).find(item => nameOf(hierarchy, item) === title) ?? NONE);
    const opened = folded({ opened: [keyOf('layers ×40'), keyOf('layers.7')], closed: [keyOf('embeddings')] });
    assert.deepEqual(openTitles({ hierarchy, ...openGroups(hierarchy, opened) }), ['layers.7', 'layers ×40']);
    const rest = folded({ rest: 'open', closed: [keyOf('layers ×40')] });
    assert.deepEqual(openTitles({ hierarchy, ...openGroups(hierarchy, rest) }), ['embeddings']);
    const closed = folded({ rest: 'closed', opened: [keyOf('layers ×40')] });
    assert.deepEqual(openTitles({ hierarchy, ...openGroups(hierarchy, closed) }), ['layers ×40']);
    const unknown = folded({ opened: ['main scope nowhere', '', '__proto__'] });
    assert.deepEqual(openTitles({ hierarchy, ...openGroups(hierarchy, unknown) }), ['embeddings']);
  });

  it('asks for bodies in sight only, and opens those of a small model two levels deep', async () => {
    const pages = await pagesOfGraph(shownBodies());
    const first = openGroups(buildHierarchy('main', pages, []), folded({}));
    assert.deepEqual(first.wanted, [0, 1, 2]);
    assert.deepEqual(
      [...first.open].filter(flag => flag === 1),
      [],
      'a holder is open only with its bodies',
    );
    const none = openGroups(buildHierarchy('main', pages, []), folded({ rest: 'closed' }));
    assert.deepEqual(none.wanted, []);
    const shown = openTitles(unfold(pages));
    assert.deepEqual([...shown].sort(), [
      'If keep_in_bounds',
      'Loop refine',
      'Smooth',
      'Smooth',
      'Smooth smooth_in',
      'Smooth smooth_out',
      'body',
      'else_branch',
      'then_branch',
    ]);
    const all = openTitles(unfold(pages, ALL_OPEN));
    assert.equal(all.length, shown.length + 2, 'the Scan and its body too');
  });

  it('is kept by keys that no two groups share and that do not depend on what is open', async () => {
    const pages = await pagesOfGraph(shownBodies());
    const { hierarchy } = unfold(pages, ALL_OPEN);
    const keys = groups(hierarchy).map(item => groupKey(hierarchy, item));
    assert.equal(new Set(keys).size, keys.length);
    const back = itemsOfKeys(hierarchy, keys);
    assert.deepEqual(
      keys.map(key => back.get(key)),
      groups(hierarchy),
    );
    // The same holders asked for in another order have other numbers and the same keys.
    const other = buildHierarchy('main', pages, [2, 1, 0]);
    const straight = buildHierarchy('main', pages, [0, 1, 2]);
    const named = (one: Hierarchy): string[] =>
      groups(one).map(item => `${groupKey(one, item)} ${nameOf(one, item)} ${one.nodes[item]}`);
    assert.notDeepEqual(named(other), named(straight));
    assert.deepEqual(named(other).sort(), named(straight).sort());
    const blocks = buildHierarchy('main', await pagesOfGraph(encoder(9, NAMINGS.none)), []);
    const blockKeys = groups(blocks).map(item => groupKey(blocks, item));
    assert.equal(new Set(blockKeys).size, 10);
  });
});

describe('Items', () => {
  it('are found by graph and vertex, and by what shows them', async () => {
    const pages = await pagesOfGraph(encoder(40, NAMINGS.torch));
    const { hierarchy, open } = unfold(pages);
    // The softmax of layer 2: three nodes before the layers, fourteen in each.
    const softmax = itemOf(hierarchy, 'main', 3 + 2 * 14 + 8);
    assert.equal(nameOf(hierarchy, softmax), 'Softmax');
    assert.deepEqual(
      groupsAround(hierarchy, softmax).map(item => nameOf(hierarchy, item)),
      ['layers ×40', 'layers.2', 'attention'],
    );
    assert.equal(nameOf(hierarchy, visibleItem(hierarchy, open, softmax)), 'layers ×40');
    assert.equal(itemOf(hierarchy, 'main', 100_000), NONE);
    assert.equal(itemOf(hierarchy, 'nowhere', 0), NONE);
  });

  it('tell their nodes and the rows of these', async () => {
    const pages = await pagesOfGraph(shownBodies());
    const { hierarchy } = unfold(pages, ALL_OPEN);
    const names = (item: number): string[] => [...leavesOf(hierarchy, item)].map(leaf => nameOf(hierarchy, leaf));
    assert.deepEqual(names(2), ['Smooth smooth_out', 'Tanh flatten', 'Add mix', 'Softsign soften']);
    const rows = new Map([
      ['main', 0],
      ['main/1.body', 3],
      ['function:shown.Smooth', 20],
    ]);
    assert.deepEqual([...rowsOf(hierarchy, hierarchy.items, rows)], [0, 1, 2]);
    const body = hierarchy.instances.find(({ page }) => page.id === 'main/1.body')?.body ?? NONE;
    assert.deepEqual([...rowsOf(hierarchy, body, rows)], [3, 4, 5, 6, 7]);
  });
});
