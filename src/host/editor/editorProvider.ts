import * as vscode from 'vscode';
import type { Host } from '../host';
import { EditorPage } from './editorPage';
import { ModelDocument } from './modelDocument';
import { webviewHtml } from './webviewHtml';

export const VIEW_TYPE = 'modelLathe.editor';

/** Shows model files. VS Code keeps one document per file and disposes it with the last editor. */
export class ModelEditorProvider implements vscode.CustomReadonlyEditorProvider<ModelDocument> {
  constructor(private readonly host: Host) {}

  openCustomDocument(uri: vscode.Uri): ModelDocument {
    return new ModelDocument(uri, this.host.log, this.host.sizes);
  }

  async resolveCustomEditor(document: ModelDocument, panel: vscode.WebviewPanel): Promise<void> {
    const { extensionUri } = this.host.extension;
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: [vscode.Uri.joinPath(extensionUri, 'dist')],
    };
    new EditorPage(this.host, document, panel);
    panel.webview.html = webviewHtml(panel.webview, extensionUri);
    await this.host.newResults.remove(document.uri);
  }
}

export function registerEditor(host: Host): vscode.Disposable {
  return vscode.window.registerCustomEditorProvider(VIEW_TYPE, new ModelEditorProvider(host), {
    supportsMultipleEditorsPerDocument: true,
  });
}

/** Brings a model's editor to the front, the one that is there (not in column `notIn`) if there is one, and gives its page. */
export async function openInEditor(
  host: Host,
  uri: vscode.Uri,
  options: { readonly preserveFocus?: boolean; readonly viewColumn?: vscode.ViewColumn } = {},
  notIn?: vscode.ViewColumn,
): Promise<EditorPage | null> {
  const known = host.documents.pageOf(uri, notIn);
  if (known === null) await vscode.commands.executeCommand('vscode.openWith', uri, VIEW_TYPE, options);
  else known.bringToFront(options.preserveFocus ?? false);
  return host.documents.pageOf(uri, notIn);
}
