import path from 'node:path';
import * as vscode from 'vscode';
import { DEFAULT_TOLERANCE } from '../../shared/reports/compareReport';
import { originalOf } from '../compare/originalOf';
import { openInEditor } from '../editor/editorProvider';
import { needsLocalFile } from '../errors';
import { fileState } from '../figures/sessionComparisons';
import type { Host } from '../host';
import { settings } from '../settings';
import { targetModel } from '../target';
import { findModels } from '../tree/findModels';
import { cannotRun } from '../trust';

const TITLE = 'Show Difference to Another Model';

/** Compares the model with one that the person chooses and colours its nodes by how they differ. */
export async function showDifference(host: Host, argument: unknown): Promise<void> {
  const model = await targetModel(host, argument, TITLE);
  if (model === null) return;
  const original = await originalOf(model);
  const other = await chooseOther(model, original);
  if (other === null) return;
  for (const { scheme } of [model, other]) if (scheme !== 'file') throw needsLocalFile(scheme);
  const isReference = (await originalOf(other))?.toString() === model.toString();
  const [a, b] = isReference ? [model, other] : [other, model];
  const compared = await host.jobs.exclusively(model.fsPath, 'Comparing', async run => {
    const states = await Promise.all([fileState(a.fsPath), fileState(b.fsPath)]);
    const report = await run('compare', {
      a: a.fsPath,
      b: b.fsPath,
      run: (cannotRun(host, a) ?? cannotRun(host, b)) === null ? 'synthetic' : 'never',
      data: null,
      threads: settings(a).threads,
      freeDimensions: host.sizes.of(a),
      tolerance: DEFAULT_TOLERANCE,
    });
    host.figures.addComparison(a.fsPath, b.fsPath, states, report);
    return report;
  });
  if (compared === null) return;
  const page = await openInEditor(host, model, { preserveFocus: true });
  const kind = compared.outputs === null || compared.outputs.tensors.length === 0 ? 'weights' : 'tensors';
  page?.showFigure(`compare.${kind}:${path.basename(other.fsPath)}`);
}

interface Choice extends vscode.QuickPickItem {
  readonly uri: vscode.Uri | null;
}

/** The original first, then the other models of the workspace, then any file. `null` when the person gave up. */
async function chooseOther(model: vscode.Uri, original: vscode.Uri | null): Promise<vscode.Uri | null> {
  const isOther = (uri: vscode.Uri): boolean => ![model, original].some(known => known?.toString() === uri.toString());
  const others = (await findModels()).filter(isOther);
  const choices: Choice[] = [
    ...(original === null
      ? []
      : [{ ...named(original), detail: 'The original: this model was made from it', uri: original }]),
    ...others.map(uri => ({ ...named(uri), uri })),
    { label: '$(folder-opened) Choose a File…', alwaysShow: true, uri: null },
  ];
  const options = {
    title: TITLE,
    placeHolder: `What ${path.posix.basename(model.path)} is compared with`,
    matchOnDescription: true,
  };
  const chosen = await vscode.window.showQuickPick(choices, options);
  if (chosen === undefined || chosen.uri !== null) return chosen?.uri ?? null;
  const folder = vscode.Uri.joinPath(model, '..');
  const files = await vscode.window.showOpenDialog({ title: TITLE, defaultUri: folder, filters: { Models: ['onnx'] } });
  return files?.[0] ?? null;
}

function named(uri: vscode.Uri): { readonly label: string; readonly description: string } {
  const folder = path.posix.dirname(vscode.workspace.asRelativePath(uri));
  return { label: path.posix.basename(uri.path), description: folder === '.' ? '' : folder };
}
