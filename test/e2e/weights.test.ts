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
/** `convolution2.weight` of the sample: 64 outputs, 32 inputs, 3 x 3. */
const KERNELS = 64 * 32;

describe('A person looks at a weight', () => {
  const open = useWindow();
  let window: Window;
  before(async () => {
    window = open();
    await window.openModel('digits.onnx');
    await window.showTab('Layers');
    await row('node_Conv_67').waitFor();
  });

  const row = (name: string): Locator => window.model().getByTestId('layers-table-row').filter({ hasText: name });
  const viewer = (): Locator => window.model().getByTestId('weight-viewer');
  const part = (name: string): Promise<void> => viewer().getByRole('tab', { name, exact: true }).click();
  const look = async (layer: string): Promise<void> => {
    await row(layer).click({ button: 'right' });
    await window.model().getByTestId('row-weight').first().click();
    await viewer().getByTestId('weight-type').waitFor();
  };

  it('and sees it as a picture whose cells are told by the keyboard', async () => {
    await look('node_Conv_67');
    assert.match(await viewer().getByTestId('weight-type').innerText(), /float32\[64,32,3,3\]/);
    const picture = viewer().getByTestId('weight-picture');
    await picture.waitFor();
    await picture.focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown']) await window.page.keyboard.press(key);
    await viewer()
      .getByTestId('weight-status')
      .filter({ hasText: /^row 1, column 1: -?\d/ })
      .waitFor();
    assert.match(await viewer().getByTestId('weight-legend').innerText(), /all: -\d.* to \d/);
    await window.picture('weight-picture');
  });

  it('sees its kernels as tiles and the numbers of one', async () => {
    await part('Kernels');
    await viewer()
      .getByTestId('kernel-status')
      .filter({ hasText: `${KERNELS.toLocaleString('en')} kernels of 3 × 3` })
      .waitFor();
    await viewer().getByTestId('weight-kernels').focus();
    for (const key of ['ArrowRight', 'ArrowDown']) await window.page.keyboard.press(key);
    await viewer().getByTestId('kernel-status').filter({ hasText: 'Kernel of output 1, input 1' }).waitFor();
    assert.equal(await viewer().getByTestId('kernel-numbers').locator('td').count(), 9);
    await window.picture('weight-kernels');
  });

  it('sees how its channels and its numbers spread', async () => {
    await part('Channels');
    await viewer().getByTestId('channels-status').filter({ hasText: '64 channels of 288 elements' }).waitFor();
    await part('Histogram');
    await viewer().getByTestId('weight-histogram').waitFor();
    assert.match(await viewer().getByTestId('weight-figures').innerText(), /Std\s+0\.\d/);
    await window.picture('weight-histogram');
  });

  it('reads its values and goes to an index', async () => {
    await part('Values');
    const values = viewer().getByTestId('tensor-values');
    await values.waitFor();
    assert.equal(await values.getByRole('gridcell').count(), 40 * 12);
    await viewer().getByTestId('values-go').getByRole('textbox').fill('63, 31, 2, 2');
    await window.page.keyboard.press('Enter');
    await viewer()
      .getByTestId('values-note')
      .filter({ hasText: 'rows 63 to 63 of 64, columns 287 to 287 of 288' })
      .waitFor();
    assert.equal(await values.getByRole('gridcell').count(), 1);
  });

  it('takes it away as a file that numpy reads', async () => {
    await viewer().getByTestId('weight-export').click();
    const input = window.page.locator('.quick-input-widget input');
    const target = path.join(window.folder, 'taken.npy');
    // The dialog writes its proposal last: what was typed before would be overwritten.
    await eventually('the proposed name', async () => (await input.inputValue()).endsWith('weight.npy'));
    await eventually('the name to stay', async () => {
      await input.fill(target);
      await sleep(SETTLING_MS);
      return (await input.inputValue()) === target;
    });
    await window.page.keyboard.press('Enter');
    await fileAppears(target);
    const file = await readFile(target);
    assert.match(file.toString('latin1', 10, 128), /'descr': '<f4', 'fortran_order': False, 'shape': \(64, 32, 3, 3\)/);
    assert.equal(file.length, 128 + KERNELS * 9 * 4);
  });

  it('leaves it with Escape and is back in the table', async () => {
    await part('Picture');
    await window.page.keyboard.press('Escape');
    await viewer().waitFor({ state: 'detached' });
    await row('node_Conv_67').waitFor();
  });
});
