import assert from 'node:assert/strict';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';

export const EXTENSION = 'model-lathe.model-lathe';

/** The folder of the window: a copy of the sample, made for this run. */
export function workspaceFolder(): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'the window has a folder');
  return folder.uri;
}

/** A copy of the sample in a folder of its own inside the workspace, so that suites do not meet. */
export async function copyOfSample(): Promise<{ folder: vscode.Uri; model: vscode.Uri; remove(): Promise<void> }> {
  const root = workspaceFolder().fsPath;
  const folder = await mkdtemp(path.join(root, 'copy-'));
  for (const name of ['digits.onnx', 'digits.samples.npz']) await cp(path.join(root, name), path.join(folder, name));
  const uri = vscode.Uri.file(folder);
  const remove = () => rm(folder, { recursive: true, force: true });
  return { folder: uri, model: vscode.Uri.joinPath(uri, 'digits.onnx'), remove };
}

export async function names(folder: vscode.Uri): Promise<string[]> {
  return (await readdir(folder.fsPath)).sort();
}

/** What is open, as `viewType path` for custom editors, `text path` for text, `webview TYPE` for previews. */
export function openTabs(): string[] {
  return vscode.window.tabGroups.all.flatMap(group => group.tabs.map(({ input }) => describeTab(input)));
}

function describeTab(input: unknown): string {
  if (input instanceof vscode.TabInputCustom) return `${input.viewType} ${input.uri.path}`;
  if (input instanceof vscode.TabInputText) return `text ${input.uri.path}`;
  if (input instanceof vscode.TabInputWebview) return `webview ${input.viewType}`;
  return 'other';
}

export async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** Waits until `condition` holds; mocha's own limit ends a wait for what never comes. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise(resolve => setTimeout(resolve, 50));
}
