import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { modelBytes } from '../fixtures/builders/onnxModel';
import { shownBodies } from '../fixtures/shown/shownBodies';
import { shownTransformer } from '../fixtures/shown/shownTransformer';
import { eventually } from './eventually';
import { GraphParts } from './graphParts';
import { useWindow } from './useWindow';
import type { Window } from './window';

const ALL = '312 nodes, 416 edges';
const LAYERS = 6;

describe('A person searches the whole model', () => {
  const open = useWindow(() => ({ prepare: twoModels }));
  let graph: GraphParts;
  before(async () => {
    graph = new GraphParts(open());
    await graph.show('decoder.onnx', ALL);
  });

  it('by operator, name, attribute, shape, element type and value', async () => {
    await graph.finds('op:Softmax', `${LAYERS} found`);
    await graph.finds('name:q_proj', `${LAYERS} found`);
    // Queries, keys, values and what attention gives are transposed so, and the keys once more otherwise.
    await graph.finds('attr:perm=[0,2,1,3]', `${4 * LAYERS} found`);
    await graph.finds('attr:perm=[0,1,3,2]', `${LAYERS} found`);
    // Gate, its share, the open gate, up, their product and down; the table of words, the head and what it gives.
    await graph.finds('shape:64', `${6 * LAYERS + 3} found`);
    await graph.finds('value:mask.zeros', '2 found');
    await graph.finds('op:Conv', 'No matches');
  });

  it('by a regular expression, and is told what is wrong with one', async () => {
    await graph.part('graph-search-regex').click();
    await graph.finds('name:layers\\.[0-3]/mlp/Mul$', '4 found');
    await graph.finds('name:layers(', /regular expression|parenthes/i);
    await graph.part('graph-search-regex').click();
  });

  it('goes from match to match, by keys and by buttons, and around', async () => {
    const count = (text: string): Promise<void> => graph.part('graph-search-count').filter({ hasText: text }).waitFor();
    await graph.part('graph-foldAll').click();
    await graph.goTo('op:Softmax');
    await graph.ends('layers.0', 'self_attn', 'Softmax');
    await graph.search.press('Enter');
    await count('2 of 6');
    await graph.ends('layers.1', 'self_attn', 'Softmax');
    await graph.window.model().getByTitle('Next match (Enter)').click();
    await count('3 of 6');
    await graph.search.press('Shift+Enter');
    await graph.search.press('Shift+Enter');
    await count('1 of 6');
    await graph.search.press('Shift+Enter');
    await count('6 of 6');
    await graph.search.press('Escape');
    await graph.press('n');
    await count('1 of 6');
    await graph.press('N');
    await count('6 of 6');
    await graph.ends('layers.5', 'self_attn', 'Softmax');
  });

  it('and comes to what lies in a Scan in a branch of an If in a Loop', async () => {
    await graph.show('nested.onnx', '3 nodes, 5 edges');
    await graph.part('graph-foldAll').click();
    await graph.goTo('add_row');
    assert.deepEqual((await graph.trail()).filter(part => /body|branch/.test(part)).length, 3);
    await graph.part('inspector').getByText('add_row').first().waitFor();
    await graph.goTo('op:Softsign');
    await graph.part('inspector').getByText('soften').first().waitFor();
    await graph.window.picture('graph-search-in-bodies');
  });
});

describe('A person follows tensors', () => {
  const open = useWindow(() => ({ prepare: twoModels }));
  let graph: GraphParts;
  before(async () => {
    graph = new GraphParts(open());
    await graph.show('decoder.onnx', ALL);
  });
  const told = (text: string | RegExp): Promise<void> =>
    graph.part('graph-followed').filter({ hasText: text }).waitFor();

  it('to all that comes before, with the way lit until Escape', async () => {
    await graph.goTo('/model/rotary_emb/Cos');
    await graph.search.press('Escape');
    await graph.search.fill('');
    await graph.canvas.focus();
    const before = await graph.look();
    await graph.press('u');
    // input_ids, Shape, ConstantOfShape, Add, CumSum, Unsqueeze, Cos: a chain.
    await told('Upstream: 7 nodes, 6 edges. Escape ends it.');
    await graph.announced('Upstream: 7 nodes, 6 edges. Escape ends it.');
    assert.notEqual(await graph.look(), before, 'the way is lit, everything else is faint');
    await graph.window.picture('graph-followed');
    await graph.press('Escape');
    await graph.part('graph-followed').waitFor({ state: 'hidden' });
    assert.equal(await graph.look(), before);
    await graph.status(/Cos/);
  });

  it('to all that comes after, from the menu, which stays while a group opens', async () => {
    await graph.goTo('/model/norm/Mul');
    await graph.search.press('Escape');
    await graph.canvas.focus();
    await graph.press('m');
    await graph.part('menu-downstream').click();
    // The last product, the head and what the model gives.
    await told('Downstream: 3 nodes, 2 edges.');
    const before = await graph.look();
    await graph.part('graph-foldAll').click();
    await eventually('the groups to fold', async () => (await graph.look()) !== before);
    await told('Downstream: 3 nodes, 2 edges.');
    await graph.part('graph-followed').getByRole('button', { name: 'Stop' }).click();
    await graph.part('graph-followed').waitFor({ state: 'hidden' });
  });

  it('from one of two to the other', async () => {
    await graph.goTo('/model/rotary_emb/Cos');
    await graph.search.press('Escape');
    await graph.canvas.focus();
    await graph.press('p');
    await told('Select two items first.');
    await graph.press('Control+Shift+ArrowUp');
    await graph.announced('2 items selected.');
    await graph.press('p');
    await told('Between the two: 2 nodes, 1 edge.');
    await graph.press('Escape');
  });

  it('one value to its users, from the inspector', async () => {
    await graph.goTo('/model/mask/Mul');
    await graph.canvas.focus();
    await graph.press('Enter');
    const ports = graph.part('inspector').getByTestId('port');
    await ports.filter({ hasText: 'mask' }).last().getByRole('button', { name: 'Follow', exact: true }).click();
    await told(`mask: ${LAYERS + 1} nodes, ${LAYERS} edges. Escape ends it.`);
    await graph.canvas.focus();
    await graph.press('Escape');
    await graph.part('graph-followed').waitFor({ state: 'hidden' });
  });
});

