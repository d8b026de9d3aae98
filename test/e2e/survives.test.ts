import assert from 'node:assert/strict';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { useWindow } from './useWindow';
import type { Window } from './window';

/** A workbench in a browser writes its state every five seconds, when it is idle, and cannot on closing. */
const STATE_WRITTEN_MS = 12_000;

describe('An open model survives', () => {
  const open = useWindow();
  let window: Window;
  before(async () => {
    window = open();
    await window.file('digits.onnx').dblclick();
    await window.model().getByTestId('operators').waitFor();
  });

  it('a reload of the window, on the tab it showed', async () => {
    await window.showTab('Layers');
    const filter = window.model().getByTestId('layers-filter').getByRole('textbox');
    await filter.fill('Gemm');
    await window.model().getByTestId('layers-count').filter({ hasText: '2 of 13 nodes' }).waitFor();
    await window.page.waitForTimeout(STATE_WRITTEN_MS);
    await window.page.reload();
    await window.model().getByTestId('layers-count').filter({ hasText: '2 of 13 nodes' }).waitFor({ timeout: 60_000 });
  });

  it('being hidden behind another editor', async () => {
    await window.file('README.md').dblclick();
    await window.page.locator('.monaco-editor').first().waitFor();
    await window.page.getByRole('tab', { name: /^digits\.onnx/ }).click();
    await window.model().getByTestId('layers-count').filter({ hasText: '2 of 13 nodes' }).waitFor();
  });

  it('a split into two editors', async () => {
    await window.runCommand('View: Split Editor Right');
    await window.model(1).getByTestId('file-facts').filter({ hasText: 'opset 18' }).waitFor();
    assert.equal(await window.page.locator('iframe.webview.ready').count(), 2);
    await window.picture('split');
  });

  it('a mistake of ours, which it tells', async () => {
    const banner = window.model().getByTestId('banner');
    const mistakes = [
      ['one mistake', "setTimeout(() => { throw new TypeError('one mistake'); })"],
      ['another', "void Promise.reject(new Error('another'))"],
    ] as const;
    for (const [text, code] of mistakes) {
      await window.model().locator('body').evaluate(code);
      await banner.filter({ hasText: text }).filter({ hasText: 'Report this with the log' }).waitFor();
      await banner.getByRole('button', { name: 'Dismiss' }).click();
    }
  });

  it('a change of its file, which it offers to load', async () => {
    const file = path.join(window.folder, 'digits.onnx');
    const original = await readFile(file);
    await appendFile(file, 'not a model any more');
    const banner = window.model().getByTestId('banner');
    await banner.filter({ hasText: 'changed on disk' }).waitFor();
    await banner.getByRole('button', { name: 'Reload' }).click();
    await window.model().getByTestId('failure').waitFor();
    await window.picture('failure');
    await writeFile(file, original);
    await window.model().getByRole('button', { name: 'Try again' }).click();
    await window.model().getByTestId('file-facts').filter({ hasText: 'opset 18' }).waitFor();
  });
});
