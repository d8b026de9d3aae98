import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BenchmarkReport } from '../../src/shared/reports/benchmarkReport';
import { fileAppears } from './eventually';
import { useWindow } from './useWindow';
import type { Window } from './window';

describe('A person benchmarks the open model', () => {
  const open = useWindow(() => ({ settings: { 'modelLathe.benchmark.seconds': 1 } }));
  let window: Window;
  before(async () => {
    window = open();
    await window.openModel('digits.onnx');
  });

  it('for latency, from the palette', async () => {
    await window.runCommand('Model Lathe: Benchmark: Latency');
    const file = path.join(window.folder, 'digits.benchmark.report.json');
    await fileAppears(file);
    const report = JSON.parse(await readFile(file, 'utf8')) as BenchmarkReport;
    const [point] = report.points;
    assert.ok(point !== undefined && point.latency.runs > 10);
    assert.ok(point.latency.median > 0 && point.latency.median <= point.latency.p99);
    await fileAppears(path.join(window.folder, 'digits.benchmark.report.md'));
    await window.showTab('Benchmark');
    await window.model().getByTestId('benchmark-figures').waitFor();
    await window.picture('benchmark', true);
  });

  it('and sees which nodes the time goes into; a click leads to one', async () => {
    const model = window.model();
    const nodes = model.getByTestId('profile-nodes');
    const rows = await nodes.getByRole('row').allInnerTexts();
    assert.match(rows[1] ?? '', /node_Conv_\d+/);
    assert.ok(
      rows.some(row => /node_Conv_67[\s\S]*Relu/.test(row)),
      'the rectifier ran inside the convolution',
    );
    await nodes.getByRole('button', { name: 'node_Conv_67' }).click();
    await model.getByRole('tab', { name: 'Graph', selected: true }).waitFor();
    await window.showTab('Benchmark');
    await model.getByTestId('profile-colour').click();
    await model.getByTestId('heat-metric').filter({ hasText: 'Measured time' }).first().waitFor();
    await window.showTab('Benchmark');
  });

  it('for throughput by batch size', async () => {
    await window.runCommand('Model Lathe: Benchmark: Throughput by Batch Size');
    const table = window.model().getByTestId('benchmark-table');
    await table.getByRole('row').nth(6).waitFor({ timeout: 120_000 });
    const batches = (await table.getByRole('row').allInnerTexts()).slice(1).map(row => Number.parseInt(row, 10));
    assert.deepEqual(batches, [1, 2, 4, 8, 16, 32]);
    await window.picture('throughput');
  });
});
