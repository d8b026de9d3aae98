import * as vscode from 'vscode';
import type { BenchmarkRequest, BenchmarkResult } from '../../shared/protocol/jobs';
import { askSizesToRun, sizesToRun } from '../dimensions';
import { openInEditor } from '../editor/editorProvider';
import type { Host } from '../host';
import { type Action, inform } from '../notify';
import { settings } from '../settings';
import { benchmarkSummary } from '../summaries';
import { previewReport } from './openReport';
import { modelToRun } from './running';

/** Half-width of the median's 95 % interval, as a fraction of the median; the setting's description states it. */
const PRECISION = 0.02;

type Scenario = BenchmarkRequest['scenario'];

const COMMANDS: Readonly<Record<Scenario, { readonly id: string; readonly title: string }>> = {
  latency: { id: 'modelLathe.benchmarkLatency', title: 'Benchmark: Latency' },
  throughput: { id: 'modelLathe.benchmarkThroughput', title: 'Benchmark: Throughput by Batch Size' },
};

/** Measures a model, shows the chart in its editor and offers the report. Gives what was measured. */
export async function benchmark(host: Host, argument: unknown, scenario: Scenario): Promise<BenchmarkResult | null> {
  const { id, title } = COMMANDS[scenario];
  const model = await modelToRun(host, argument, title);
  if (model === null) return null;
  return host.jobs.exclusively(model.fsPath, 'Benchmarking', async run => {
    const sizes = await sizesToRun(host, model);
    if (sizes === null) return null;
    const { threads, benchmarkSeconds, benchmarkProfile, batchSizes } = settings(model);
    const result = await run('benchmark', {
      model: model.fsPath,
      scenario,
      // None: one sample at a time, or as many as the model is fixed at.
      batches: scenario === 'latency' ? [] : batchSizes,
      threads,
      data: null,
      freeDimensions: sizes,
      targetPrecision: PRECISION,
      secondsPerPoint: benchmarkSeconds,
      profile: benchmarkProfile,
      write: true,
    });
    await present(host, model, result, async () => {
      if ((await askSizesToRun(host, model)) !== null) await vscode.commands.executeCommand(id, model);
    });
    return result;
  });
}

async function present(
  host: Host,
  model: vscode.Uri,
  { report, written }: BenchmarkResult,
  changeSizes: () => Promise<void>,
): Promise<void> {
  const markdown = written.find(file => file.endsWith('.md'));
  const actions: Action[] = [];
  if (markdown !== undefined) {
    const uri = vscode.Uri.file(markdown);
    await host.newResults.add(uri);
    actions.push({ title: 'Open Report', run: () => previewReport(host, uri) });
  }
  if (report.data.kind === 'synthetic' && report.freeDimensions.length > 0) {
    actions.push({ title: 'Change Sizes…', run: changeSizes });
  }
  host.refreshModels();
  // It may have taken minutes, and the person may be typing elsewhere.
  const page = await openInEditor(host, model, { preserveFocus: true });
  page?.show('benchmark');
  inform(host.log, benchmarkSummary(report), actions);
}
