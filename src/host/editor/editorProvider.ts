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
    return new ModelDocument(uri, this.host.log);
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

/** Opens a model in its editor and gives the page. */
export async function openInEditor(host: Host, uri: vscode.Uri): Promise<EditorPage | null> {
  await vscode.commands.executeCommand('vscode.openWith', uri, VIEW_TYPE);
  const pages = host.documents.pagesOf(uri);
  return pages.find(page => page === host.documents.activePage) ?? pages[0] ?? null;
}
