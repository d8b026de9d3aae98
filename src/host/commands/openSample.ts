import path from 'node:path';
import * as vscode from 'vscode';
import { openInEditor } from '../editor/editorProvider';
import { noSample } from '../errors';
import type { Host } from '../host';
import { uriOf } from '../target';

/**
 * Copies the sample model with its data where results can be written beside it, and opens it. Given a folder, it goes
 * there without a question. Files that are there already are kept.
 */
export async function openSample(host: Host, argument: unknown): Promise<void> {
  const target = uriOf(argument) ?? (await chooseFolder(host));
  if (target === null) return;
  const source = vscode.Uri.joinPath(host.extension.extensionUri, 'media/sample');
  const names = await sampleFiles(source);
  const model = names.find(name => name.endsWith('.onnx'));
  if (model === undefined) throw noSample(source.fsPath);
  await vscode.workspace.fs.createDirectory(target);
  for (const name of names) await copyUnlessPresent(source, target, name);
  host.refreshModels();
  await openInEditor(host, vscode.Uri.joinPath(target, model));
}

async function sampleFiles(source: vscode.Uri): Promise<readonly string[]> {
  try {
    const entries = await vscode.workspace.fs.readDirectory(source);
    return entries.filter(([, type]) => type === vscode.FileType.File).map(([name]) => name);
  } catch {
    throw noSample(source.fsPath);
  }
}

async function copyUnlessPresent(from: vscode.Uri, to: vscode.Uri, name: string): Promise<void> {
  try {
    await vscode.workspace.fs.copy(vscode.Uri.joinPath(from, name), vscode.Uri.joinPath(to, name), {
      overwrite: false,
    });
  } catch (thrown) {
    if (!(thrown instanceof vscode.FileSystemError) || thrown.code !== 'FileExists') throw thrown;
  }
}

/** Asks where the sample goes; without an open folder it goes into the extension's own. */
async function chooseFolder(host: Host): Promise<vscode.Uri | null> {
  const own = vscode.Uri.joinPath(host.extension.globalStorageUri, 'sample');
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  if (folders.length === 0) return own;
  const items = [
    { label: 'Just look', description: "in the extension's own folder", choose: async () => own },
    ...folders.map(({ name, uri }) => {
      const folder = vscode.Uri.joinPath(uri, 'model-lathe-sample');
      return { label: `Copy into ${name}`, description: path.basename(folder.fsPath), choose: async () => folder };
    }),
    { label: 'Copy into another folder…', description: '', choose: askFolder },
  ];
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: 'Where should the sample model go?' });
  return (await chosen?.choose()) ?? null;
}

async function askFolder(): Promise<vscode.Uri | null> {
  const chosen = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    openLabel: 'Copy Sample Here',
  });
  return chosen?.[0] ?? null;
}
