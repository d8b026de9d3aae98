import * as vscode from 'vscode';
import type { Host } from '../host';
import { targetModel } from '../target';

const HEX_EDITOR = 'ms-vscode.hexeditor';

/** Opens the file itself: as text, or as bytes where the hex editor is installed and chosen. */
export async function reopenAsText(host: Host, argument: unknown): Promise<void> {
  const model = await targetModel(host, argument, 'Reopen as Text');
  if (model === null) return;
  const editor = await chooseEditor();
  if (editor !== undefined) await vscode.commands.executeCommand('vscode.openWith', model, editor);
}

async function chooseEditor(): Promise<string | undefined> {
  if (vscode.extensions.getExtension(HEX_EDITOR) === undefined) return 'default';
  const items = [
    { label: 'Hex Editor', editor: 'hexEditor.hexedit' },
    { label: 'Text Editor', editor: 'default' },
  ];
  return (await vscode.window.showQuickPick(items, { placeHolder: 'Open the file with' }))?.editor;
}
