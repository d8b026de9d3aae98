import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import type { BenchmarkReport } from '../../src/shared/reports/benchmarkReport';
import { modelBytes } from '../fixtures/builders/onnxModel';
import { shownConvolutions } from '../fixtures/shown/shownConvolutions';
import { eventually, fileAppears } from './eventually';
import { GraphParts } from './graphParts';
import { useWindow } from './useWindow';
import type { Window } from './window';

/** A convolution's multiply-accumulates for one image. */
function convolutionMacs(outputs: number, inputs: number, kernel: number, side: number): number {
  return outputs * inputs * kernel ** 2 * side ** 2;
}

/** Chooses a figure or a scale in the menu of the tab that is shown. */
async function chooseHeat(window: Window, tab: string, testId: string): Promise<void> {
  const model = window.model();
  await model.getByTestId(`panel-${tab}`).getByTestId('heat-metric').click();
  await model.getByTestId(testId).click();
}

describe('A person colours the nodes by a figure', () => {
  const open = useWindow(() => ({
    prepare: folder => writeFile(path.join(folder, 'residual.onnx'), modelBytes(shownConvolutions(4))),
  }));
  let window: Window;
  let graph: GraphParts;
  const within = (tab: string, testId: string): Locator =>
    window.model().getByTestId(`panel-${tab}`).getByTestId(testId);
  const scaleOf = async (tab: string): Promise<string> =>
    (await within(tab, 'heat-legend').getByRole('img').getAttribute('aria-label')) ?? '';
  const stem = convolutionMacs(16, 3, 3, 32);
  /** The second block halves the picture and doubles the channels, and has a shortcut of its own. */
  const second = convolutionMacs(32, 16, 3, 16) + convolutionMacs(32, 32, 3, 16) + convolutionMacs(32, 16, 1, 16);

  before(async () => {
    window = open();
    graph = new GraphParts(window);
    await graph.show('residual.onnx', /nodes/);
  });

  it('on the graph, with the numbers of the scale', async () => {
    await chooseHeat(window, 'graph', 'heat-figure-macs');
    const label = await eventually('the scale', async () => {
      const text = await scaleOf('graph');
      return text.includes('MACs') && text;
    });
    assert.match(label, /^Colour scale for MACs: from .+ to 2\.36 M, (linear|logarithmic)$/);
    await within('graph', 'heat-legend').getByText('2.36 M', { exact: true }).waitFor();
  });

  it('and reads the figure of a node and of a group, which adds up', async () => {
    await graph.goTo('/stem/Conv');
    assert.equal(stem, 442_368);
    await graph.status(/, MACs 442 k, \d+ %/);
    await graph.announced(/, MACs 442 k, /);
    await graph.search.press('Escape');
    await graph.part('graph-treeGrid').click();
    assert.equal(second, 3_670_016);
    await graph
      .row(/3\.67 M/)
      .first()
      .click();
    await graph.status(/^Group 1, MACs 3\.67 M, 2\d % ▲, 6 nodes/);
    await window.picture('graph-heat-group');
  });

  it('by another scale, which every place takes over', async () => {
    await chooseHeat(window, 'graph', 'heat-scale-log');
    await eventually('the logarithmic scale', async () => (await scaleOf('graph')).endsWith(', logarithmic'));
    await window.showTab('Heat map');
    await eventually('the same in the heat map', async () => (await scaleOf('heatmap')).endsWith(', logarithmic'));
    assert.equal(await within('heatmap', 'heat-metric').getAttribute('aria-label'), 'Heat: MACs, log');
    await chooseHeat(window, 'heatmap', 'heat-scale-linear');
    await window.showTab('Graph');
    await eventually('the linear scale', async () => (await scaleOf('graph')).endsWith(', linear'));
    assert.match(await scaleOf('graph'), /: from 0 to 2\.36 M, linear$/);
  });

  it('in a strip in model order, whose keys select for every tab', async () => {
    const strip = within('graph', 'heat-strip');
    await strip.focus();
    await graph.press('Home');
    await graph.status(/^Conv .*stem/);
    assert.equal(await strip.getAttribute('aria-valuenow'), '1');
    assert.match((await strip.getAttribute('aria-valuetext')) ?? '', /\/stem\/Conv: MACs 442 k/);
    await window.showTab('Layers');
    const row = window.model().getByTestId('layers-table-row').and(window.model().locator('[aria-selected="true"]'));
    await row.filter({ hasText: '/stem/Conv' }).waitFor();
  });

  it('as a treemap, where a click selects for every tab too', async () => {
    await window.showTab('Heat map');
    await within('heatmap', 'heat-mode').click();
    await window.model().getByRole('option', { name: 'Treemap' }).click();
    const tile = window.model().getByTestId('heat-tile').filter({ hasText: 'second/Conv' }).first();
    await tile.click();
    await window.model().getByTestId('tile-details').filter({ hasText: 'MACs 2.36 M' }).waitFor();
    await window.picture('graph-heat-treemap');
    await window.showTab('Graph');
    await graph.status(/^Conv .*second/);
    assert.match(
      (await within('graph', 'heat-strip').getAttribute('aria-valuetext')) ?? '',
      /\/blocks\/3\/second\/Conv/,
    );
  });

  it('by the parameters and by the sparsity of the weights', async () => {
    await chooseHeat(window, 'graph', 'heat-figure-parameters');
    await graph.status(/, Parameters 36\.9 k, \d+ %/);
    await chooseHeat(window, 'graph', 'heat-figure-weights.sparsity');
    // One channel in eight is zero; biases are not.
    await graph.status(/, [Ss]parsity[^,]* 12\.\d+ %/);
    await window.picture('graph-heat-sparsity');
  });

  it('and takes the colours away', async () => {
    await chooseHeat(window, 'graph', 'heat-figure-none');
    await within('graph', 'heat-legend').waitFor({ state: 'hidden' });
    await graph.status(/^Conv \/blocks\/3\/second\/Conv, kernel 3×3/);
  });
});

