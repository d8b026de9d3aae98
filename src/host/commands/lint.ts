import * as vscode from 'vscode';
import type { LintReport } from '../../shared/reports/lintReport';
import { needsLocalFile } from '../errors';
import type { Host } from '../host';
import { inform } from '../notify';
import { lintSummary } from '../summaries';
import { targetModel } from '../target';
import { showFindings } from './showFindings';

/** Looks for everything that is worth knowing about a model and fills the Problems panel. Gives what was found. */
export async function lint(host: Host, argument: unknown): Promise<LintReport | null> {
  const model = await targetModel(host, argument, 'Lint Model');
  if (model === null) return null;
  if (model.scheme !== 'file') throw needsLocalFile(model.scheme);
  return host.jobs.exclusively(model.fsPath, 'Checking', async run => {
    const report = await host.findings.lookWith(model, run);
    const problems = (): Thenable<unknown> => vscode.commands.executeCommand('workbench.actions.view.problems');
    const page = (): Promise<void> => showFindings(host, model);
    const actions = [
      { title: 'Show Problems', run: problems },
      { title: 'Show Findings', run: page },
    ];
    inform(host.log, lintSummary(report), report.findings.length === 0 ? [] : actions);
    return report;
  });
}
