import path from 'node:path';
import * as vscode from 'vscode';
import type { Host } from '../host';
import { inform } from '../notify';
import { targetModel, uriOf } from '../target';

/** Opens a report, or one of those beside a model. */
export async function openReport(host: Host, argument: unknown): Promise<void> {
  const given = uriOf(argument);
  if (given?.path.endsWith('.report.md')) {
    await previewReport(host, given);
    return;
  }
  const model = await targetModel(host, argument, 'Open Report');
  if (model === null) return;
  const report = await chooseReport(host, model);
  if (report !== null) await previewReport(host, report);
}

/** Shows a report as Markdown, in a tab of its own. */
export async function previewReport(host: Host, report: vscode.Uri): Promise<void> {
  await host.newResults.remove(report);
  await vscode.commands.executeCommand('markdown.showPreview', report);
}

async function chooseReport(host: Host, model: vscode.Uri): Promise<vscode.Uri | null> {
  const reports = await reportsOf(model);
  const [only] = reports;
  if (reports.length <= 1) {
    if (only === undefined) {
      const name = path.posix.basename(model.path);
      inform(host.log, `There is no report for ${name} yet: quantize or benchmark it to make one.`);
    }
    return only ?? null;
  }
  const items = reports.map(uri => ({ label: path.posix.basename(uri.path), uri }));
  return (await vscode.window.showQuickPick(items, { placeHolder: 'Choose a report' }))?.uri ?? null;
}

async function reportsOf(model: vscode.Uri): Promise<readonly vscode.Uri[]> {
  const folder = vscode.Uri.joinPath(model, '..');
  const stem = path.posix.basename(model.path, path.posix.extname(model.path));
  const names = (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name);
  const reports = names.filter(name => name.startsWith(`${stem}.`) && name.endsWith('.report.md'));
  return reports.map(name => vscode.Uri.joinPath(folder, name));
}
