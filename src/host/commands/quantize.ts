import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { LatheError } from '../../shared/errors';
import type { QuantizeRequest, QuantizeResult } from '../../shared/protocol/jobs';
import { rememberedDimensions } from '../dimensions';
import type { Host } from '../host';
import type { RunJob } from '../jobs/runningJobs';
import { inform } from '../notify';
import { quantizedPaths } from '../results';
import { settings } from '../settings';
import { quantizationSummary } from '../summaries';
import { previewReport } from './openReport';

/** What a person may choose; the rest comes from the settings. */
export type QuantizeChoices = Pick<QuantizeRequest, 'method' | 'data' | 'calibration' | 'perChannel' | 'latencyGate'>;

/** Quantizes, asks before replacing, then opens the report and marks the new files. Gives what was written. */
export async function quantize(
  host: Host,
  model: vscode.Uri,
  choices: QuantizeChoices,
): Promise<QuantizeResult | null> {
  return host.jobs.exclusively(model.fsPath, 'Quantizing', async run => {
    const existing = await existingResults(model);
    if (existing.length > 0 && !(await mayReplace(existing))) return null;
    const { threads, calibrationSamples } = settings(model);
    const request: QuantizeRequest = {
      ...choices,
      model: model.fsPath,
      out: null,
      force: existing.length > 0,
      exclude: [],
      samples: calibrationSamples,
      threads,
      freeDimensions: await rememberedDimensions(host, model),
    };
    const result = await runAskingAgain(run, request);
    if (result !== null) await present(host, result);
    return result;
  });
}

/** A target that appeared while the job was running is asked about like one that was there before. */
async function runAskingAgain(run: RunJob, request: QuantizeRequest): Promise<QuantizeResult | null> {
  try {
    return await run('quantize', request);
  } catch (thrown) {
    const appeared = thrown instanceof LatheError && thrown.info.code === 'job.targetExists';
    if (!appeared || request.force) throw thrown;
    if (!(await mayReplace([path.basename(thrown.info.file ?? 'The result')]))) return null;
    return run('quantize', { ...request, force: true });
  }
}

async function existingResults(model: vscode.Uri): Promise<readonly string[]> {
  const found: string[] = [];
  for (const file of Object.values(quantizedPaths(model.fsPath))) {
    if (await stat(file).catch(() => null)) found.push(path.basename(file));
  }
  return found;
}

async function mayReplace(names: readonly string[]): Promise<boolean> {
  const message = `${names.join(', ')} ${names.length === 1 ? 'exists' : 'exist'} already. Replace?`;
  return (await vscode.window.showWarningMessage(message, { modal: true }, 'Replace')) === 'Replace';
}

async function present(host: Host, result: QuantizeResult): Promise<void> {
  const model = vscode.Uri.file(result.model);
  const report = vscode.Uri.file(result.markdown);
  await host.newResults.add(model);
  await host.newResults.add(report);
  host.refreshModels();
  await previewReport(host, report);
  const open = (): Thenable<unknown> => vscode.commands.executeCommand('modelLathe.openModel', model);
  inform(host.log, quantizationSummary(result.report), [{ title: 'Open Model', run: open }]);
}
