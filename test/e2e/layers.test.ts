import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Locator } from 'playwright-core';
import { eventually, fileAppears } from './eventually';
import { useWindow } from './useWindow';
import type { Window } from './window';

/** A dialog that fills in its own text does so within this. */
const SETTLING_MS = 300;

/** Node by node, as the sample was drawn: 3x3 convolutions with padding, two linear layers. */
const MACS = { node_Conv_65: 8 * 8 * 32 * 9, node_Conv_67: 8 * 8 * 64 * 32 * 9 };

describe('A person asks what every node costs', () => {
  const open = useWindow();
  let window: Window;
  before(async () => {
    window = open();
    await window.openModel('digits.onnx');
    await window.showTab('Layers');
    await rows().first().waitFor();
  });

  const rows = (): Locator => window.model().getByTestId('layers-table-row');
  const row = (name: string): Locator => rows().filter({ hasText: name });
  const filter = (): Locator => window.model().getByTestId('layers-filter').getByRole('textbox');
  const counted = (text: string | RegExp): Promise<void> =>
    window.model().getByTestId('layers-count').filter({ hasText: text }).waitFor();
  const names = async (): Promise<string[]> =>
    (await rows().allInnerTexts()).map(text => text.split('\n')[0]?.trim() ?? '');

  it('and sees all of them with totals, the open size as a symbol', async () => {
    await counted(/^13 nodes$/);
    assert.match(await row('node_Conv_65').innerText(), /18\.4 k × batch/);
    const table = window.model().getByTestId('layers-table');
    assert.match(await table.innerText(), /Total of 13 nodes/);
    await window.picture('layers', true);
  });

  it('sorts by a click and by the keyboard alone', async () => {
    const model = window.model();
    await model.getByTestId('layers-table-sort-parameters').click();
    await eventually('the largest layer first', async () => (await names())[0] === 'node_Conv_71');
    const announced = model.getByTestId('announcer');
    await announced.filter({ hasText: 'Sorted by Parameters, descending' }).waitFor();
    const table = model.getByTestId('layers-table');
    await table.focus();
    for (const key of ['Home', 'ArrowUp', 'Enter']) await window.page.keyboard.press(key);
    await announced.filter({ hasText: 'Sorted by Name, ascending' }).waitFor();
    assert.equal((await names())[0], 'node_Conv_65');
    await model.getByTestId('layers-order').click();
  });

  it('filters by words and fields, and is told what is not understood', async () => {
    await filter().fill('op:Conv macs>100k');
    await counted('3 of 13 nodes');
    await filter().fill('macs>lots');
    await window.model().getByTestId('layers-problem').filter({ hasText: '"lots" is not a number.' }).waitFor();
    await filter().fill('');
    await counted(/^13 nodes$/);
  });

  it('groups by operator and opens a group', async () => {
    const model = window.model();
    await model.getByTestId('layers-view').click();
    await model.getByRole('option', { name: 'By operator' }).click();
    await counted('13 nodes in 5 groups');
    assert.equal(await rows().count(), 5);
    await row('Conv').first().click();
    await row('node_Conv_69').waitFor();
    await window.picture('layers-by-operator');
    await model.getByTestId('layers-view').click();
    await model.getByRole('option', { name: 'Node by node' }).click();
    await counted(/^13 nodes$/);
  });

  it('chooses columns, and they stay chosen when the tab was away', async () => {
    const model = window.model();
    await model.getByTestId('layers-columns').click();
    await model.getByTestId('column-attributes').click();
    await window.picture('layers-columns');
    await window.page.keyboard.press('Escape');
    const header = model.getByTestId('layers-table-sort-attributes');
    await header.waitFor();
    // A tab that is not on the screen is gone; it comes back from what it remembered.
    await window.file('digits.onnx').dblclick();
    await window.file('README.md').click();
    await eventually(
      'the model to be away',
      async () => (await window.page.locator('iframe.webview.ready >> visible=true').count()) === 0,
    );
    await window.file('digits.onnx').click();
    await header.waitFor();
  });

  it('gives the batch a size, and every figure follows', async () => {
    const model = window.model();
    await model.getByTestId('size-batch').getByRole('textbox').fill('8');
    await window.page.keyboard.press('Enter');
    await row('node_Conv_65')
      .filter({ hasText: `${((8 * MACS.node_Conv_65) / 1000).toFixed(0)} k` })
      .waitFor();
    assert.match(await row('node_Conv_65').innerText(), /float32\[8,32,8,8\]/);
    await window.showTab('Overview');
    await model.getByTestId('panel-overview').filter({ hasText: 'float32[8,10]' }).waitFor();
    await window.showTab('Layers');
    await window.picture('layers-sizes');
  });

  it('goes from a row to its node, which tells its cost', async () => {
    const model = window.model();
    await row('node_Conv_67').click();
    const cost = model.getByTestId('inspector').getByTestId('node-cost');
    await cost.filter({ hasText: `${((8 * MACS.node_Conv_67) / 1e6).toFixed(2)} M` }).waitFor();
    await window.showTab('Layers');
  });

  it('opens the menu of a row and narrows the table to its operator', async () => {
    const model = window.model();
    await row('node_linear_1').click({ button: 'right' });
    await model.getByRole('menuitem', { name: 'Only Gemm' }).click();
    await counted('2 of 13 nodes');
    await filter().fill('');
    await counted(/^13 nodes$/);
  });

  it('asks for the effective rank of the weights of a row', async () => {
    const model = window.model();
    await row('node_linear_1').click({ button: 'right' });
    await model.getByTestId('row-ranks').click();
    const ranks = model.getByTestId('ranks');
    await ranks.filter({ hasText: /99\.9 % of the energy\s*\d+ of 10/ }).waitFor();
    await window.picture('layers-ranks');
    await window.page.keyboard.press('Escape');
    await ranks.waitFor({ state: 'hidden' });
  });

  it('saves what is shown as a file', async () => {
    const model = window.model();
    await filter().fill('op:Gemm');
    await counted('2 of 13 nodes');
    await model.getByTestId('layers-export').click();
    await model.getByTestId('export-save-csv').click();
    const target = path.join(window.folder, 'gemms.csv');
    const input = window.page.locator('.quick-input-widget input');
    // The dialog writes its proposal last: what was typed before would be overwritten.
    await eventually('the proposed name', async () => (await input.inputValue()).endsWith('digits.nodes.csv'));
    await eventually('the name to stay', async () => {
      await input.fill(target);
      await sleep(SETTLING_MS);
      return (await input.inputValue()) === target;
    });
    await window.page.keyboard.press('Enter');
    await fileAppears(target);
    const lines = (await eventually('the table in the file', async () => readFile(target, 'utf8')))
      .trim()
      .split('\r\n');
    assert.match(lines[0] ?? '', /^name,op,.*macs/);
    assert.deepEqual(
      lines.slice(1).map(line => line.split(',')[0]),
      ['node_linear', 'node_linear_1'],
    );
    await model.getByTestId('layers-count').filter({ hasText: 'Saved gemms.csv.' }).waitFor();
    await filter().fill('');
  });

  it('makes the size a symbol again', async () => {
    await window.model().getByTestId('sizes-clear').click();
    await row('node_Conv_65').filter({ hasText: '18.4 k × batch' }).waitFor();
  });
});
