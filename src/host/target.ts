import path from 'node:path';
import * as vscode from 'vscode';
import type { Host } from './host';
import { inform } from './notify';
import { findModels } from './tree/findModels';

/**
 * The model a command is meant for: what the menu or tree passed, else the open model, else the one selected in the
 * Models view, else one chosen from the workspace. `null` when nothing was chosen.
 */
export async function targetModel(host: Host, argument: unknown, doing: string): Promise<vscode.Uri | null> {
  return uriOf(argument) ?? openModel(host) ?? host.selectedModel() ?? (await pickModel(host, doing));
}

/** The file that a menu passed (a `Uri`) or an entry of the Models view. */
export function uriOf(argument: unknown): vscode.Uri | null {
  if (argument instanceof vscode.Uri) return argument;
  const isItem = typeof argument === 'object' && argument !== null && 'uri' in argument;
  return isItem && argument.uri instanceof vscode.Uri ? argument.uri : null;
}

/** The model in the active editor. */
function openModel(host: Host): vscode.Uri | null {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const isOurs = input instanceof vscode.TabInputCustom && input.viewType === 'modelLathe.editor';
  return isOurs ? input.uri : (host.documents.visible?.uri ?? null);
}

/** A model chosen from the workspace, `except` left out. `null` when nothing was chosen or there is none. */
export async function pickModel(host: Host, doing: string, except?: vscode.Uri): Promise<vscode.Uri | null> {
  const models = (await findModels()).filter(uri => uri.toString() !== except?.toString());
  if (models.length === 0) {
    const sample = (): Thenable<unknown> => vscode.commands.executeCommand('modelLathe.openSample');
    inform(host.log, `There is no ${except === undefined ? '' : 'other '}model (*.onnx) in this workspace.`, [
      { title: 'Open Sample Model', run: sample },
    ]);
    return null;
  }
  const items = models.map(uri => {
    const place = vscode.workspace.asRelativePath(uri);
    const folder = path.posix.dirname(place);
    return { label: path.posix.basename(place), description: folder === '.' ? '' : folder, uri };
  });
  const options = { title: doing, placeHolder: 'Choose a model', matchOnDescription: true };
  return (await vscode.window.showQuickPick(items, options))?.uri ?? null;
}
