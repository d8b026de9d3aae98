import * as vscode from 'vscode';
import { openInEditor } from '../editor/editorProvider';
import { linkLeadsNowhere, linkUnreadable, modelOfLinkMissing } from '../errors';
import type { Host } from '../host';
import { isAbsolute, linkedNode, readLinkQuery } from './nodeLink';

/** The query of a link as a person pasted it; `null` for any other text. */
export function queryOf(link: string): string | null {
  return /^[a-z][a-z\d+.-]*:\/\/model-lathe\.model-lathe\/node\?([^#]*)$/i.exec(link.trim())?.[1] ?? null;
}

/**
 * Opens the model that a link's query names and goes to its node. A model outside of the open folders is only opened once somebody
 * agreed.
 * @throws LatheError `host.linkUnreadable`, `host.modelOfLinkMissing`, `host.linkLeadsNowhere`.
 */
export async function openLink(host: Host, query: string | null): Promise<void> {
  const read = query === null ? null : readLinkQuery(query);
  if (read === null) throw linkUnreadable();
  const uri = isAbsolute(read.model) ? await agreed(read.model) : await inWorkspace(read.model);
  if (uri === null) return;
  const page = await openInEditor(host, uri);
  if (page === null) return;
  const { model } = await page.document.load();
  const { graphById } = await import('../../model/queries');
  const names = graphById(model, read.graph)?.nodes.map(node => node.name);
  const index = names === undefined ? null : linkedNode(read, names);
  if (index === null) throw linkLeadsNowhere(read.model, read.name === '' ? `number ${read.index}` : `"${read.name}"`);
  page.reveal(read.graph, index);
}

async function inWorkspace(model: string): Promise<vscode.Uri> {
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    const uri = vscode.Uri.joinPath(folder.uri, model);
    if (await exists(uri)) return uri;
  }
  throw modelOfLinkMissing(model);
}

async function agreed(model: string): Promise<vscode.Uri | null> {
  const uri = vscode.Uri.file(model);
  const open = 'Open';
  const isInside = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  const question = `A link wants to open ${model}, which is outside of the open folders.`;
  if (!isInside && (await vscode.window.showWarningMessage(question, { modal: true }, open)) !== open) return null;
  if (!(await exists(uri))) throw modelOfLinkMissing(model);
  return uri;
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    return (await vscode.workspace.fs.stat(uri)).type !== vscode.FileType.Directory;
  } catch (thrown) {
    if (thrown instanceof vscode.FileSystemError && thrown.code === 'FileNotFound') return false;
    throw thrown;
  }
}
