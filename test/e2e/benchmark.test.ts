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

  it('for throughput by batch size', async () => {
    await window.runCommand('Model Lathe: Benchmark: Throughput by Batch Size');
    const table = window.model().getByTestId('benchmark-table');
    await table.getByRole('row').nth(6).waitFor({ timeout: 120_000 });
    const batches = (await table.getByRole('row').allInnerTexts()).slice(1).map(row => Number.parseInt(row, 10));
    assert.deepEqual(batches, [1, 2, 4, 8, 16, 32]);
    await window.picture('throughput');
  });
});