describe('A person sees on the nodes what was measured', () => {
  const open = useWindow(() => ({ settings: { 'modelLathe.benchmark.seconds': 1 } }));
  let window: Window;
  let graph: GraphParts;
  before(async () => {
    window = open();
    graph = new GraphParts(window);
    await graph.show('digits.onnx', /nodes/);
  });

  it('is told what would measure it', async () => {
    await graph.part('heat-metric').first().click();
    const time = window.model().getByTestId('heat-figure-benchmark.');
    assert.match(await time.innerText(), /Run Benchmark: Latency/);
    await graph.press('Escape');
  });

  it('the time of a benchmark, which appears once there is one', async () => {
    await window.runCommand('Model Lathe: Benchmark: Latency');
    const file = path.join(window.folder, 'digits.benchmark.report.json');
    await fileAppears(file);
    await window.showTab('Graph');
    await eventually('the measured time on offer', async () => {
      await window.model().getByTestId('panel-graph').getByTestId('heat-metric').click();
      const offered = await window.model().getByTestId('heat-figure-benchmark.time').isVisible();
      if (!offered) await graph.press('Escape');
      return offered;
    });
    await window.model().getByTestId('heat-figure-benchmark.time').click();
    await graph.part('heat-legend').first().filter({ hasText: 'digits.benchmark.report.json' }).waitFor();
    const report = JSON.parse(await readFile(file, 'utf8')) as BenchmarkReport;
    assert.ok(report.profile !== null);
    await graph.goTo('op:Conv');
    await graph.status(/, Measured time [\d.]+ (µs|ms), \d+ %/);
    await window.picture('graph-heat-time');
  });

  it('what each weight lost in quantization, in the model and in what was made of it', async () => {
    await graph.search.press('Escape');
    await window.chooseInExplorer('digits.onnx', 'Quantize to INT8');
    await fileAppears(path.join(window.folder, 'digits.int8.report.json'));
    await window.page.getByRole('tab', { name: /^Preview digits\.int8\.report/ }).waitFor();
    await window.page.getByRole('tab', { name: /^digits\.onnx/ }).click();
    await graph.status(/Measured time/);
    await chooseHeat(window, 'graph', 'heat-figure-quantization.weightError');
    await graph.part('heat-legend').first().filter({ hasText: 'digits.int8.report.json' }).waitFor();
    await graph.goTo('node_Conv_67');
    await graph.status(/, Quantization error of weights \d+(\.\d+)? dB/);
    await window.picture('graph-heat-error');
  });

  it('how it differs from another model', async () => {
    await graph.search.press('Escape');
    await graph.part('heat-metric').first().click();
    await window.model().getByTestId('heat-figure-compare.').click();
    const input = window.page.locator('.quick-input-widget input');
    await input.fill('digits.int8');
    await window.page
      .locator('.quick-input-list')
      .getByRole('option', { name: /digits\.int8\.onnx/ })
      .waitFor();
    await graph.press('Enter');
    await graph.part('heat-legend').first().filter({ hasText: '(digits.int8.onnx)' }).waitFor({ timeout: 60_000 });
    await graph.goTo('node_Conv_67');
    await graph.status(/, .*\(digits\.int8\.onnx\) \d+(\.\d+)?/);
    await window.picture('graph-heat-difference');
  });
});
