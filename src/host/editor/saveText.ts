import path from 'node:path';
import * as vscode from 'vscode';

/**
 * Asks where a text that belongs to a model is to be written, beside the model unless the person says otherwise, and
 * writes it. Gives the file's name, `null` when the person gave up.
 */
export async function saveText(model: vscode.Uri, suggestedName: string, utf8: Uint8Array): Promise<string | null> {
  const name = path.posix.basename(suggestedName.replaceAll('\\', '/'));
  const extension = path.posix.extname(name).slice(1);
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(model, '..', name),
    filters: { [extension.toUpperCase()]: [extension] },
    title: 'Export',
  });
  if (target === undefined) return null;
  await vscode.workspace.fs.writeFile(target, utf8);
  return path.posix.basename(target.path);
}