describe('A person shares the place of a node', () => {
  const open = useWindow(() => ({ prepare: twoModels, installed: true }));
  let window: Window;
  let graph: GraphParts;
  before(async () => {
    window = open();
    graph = new GraphParts(window);
    await graph.show('decoder.onnx', ALL);
  });

  /** Runs Open Link, pastes what is on the clipboard or types what is given. */
  async function openLink(link: string): Promise<void> {
    await window.runCommand('Model Lathe: Open Link to a Node…');
    const input = window.page.locator('.quick-input-widget input').and(window.page.getByPlaceholder(/model-lathe/));
    await input.fill(link);
    await window.page.keyboard.press('Enter');
  }
  const clipboard = async (): Promise<string> => {
    await window.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    return eventually('a link on the clipboard', async () => {
      const text = await window.page.evaluate<string>('navigator.clipboard.readText()');
      return text.includes('model-lathe.model-lathe/node?') && text;
    });
  };
  const problem = (text: RegExp): Promise<void> =>
    window.page.locator('.notifications-toasts').getByText(text).first().waitFor();
  let link = '';

  it('copies a link from the menu of a node', async () => {
    await graph.goTo('layers.4/mlp/down_proj');
    await graph.search.press('Escape');
    await graph.canvas.focus();
    await graph.press('Shift+F10');
    await window.model().getByRole('menuitem', { name: 'Copy link' }).click();
    await graph.announced('Link copied.');
    link = await clipboard();
  });

  it('and the same one from the palette', async () => {
    await window.page.evaluate("navigator.clipboard.writeText('')");
    await window.runCommand('Model Lathe: Copy Link to Node');
    assert.equal(await clipboard(), link);
  });

  it('comes back by it after everything was closed', async () => {
    await window.runCommand('View: Close All Editors');
    await eventually('no editor', async () => (await window.page.locator('iframe.webview.ready').count()) === 0);
    await openLink(link);
    await graph.ends('layers.4', 'mlp', 'MatMul');
    await graph.part('inspector').getByText('/model/layers.4/mlp/down_proj/MatMul').first().waitFor();
  });

  it('comes to it from another model', async () => {
    await graph.show('nested.onnx', '3 nodes, 5 edges');
    await openLink(link);
    await graph.part('file-name').filter({ hasText: 'decoder.onnx' }).waitFor();
    await graph.part('inspector').getByText('/model/layers.4/mlp/down_proj/MatMul').first().waitFor();
  });

  it('is told why a link leads nowhere, and is asked before one leaves the folder', async () => {
    await openLink('https://example.org/');
    await problem(/link/i);
    await openLink(link.replace('decoder', 'absent'));
    await problem(/absent\.onnx/);
    const outside = encodeURIComponent('model=/elsewhere/other.onnx&graph=main&node=0');
    await openLink(`${link.slice(0, link.indexOf('?'))}?${outside}`);
    const dialog = window.page.getByRole('dialog').filter({ hasText: '/elsewhere/other.onnx' });
    await dialog.filter({ hasText: 'outside of the open folders' }).waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await graph.part('file-name').filter({ hasText: 'decoder.onnx' }).waitFor();
  });
});

async function twoModels(folder: string): Promise<void> {
  await writeFile(path.join(folder, 'decoder.onnx'), modelBytes(shownTransformer(300)));
  await writeFile(path.join(folder, 'nested.onnx'), shownBodies());
}
