import * as vscode from 'vscode';
import type { ModelDocument } from '../editor/modelDocument';
import type { NodePlace } from '../tree/structureEntries';
import { linkQuery } from './nodeLink';

/** Puts a link to a node on the clipboard: relative to the workspace, so that it works for everybody who has the folder. */
export async function copyLink(document: ModelDocument, { graph, index }: NodePlace): Promise<void> {
  const { model } = await document.load();
  const { graphById } = await import('../../model/queries');
  const name = graphById(model, graph)?.nodes[index]?.name ?? '';
  const folder = vscode.workspace.getWorkspaceFolder(document.uri);
  const path = folder === undefined ? document.uri.path : vscode.workspace.asRelativePath(document.uri, false);
  const query = linkQuery({ model: path, graph, index, name });
  await vscode.env.clipboard.writeText(`${vscode.env.uriScheme}://model-lathe.model-lathe/node?${query}`);
  vscode.window.setStatusBarMessage('$(link) Link to the node copied', 3000);
}
