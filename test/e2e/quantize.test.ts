import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { QuantizationReport } from '../../src/shared/reports/quantizationReport';
import { eventually, fileAppears } from './eventually';
import { useWindow } from './useWindow';
import type { Window } from './window';

describe('A person quantizes a model', () => {
  const open = useWindow();
  let window: Window;
  before(() => {
    window = open();
  });

  it('from the Explorer, with one click and no question', async () => {
    await window.chooseInExplorer('digits.onnx', 'Quantize to INT8');
    const source = path.join(window.folder, 'digits.onnx');
    const target = path.join(window.folder, 'digits.int8.onnx');
    await fileAppears(path.join(window.folder, 'digits.int8.report.json'));
    await fileAppears(path.join(window.folder, 'digits.int8.report.md'));
    await fileAppears(target);
    assert.ok((await stat(target)).size < (await stat(source)).size / 2);
    const report = JSON.parse(
      await readFile(path.join(window.folder, 'digits.int8.report.json'), 'utf8'),
    ) as QuantizationReport;
    assert.ok(report, 'the report is JSON');
  });

  it('and reads the report', async () => {
    const preview = window.page.frameLocator('iframe.webview.ready').frameLocator('iframe[title]');
    await preview.getByRole('heading', { level: 1 }).waitFor();
    const text = await preview.locator('body').innerText();
    assert.match(text, /digits\.int8\.onnx/);
    assert.match(text, /accuracy/i);
    await window.picture('report', true);
  });

  it('goes from a node that the report names to the graph of the model it was', async () => {
    await window.file('digits.int8.report.md').click();
    await window.page.getByRole('tab', { name: /^digits\.int8\.report\.md/ }).waitFor();
    await window.page.locator('.monaco-editor').first().click();
    await window.page.keyboard.press('Control+f');
    await window.page.keyboard.type('node_Conv_67');
    await window.page.keyboard.press('Escape');
    const link = window.page.locator('.detected-link').filter({ hasText: 'node_Conv_67' }).first();
    const box = await eventually('the link in the report', () => link.boundingBox());
    // The editor marks links anew whenever a key goes down, so nothing may hold on to what it drew.
    await window.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await window.page.keyboard.down('Control');
    await window.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await window.page.keyboard.up('Control');
    await window.page.getByRole('tab', { name: /^digits\.onnx/ }).waitFor();
    await window.model().getByTestId('graph-status').filter({ hasText: 'Conv node_Conv_67' }).waitFor();
  });

  it('finds the result under its model in the Models view', async () => {
    await window.activityBarIcon().click();
    const tree = window.page.getByRole('tree', { name: /Models/ });
    await tree.getByText('digits.int8.onnx').waitFor();
    await window.picture('models');
  });

  it('is asked before a result is replaced', async () => {
    const target = path.join(window.folder, 'digits.int8.onnx');
    const before = await stat(target);
    await window.page.getByRole('tab', { name: /^Explorer/ }).click();
    await window.chooseInExplorer('digits.onnx', 'Quantize to INT8');
    const dialog = window.page.getByRole('dialog').filter({ hasText: 'digits.int8.onnx' });
    await dialog.waitFor();
    await window.picture('replace');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    assert.equal((await stat(target)).mtimeMs, before.mtimeMs);
  });

  it('opens the result', async () => {
    await window.file('digits.int8.onnx').dblclick();
    const operators = window.model().getByTestId('operators');
    await operators.waitFor();
    assert.match(await operators.innerText(), /QuantizeLinear/);
  });
});
