import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { writeTexts } from '../../formats/writeTexts';
import { compareMarkdown } from '../../report/compareMarkdown';
import { previewReport } from '../commands/openReport';
import type { Host } from '../host';
import { inform } from '../notify';
import { comparePaths } from '../results';
import type { Comparison } from './comparison';

/** Writes a finished comparison beside B, asking before it replaces an earlier one. Gives the names of what was written. */
export async function saveComparison(host: Host, { b, known }: Comparison): Promise<readonly string[]> {
  if (known === null) return [];
  const { markdown, json } = comparePaths(b.fsPath);
  const existing: string[] = [];
  for (const file of [markdown, json]) if (await stat(file).catch(() => null)) existing.push(path.basename(file));
  if (existing.length > 0 && !(await mayReplace(existing))) return [];
  await writeTexts(
    [
      { file: markdown, text: compareMarkdown(known) },
      { file: json, text: `${JSON.stringify(known, null, 2)}\n` },
    ],
    existing.length > 0,
  );
  const report = vscode.Uri.file(markdown);
  await host.newResults.add(report);
  host.refreshModels();
  const open = (): Promise<void> => previewReport(host, report);
  inform(host.log, `Saved ${path.basename(markdown)}.`, [{ title: 'Open Report', run: open }]);
  return [markdown, json].map(file => path.basename(file));
}

async function mayReplace(names: readonly string[]): Promise<boolean> {
  const message = `${names.join(', ')} ${names.length === 1 ? 'exists' : 'exist'} already. Replace?`;
  return (await vscode.window.showWarningMessage(message, { modal: true }, 'Replace')) === 'Replace';
}
