import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { useWindow } from './useWindow';
import type { Window } from './window';

describe('In Restricted Mode a person', () => {
  const open = useWindow(() => ({ trusted: false, installed: true }));
  let window: Window;
  before(() => {
    window = open();
  });

  it('sees the model, the reason why it cannot be run, and where to change that', async () => {
    await window.file('digits.onnx').click();
    const model = window.model();
    await model.getByTestId('operators').waitFor();
    assert.match(await model.getByTestId('cannot-run-reason').innerText(), /trust/i);
    assert.ok(await model.getByTestId('action-manageTrust').isVisible());
  });

  it('measures weights, which runs no model', async () => {
    await window.showTab('Heat map');
    await window
      .model()
      .getByTestId('heat-count')
      .filter({ hasText: /^1[0-9] weights/ })
      .waitFor({ timeout: 60_000 });
  });

  it('is told what running a model needs, and nothing runs', async () => {
    await window.chooseInExplorer('digits.onnx', 'Quantize to INT8');
    const notification = window.page.getByRole('dialog').filter({ hasText: /trust/i });
    await notification.getByRole('button', { name: 'Manage Workspace Trust' }).waitFor();
    await window.picture('restricted');
    assert.deepEqual((await readdir(window.folder)).sort(), ['README.md', 'digits.onnx', 'digits.samples.npz']);
  });
});
