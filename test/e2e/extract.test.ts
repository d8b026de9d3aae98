import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openFileSource } from '../../src/formats/fileSource';
import { readOnnx } from '../../src/formats/onnx/readOnnx';
import type { ExtractionReport } from '../../src/shared/reports/extractionReport';
import { modelBytes } from '../fixtures/builders/onnxModel';
import { shownTransformer } from '../fixtures/shown/shownTransformer';
import { eventually, fileAppears } from './eventually';
import { GraphParts } from './graphParts';
import { useWindow } from './useWindow';
import type { Window } from './window';

describe('A person takes part of a model as a model of its own', () => {
  const open = useWindow(() => ({
    installed: true,
    prepare: folder => writeFile(path.join(folder, 'decoder.onnx'), modelBytes(shownTransformer(150))),
  }));
  let window: Window;
  let graph: GraphParts;
  const here = (name: string): string => path.join(window.folder, name);

  before(async () => {
    window = open();
    graph = new GraphParts(window);
    await graph.show('decoder.onnx', /nodes/);
  });

  /** Takes the name that is offered, or another. */
  async function name(text: string | null): Promise<void> {
    const input = window.page.locator('.quick-input-widget input').and(window.page.locator('[type="text"]'));
    await window.page
      .locator('.quick-input-title')
      .filter({ hasText: /^Extract/ })
      .waitFor();
    if (text !== null) await input.fill(text);
    await graph.press('Enter');
  }

  /** What the report beside a part says, and the names of the nodes in the part. */
  async function part(stem: string): Promise<{ report: ExtractionReport; names: readonly string[] }> {
    await fileAppears(here(`${stem}.report.json`), 30_000);
    const report = await eventually('a whole report', async () => {
      const text = await readFile(here(`${stem}.report.json`), 'utf8');
      return text.endsWith('}\n') && (JSON.parse(text) as ExtractionReport);
    });
    const source = await openFileSource(here(`${stem}.onnx`));
    try {
      const { model } = await readOnnx(source);
      return { report, names: model.graph.nodes.map(node => node.name) };
    } finally {
      await source.close();
    }
  }

  /** Back from the report, which opens over the model. */
  async function back(stem: string): Promise<void> {
    await window.page.getByRole('tab', { name: `Preview ${stem}.report.md` }).waitFor();
    await window.page.getByRole('tab', { name: /^decoder\.onnx/ }).click();
    await graph.canvas.waitFor();
  }

  it('a group, from the inspector, which answers as the model does there', async () => {
    await graph.part('graph-treeGrid').click();
    await graph.row(/layers ×/).click();
    await graph.press('ArrowRight');
    await graph.row('layers.1').click();
    await window.model().getByTestId('inspector').getByRole('button', { name: 'Extract…' }).click();
    await name(null);
    const { report, names } = await part('decoder.model.layers.1');
    assert.equal(names.length, 49);
    assert.ok(
      names.every(node => node.startsWith('/model/layers.1/')),
      names.join('\n'),
    );
    assert.equal(report.chosen, 49);
    assert.deepEqual(
      report.outputs.map(output => output.name),
      ['hidden.2'],
    );
    assert.equal(report.check.kind, 'compared');
    assert.equal(report.check.kind === 'compared' && report.check.largestError, 0);
    await back('decoder.model.layers.1');
  });

  it('several nodes, selected by keys', async () => {
    await graph.goTo('layers.0/mlp/gate_proj');
    await graph.search.press('Escape');
    await graph.canvas.focus();
    await graph.press('Control+Shift+ArrowDown');
    await graph.announced('2 items selected.');
    await graph.press('Control+Shift+ArrowDown');
    await graph.announced('3 items selected.');
    await graph.press('Shift+F10');
    await window.model().getByTestId('menu-extract').click();
    await name('gate');
    const { report, names } = await part('decoder.gate');
    const mlp = (rest: string): string => `/model/layers.0/mlp/${rest}`;
    // The second of the three is a group of two.
    assert.deepEqual(names, [mlp('gate_proj/MatMul'), mlp('act_fn/Sigmoid'), mlp('act_fn/Mul'), mlp('Mul')]);
    assert.equal(report.check.kind === 'compared' && report.check.largestError, 0);
    await back('decoder.gate');
  });

  it('one node from the palette; a part of that name is replaced only when asked to', async () => {
    const before = await stat(here('decoder.gate.onnx'));
    await graph.goTo('/lm_head/MatMul');
    await window.runCommand('Model Lathe: Extract Selected Nodes…');
    await name('gate');
    const dialog = window.page.getByRole('dialog').filter({ hasText: 'decoder.gate.onnx' });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    assert.equal((await stat(here('decoder.gate.onnx'))).mtimeMs, before.mtimeMs);
    await window.runCommand('Model Lathe: Extract Selected Nodes…');
    await name(null);
    const { names } = await part('decoder.lm_head.MatMul');
    assert.deepEqual(names, ['/lm_head/MatMul']);
    await back('decoder.lm_head.MatMul');
  });

  it('is told what to do where nothing is selected', async () => {
    await graph.search.click();
    await graph.press('Escape', 'Escape');
    await graph.announced('Nothing selected.');
    await window.runCommand('Model Lathe: Extract Selected Nodes…');
    await window.page.locator('.notifications-toasts').getByText('Select the nodes or groups to extract').waitFor();
  });

  it('and opens it', async () => {
    await window.file('decoder.lm_head.MatMul.onnx').dblclick();
    await window
      .model()
      .getByTestId('file-facts')
      .filter({ hasText: '1,024 parameters' })
      .or(window.model().getByTestId('file-facts').filter({ hasText: '1.02 k parameters' }))
      .waitFor();
    await window.picture('extracted');
  });
});
