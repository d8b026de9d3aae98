import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { FrameLocator, Locator } from 'playwright-core';
import type { CompareReport } from '../../src/shared/reports/compareReport';
import { root } from '../workbench/versions';
import { eventually, fileAppears } from './eventually';
import { useWindow } from './useWindow';
import type { Window } from './window';

/** A workbench in a browser writes its state every five seconds, when it is idle, and cannot on closing. */
const STATE_WRITTEN_MS = 12_000;

const TITLE = 'digits.onnx ↔ digits.int8.onnx';

/** Leaves `digits.int8.onnx` beside the sample, as the command line makes it. */
async function quantized(folder: string): Promise<void> {
  const cli = path.join(root, 'dist/cli.js');
  await promisify(execFile)(process.execPath, [cli, 'quantize', path.join(folder, 'digits.onnx')]);
}

describe('A person compares two models', () => {
  const open = useWindow(() => ({ prepare: quantized }));
  let window: Window;
  before(async () => {
    window = open();
    await window.file('digits.int8.onnx').waitFor();
  });

  const page = (): FrameLocator => window.model();
  const summary = (): Promise<void> => page().getByTestId('compare-summary').waitFor();
  const rows = (of: 'structure' | 'weights' | 'tensors'): Locator => page().getByTestId(`${of}-table-row`);
  const tab = (title: string): Locator => window.page.getByRole('tab', { name: title });
  const closeAll = async (): Promise<void> => {
    await window.runCommand('View: Close All Editors');
    await eventually('no editor', async () => (await window.page.locator('iframe.webview.ready').count()) === 0);
  };

  it('selected in the Explorer, the original first, whichever was clicked last', async () => {
    await window.file('digits.int8.onnx').click();
    // The Explorer selects the file of an editor anew once that is open.
    await page().getByTestId('operators').waitFor();
    await window.file('digits.onnx').click({ modifiers: ['Control'] });
    await window.chooseInExplorer('digits.onnx', 'Compare Models…');
    await summary();
    await tab(TITLE).waitFor();
    const text = await page().getByTestId('compare-summary').innerText();
    assert.match(text, /12 of 13 constants differ/);
    assert.match(text, /Accuracy: 99\.\d+ % → 9\d\.\d+ % on 360 labelled samples/);
    await window.picture('compare-summary');
    await closeAll();
  });

  it('by the menu of a variant in the Explorer', async () => {
    await window.file('digits.int8.onnx').click({ button: 'right' });
    const submenu = window.page.getByRole('menuitem', { name: 'Model Lathe', exact: true });
    await submenu.hover();
    await window.chooseInMenu('Compare with Original');
    await summary();
    await tab(TITLE).waitFor();
    await closeAll();
  });

  it('by the menu of a variant in the Models view, where a second time shows the same page', async () => {
    await window.activityBarIcon().click();
    const tree = window.page.getByRole('tree', { name: /Models/ });
    const variant = tree.getByText('digits.int8.onnx', { exact: true });
    for (const _time of ['first', 'second']) {
      await variant.click({ button: 'right' });
      await window.chooseInMenu('Compare with Original');
      await summary();
    }
    assert.equal(await tab(TITLE).count(), 1);
    await window.page.getByRole('tab', { name: /^Explorer/ }).click();
  });

  it('and filters the graphs side by side', async () => {
    await window.showTab('Structure');
    const count = page().getByTestId('structure-count');
    await count.filter({ hasText: '34 of 41 lines' }).waitFor();
    await page().getByTestId('compare-find').getByRole('textbox').fill('conv_67');
    await eventually('the lines of one node', async () => (await rows('structure').count()) === 1);
    assert.match(await rows('structure').innerText(), /changed\s+Conv\s*node_Conv_67\s+Conv\s*node_Conv_67/);
    await page().getByTestId('compare-find').getByRole('textbox').fill('');
    await page().getByTestId('filter-added').click();
    await count.filter({ hasText: '6 of 41 lines' }).waitFor();
    await page().getByTestId('filter-same').click();
    await count.filter({ hasText: '13 of 41 lines' }).waitFor();
    await window.picture('compare', true);
  });

  it('sees the least faithful weights first', async () => {
    await window.showTab('Weights');
    await page().getByTestId('weights-count').filter({ hasText: '12 of 13 constants' }).waitFor();
    const texts = await rows('weights').allInnerTexts();
    const decibels = texts.map(text => Number(/(\d+\.\d) dB/.exec(text)?.[1]));
    assert.equal(decibels.length, 12);
    assert.deepEqual(
      decibels,
      [...decibels].sort((a, b) => a - b),
    );
    await page().getByTestId('weights-table-sort-sqnr').click();
    await eventually('the other order', async () => {
      const [first] = await rows('weights').allInnerTexts();
      return first?.includes(`${decibels.at(-1)?.toFixed(1)} dB`) === true;
    });
    await window.picture('compare-weights');
  });

  it('sees the answers to the data beside the original, and the first tensor where they part', async () => {
    await window.showTab('Answers');
    const answers = page().getByTestId('compare-outputs');
    await answers.filter({ hasText: 'Compared on 360 samples: digits.samples.npz.' }).waitFor();
    const first = page().getByTestId('first-difference');
    assert.match(await first.innerText(), /They part at "getitem", made by Conv node_Conv_65/);
    assert.match((await rows('tensors').first().innerText()) ?? '', /they part/);
    await window.picture('compare-answers');
  });

  it('goes to a node of either model, beside the page', async () => {
    for (const [side, title] of [
      ['b', 'digits.int8.onnx'],
      ['a', 'digits.onnx'],
    ] as const) {
      await page().getByTestId('first-difference').getByTestId(`reveal-${side}`).click();
      const editor = window.model(1);
      await editor.getByTestId('file-name').filter({ hasText: title }).waitFor();
      await editor.getByTestId('inspector').getByText('node_Conv_65').first().waitFor();
      assert.ok(await page().getByTestId('first-difference').isVisible(), 'the comparison stays on the screen');
    }
    await window.picture('compare-reveal');
    await tab(TITLE).click();
    await window.runCommand('View: Close Editors in Other Groups');
  });

  it('saves the report, which the Models view lists under the variant', async () => {
    await page().getByTestId('save-report').click();
    const markdown = path.join(window.folder, 'digits.int8.compare.report.md');
    await fileAppears(markdown);
    await fileAppears(markdown.replace(/md$/, 'json'));
    const text = await eventually('the report', async () => (await readFile(markdown, 'utf8')) || null);
    assert.match(text, /^# `digits\.onnx` and `digits\.int8\.onnx` compared/);
    const json = await readFile(markdown.replace(/md$/, 'json'), 'utf8');
    assert.equal((JSON.parse(json) as CompareReport).outputs?.samples, 360);
    await window.activityBarIcon().click();
    const tree = window.page.getByRole('tree', { name: /Models/ });
    await tree.getByText('digits.int8.compare.report.md').waitFor();
    await window.picture('compare-saved');
    await window.page.getByRole('tab', { name: /^Explorer/ }).click();
  });

  it('finds the page again after a reload of the window, on the tab it showed', async () => {
    await window.showTab('Weights');
    await window.page.waitForTimeout(STATE_WRITTEN_MS);
    await window.page.reload();
    await page().getByTestId('weights-count').filter({ hasText: '12 of 13' }).waitFor({ timeout: 60_000 });
  });

  it('stops a comparison, and starts it again', async () => {
    await page().getByRole('button', { name: 'Swap' }).click();
    await tab('digits.int8.onnx ↔ digits.onnx').waitFor();
    await page().getByRole('button', { name: 'Cancel' }).click();
    const failure = page().getByTestId('failure');
    await failure.filter({ hasText: 'The comparison was cancelled' }).waitFor();
    await failure.getByRole('button', { name: 'Compare Again' }).click();
    await page().getByTestId('weights-count').filter({ hasText: '12 of 13' }).waitFor();
  });

  it('is told when a file changes, breaks or is gone', async () => {
    const file = path.join(window.folder, 'digits.int8.onnx');
    const original = await readFile(file);
    const banner = page().getByTestId('banner');
    const { mtimeMs } = await stat(file);
    await utimes(file, new Date(), new Date(mtimeMs + 10_000));
    await banner.filter({ hasText: 'digits.int8.onnx has changed on disk since it was compared.' }).waitFor();
    await writeFile(file, 'not a model any more');
    await banner.getByRole('button', { name: 'Compare Again' }).click();
    await page().getByTestId('failure').filter({ hasText: 'digits.int8.onnx' }).waitFor();
    await window.picture('compare-failure');
    await writeFile(file, original);
    await page().getByTestId('failure').getByRole('button', { name: 'Compare Again' }).click();
    await page().getByTestId('weights-count').filter({ hasText: '12 of 13' }).waitFor();
    await rm(file);
    await banner.filter({ hasText: 'digits.int8.onnx is no longer on disk' }).waitFor();
  });
});

describe('In Restricted Mode a person compares two models', () => {
  const open = useWindow(() => ({ prepare: quantized, trusted: false, installed: true }));

  it('without running them, and is told what trust would add', async () => {
    const window = open();
    const page = window.model();
    await window.file('digits.onnx').click();
    await page.getByTestId('operators').waitFor();
    await window.file('digits.int8.onnx').click({ modifiers: ['Control'] });
    await window.chooseInExplorer('digits.int8.onnx', 'Compare Models…');
    await page.getByTestId('compare-summary').filter({ hasText: '12 of 13 constants differ' }).waitFor();
    await window.showTab('Answers');
    const why = page.getByTestId('compare-outputs').getByTestId('not-run');
    await why.filter({ hasText: 'In a trusted workspace both are also run on the same samples' }).waitFor();
    await window.picture('compare-restricted');
    await why.getByTestId('manage-trust').click();
    await window.page.getByText('You are in Restricted Mode').waitFor();
  });
});
