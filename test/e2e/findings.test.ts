import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { graphBuilder, modelBytes } from '../fixtures/builders/onnxModel';
import { useWindow } from './useWindow';
import type { Window } from './window';

/** A model with a weight that nothing reads, a chain of Identity nodes and a weight that is not a number. */
function flawed(): Uint8Array {
  const graph = graphBuilder('flawed')
    .input('x', 'float32', ['N', 4])
    .weight('used', 'float32', [4, 4], [Number.NaN, ...Array<number>(15).fill(1)])
    .weight('forgotten', 'float32', [64, 64], Array<number>(64 * 64).fill(1))
    .node('MatMul', ['x', 'used'], ['h'])
    .node('Identity', ['h'], ['i'])
    .node('Identity', ['i'], ['j'])
    .node('Relu', ['j'], ['y'])
    .output('y', 'float32', ['N', 4]);
  return modelBytes(graph);
}

describe('A person asks what is wrong with a model', () => {
  const open = useWindow(() => ({ prepare: folder => writeFile(path.join(folder, 'flawed.onnx'), flawed()) }));
  let window: Window;
  before(async () => {
    window = open();
    await window.openModel('flawed.onnx');
  });

  it('and is told how much in the title of a tab, and what by rule', async () => {
    const model = window.model();
    await model.getByRole('tab', { name: /^Findings \(\d+\)$/ }).click();
    const unused = model.locator('[data-rule="unused-initializer"]');
    await unused.filter({ hasText: 'forgotten' }).waitFor();
    assert.match(await unused.innerText(), /Error|Warning|Info/);
    await model.getByTestId('findings-skipped').filter({ hasText: 'The weights have not been read.' }).waitFor();
    await window.picture('findings');
  });

  it('checks everything, weights included', async () => {
    const model = window.model();
    assert.equal(await model.locator('[data-rule="nan-weight"]').count(), 0);
    await model.getByTestId('findings-check').click();
    await model.locator('[data-rule="nan-weight"]').filter({ hasText: 'used' }).waitFor({ timeout: 60_000 });
    await window.picture('findings-everything');
  });

  it('sees one severity alone', async () => {
    const model = window.model();
    await model.getByTestId('findings-severity').click();
    await model.getByRole('option', { name: 'Errors' }).click();
    await model
      .getByTestId('findings-count')
      .filter({ hasText: / of \d+ findings/ })
      .waitFor();
    const severities = await model.getByTestId('finding-rule').locator('h2').allInnerTexts();
    assert.ok(severities.length > 0 && severities.every(text => text.includes('Error')), severities.join('\n'));
    await model.getByTestId('findings-severity').click();
    await model.getByRole('option', { name: 'Every severity' }).click();
  });

  it('goes from a finding to what it is about', async () => {
    const model = window.model();
    await model.locator('[data-rule="nan-weight"]').getByTestId('finding').getByRole('button').first().click();
    await model.getByTestId('inspector').getByText('MatMul').first().waitFor();
  });
});
