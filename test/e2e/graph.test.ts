import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { modelBytes } from '../fixtures/builders/onnxModel';
import { shownBodies } from '../fixtures/shown/shownBodies';
import { shownTransformer } from '../fixtures/shown/shownTransformer';
import { eventually } from './eventually';
import { useWindow } from './useWindow';
import type { Window } from './window';

/** A workbench in a browser writes its state every five seconds, when it is idle, and cannot on closing. */
const STATE_WRITTEN_MS = 12_000;

/** After so long letters begin another word. */
const TYPED_MS = 1000;

describe('A person finds the way through a graph of groups', () => {
  const open = useWindow(() => ({
    prepare: async folder => {
      await writeFile(path.join(folder, 'decoder.onnx'), modelBytes(shownTransformer(300)));
      await writeFile(path.join(folder, 'nested.onnx'), shownBodies());
    },
  }));
  let window: Window;
  const part = (testId: string): Locator => window.model().getByTestId(testId);
  const status = (text: string | RegExp): Promise<void> => part('graph-status').filter({ hasText: text }).waitFor();
  const trail = (): Promise<string[]> => part('breadcrumb').getByRole('listitem').allInnerTexts();
  const rows = (): Locator => part('graph-tree-row');
  const announced = (text: string | RegExp): Promise<void> =>
    part('announcer').filter({ hasText: text }).waitFor({ state: 'attached' });

  before(() => {
    window = open();
  });

  it('sees repeated layers as one stack at first', async () => {
    await window.openModel('decoder.onnx');
    await window.showTab('Graph');
    await status('312 nodes, 416 edges');
    await part('graph-treeGrid').click();
    await rows().filter({ hasText: 'layers ×6' }).waitFor();
    assert.equal(await rows().filter({ hasText: 'layers.0' }).count(), 0);
    await window.picture('graph-folded');
  });

  it('opens groups in the tree by keys and by a click, and the drawing follows', async () => {
    const stack = rows().filter({ hasText: 'layers ×6' });
    await stack.click();
    await status('Stack layers ×6, 294 nodes, folded');
    assert.deepEqual(await trail(), ['decoder', 'model', 'layers ×6']);
    await window.page.keyboard.press('ArrowRight');
    const layer = rows().filter({ hasText: 'layers.0' });
    await layer.waitFor();
    await announced(/Opened layers ×6, 6 items/);
    assert.equal(await stack.getAttribute('aria-expanded'), 'true');
    assert.equal(await layer.getAttribute('aria-level'), '3');
    assert.equal(await layer.getAttribute('aria-posinset'), '1');
    assert.equal(await layer.getAttribute('aria-setsize'), '6');
    await layer.locator('.tree-twisty').click();
    await rows().filter({ hasText: 'self_attn' }).waitFor();
    assert.equal(await layer.getAttribute('aria-expanded'), 'true');
    await window.picture('graph-tree');
  });

  it('types ahead to a row and folds by going to the left', async () => {
    await rows().filter({ hasText: 'layers.0' }).click();
    await window.page.keyboard.type('self');
    await status(/Group self_attn/);
    await window.page.keyboard.press('ArrowLeft');
    await status(/Group layers\.0/);
    await window.page.keyboard.press('ArrowLeft');
    await announced(/Folded layers\.0, 49 nodes/);
    assert.equal(await rows().filter({ hasText: 'self_attn' }).count(), 0);
  });

  it('opens a group in the drawing by the keyboard, goes in and out of it', async () => {
    await part('graph-canvas').focus();
    await window.page.keyboard.press('Enter');
    await status(/Group layers\.0, 49 nodes, open/);
    await window.page.keyboard.press('Alt+ArrowDown');
    await eventually(
      'an item of the layer',
      async () => (await trail()).length === 5 && (await trail())[3] === 'layers.0',
    );
    await window.page.keyboard.press('Alt+ArrowUp');
    await status(/Group layers\.0, 49 nodes, open/);
    await window.page.keyboard.press('Space');
    await status(/Group layers\.0, 49 nodes, folded/);
  });

  it('opens a group by clicking its button in the drawing', async () => {
    await part('graph-foldAll').click();
    await status(/folded/);
    await part('graph-canvas').focus();
    await window.page.keyboard.press('Escape');
    await status('312 nodes, 416 edges');
    const group = rows().filter({ hasText: /^▸model/ });
    await group.waitFor();
    const box = await eventually('the drawing', () => part('graph-canvas').boundingBox());
    await part('graph-fit').click();
    await eventually('a click on the only group to open it', async () => {
      for (let y = 30; y < box.height - 30; y += 6) {
        await window.page.mouse.move(box.x + box.width / 2, box.y + y);
        const line = await part('graph-status').innerText();
        if (!line.startsWith('Group model')) continue;
        await window.page.mouse.dblclick(box.x + box.width / 2, box.y + y);
        return eventually('the group to open', () => rows().filter({ hasText: 'rotary_emb' }).isVisible());
      }
      return false;
    });
  });

  it('searches in folded groups and goes to what is found', async () => {
    const search = part('graph-search').getByRole('textbox');
    await search.fill('layers.4/self_attn/q_proj');
    await part('graph-search-count').filter({ hasText: 'found' }).waitFor();
    await search.press('Enter');
    await eventually('the groups around', async () => (await trail()).join(' ').includes('layers.4'));
    await part('inspector').getByText('/model/layers.4/self_attn/q_proj').first().waitFor();
    await search.fill('');
  });

  it('goes back and forward', async () => {
    const there = await trail();
    await rows().filter({ hasText: 'input_ids' }).click();
    await eventually('the input', async () => (await trail()).join() === 'decoder,input_ids');
    await part('breadcrumb').getByRole('button', { name: 'decoder' }).click();
    await part('inspector').waitFor({ state: 'hidden' });
    await part('graph-canvas').focus();
    await window.page.keyboard.press('Alt+ArrowLeft');
    await eventually('the input again', async () => (await trail()).join() === 'decoder,input_ids');
    await window.page.keyboard.press('Alt+ArrowLeft');
    await eventually('what was found', async () => (await trail()).join() === there.join());
    await part('graph-forward').click();
    await eventually('the way forward', async () => (await trail()).join() === 'decoder,input_ids');
  });

  it('comes from the layers table to a hidden node, whose groups open', async () => {
    await part('graph-foldAll').click();
    await window.showTab('Layers');
    const filter = part('layers-filter').getByRole('textbox');
    await filter.fill('layers.5/mlp/down_proj');
    const row = part('layers-table-row').first();
    await row.filter({ hasText: 'down_proj' }).waitFor();
    await row.click();
    await eventually('the groups around', async () => (await trail()).join(' ').includes('layers.5'));
    await part('inspector').getByText('/model/layers.5/mlp/down_proj').first().waitFor();
    await window.showTab('Layers');
    await part('layers-table').locator('.vt-row.active').filter({ hasText: 'down_proj' }).waitFor();
    await filter.fill('');
  });

  it('selects from the tree view in the tab that is open, and reveals in the graph from its menu', async () => {
    await window.activityBarIcon().click();
    const view = window.page.getByRole('tree', { name: 'Structure' });
    const entry = (name: string): Locator => view.getByRole('treeitem', { name }).first();
    await entry('Nodes').click();
    await entry('0 – 199').click();
    const shape = entry('/model/Shape');
    await shape.click();
    await part('layers-table').locator('.vt-row.active').filter({ hasText: '/model/Shape' }).waitFor();
    await shape.click({ button: 'right' });
    await window.chooseInMenu('Reveal in Graph');
    await eventually('the node in the graph', async () => (await trail()).at(-1) === 'Shape');
    await window.picture('graph-revealed');
  });

  it('comes back to the same place after a reload', async () => {
    const before = await trail();
    await window.page.waitForTimeout(STATE_WRITTEN_MS);
    await window.page.reload();
    await part('graph-tree-row').first().waitFor({ timeout: 60_000 });
    await eventually('the same selection', async () => (await trail()).join() === before.join());
    assert.ok(await part('inspector').isVisible());
  });

  it('opens the bodies of Loop and If in place, by keys alone', async () => {
    await window.page.getByRole('tab', { name: /^Explorer/ }).click();
    await window.openModel('nested.onnx');
    await window.showTab('Graph');
    await status('3 nodes, 5 edges');
    await part('graph-canvas').focus();
    await window.page.keyboard.press('t');
    await rows().first().waitFor();
    await window.page.keyboard.type('refine');
    await status(/Loop refine/);
    await window.page.keyboard.press('ArrowLeft');
    await announced(/Folded Loop/);
    assert.equal(await rows().filter({ hasText: 'keep_in_bounds' }).count(), 0);
    await window.page.keyboard.press('ArrowRight');
    const branches = rows().filter({ hasText: 'keep_in_bounds' });
    await branches.waitFor();
    await window.page.waitForTimeout(TYPED_MS);
    await window.page.keyboard.type('keep');
    await status(/If keep_in_bounds/);
    if ((await branches.getAttribute('aria-expanded')) === 'true') await window.page.keyboard.press('ArrowLeft');
    await eventually('the branches to fold', async () => (await branches.getAttribute('aria-expanded')) === 'false');
    await window.page.keyboard.press('ArrowRight');
    await rows().filter({ hasText: 'then_branch' }).waitFor();
    assert.ok(await rows().filter({ hasText: 'else_branch' }).isVisible());
    assert.ok((await trail()).includes('body'));
    await window.picture('graph-bodies');
  });
});
