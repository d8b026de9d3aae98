import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { LatheError } from '../../shared/errors';
import type { Host } from '../host';
import type { RunJob } from '../jobs/runningJobs';
import { inform } from '../notify';
import { type ResultPaths, variantPaths } from '../results';
import { previewReport } from './openReport';

/** How a model is made of another. */
export interface Making<R> {
  /** What is being done: `Quantizing`. */
  readonly doing: string;
  /** What the name of the result adds: `int8`. */
  readonly variant: string;
  /** Does it; `force` replaces existing results. */
  job(run: RunJob, force: boolean): Promise<R>;
}

/** Does a job that writes a model beside its source, and asks before replacing. `null` when the person said no. */
export async function makeVariant<R>(host: Host, model: vscode.Uri, making: Making<R>): Promise<R | null> {
  return host.jobs.exclusively(model.fsPath, making.doing, async run => {
    const existing = await existingResults(variantPaths(model.fsPath, making.variant));
    if (existing.length > 0 && !(await mayReplace(existing))) return null;
    return runAskingAgain(run, making, existing.length > 0);
  });
}

/** Marks what was written as new, opens the report and says what came of it. */
export async function presentVariant(
  host: Host,
  written: Pick<ResultPaths, 'model' | 'markdown'>,
  summary: string,
): Promise<void> {
  const model = vscode.Uri.file(written.model);
  const report = vscode.Uri.file(written.markdown);
  await host.newResults.add(model);
  await host.newResults.add(report);
  host.refreshModels();
  await previewReport(host, report);
  const open = (): Thenable<unknown> => vscode.commands.executeCommand('modelLathe.openModel', model);
  inform(host.log, summary, [{ title: 'Open Model', run: open }]);
}

/** A target that appeared while the job was running is asked about like one that was there before. */
async function runAskingAgain<R>(run: RunJob, making: Making<R>, force: boolean): Promise<R | null> {
  try {
    return await making.job(run, force);
  } catch (thrown) {
    const appeared = thrown instanceof LatheError && thrown.info.code === 'job.targetExists';
    if (!appeared || force) throw thrown;
    if (!(await mayReplace([path.basename(thrown.info.file ?? 'The result')]))) return null;
    return making.job(run, true);
  }
}

async function existingResults(paths: ResultPaths): Promise<readonly string[]> {
  const found: string[] = [];
  for (const file of Object.values(paths)) if (await stat(file).catch(() => null)) found.push(path.basename(file));
  return found;
}

async function mayReplace(names: readonly string[]): Promise<boolean> {
  const message = `${names.join(', ')} ${names.length === 1 ? 'exists' : 'exist'} already. Replace?`;
  return (await vscode.window.showWarningMessage(message, { modal: true }, 'Replace')) === 'Replace';
}
