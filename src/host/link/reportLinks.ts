import * as vscode from 'vscode';
import { everyGraph } from '../../model/modelIndex';
import type { Host } from '../host';
import type { NodePlace } from '../tree/structureEntries';
import { codeSpans, modelsOfReport } from './reportText';

/** More links help nobody; a report of another's making may have millions of backticks. */
const MOST_SPANS = 20_000;

/** Links from the names of nodes in a report to the nodes in the graph of its model. */
export async function reportLinks(host: Host, document: vscode.TextDocument): Promise<readonly vscode.DocumentLink[]> {
  const folder = vscode.Uri.joinPath(document.uri, '..');
  const name = document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1);
  const names = (await vscode.workspace.fs.readDirectory(folder)).map(([file]) => file);
  const models = modelsOfReport(name, names).map(file => vscode.Uri.joinPath(folder, file));
  const places = await Promise.all(models.map(async uri => ({ uri, nodes: await namedNodes(host, uri) })));
  return codeSpans(document.getText(), MOST_SPANS).flatMap(({ start, end, text }) => {
    const found = places.find(({ nodes }) => nodes.has(text));
    const place = found?.nodes.get(text);
    if (found === undefined || place === undefined) return [];
    const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
    const argument = encodeURIComponent(JSON.stringify([{ model: found.uri.toString(), ...place }]));
    const link = new vscode.DocumentLink(range, vscode.Uri.parse(`command:modelLathe.revealNode?${argument}`));
    link.tooltip = 'Reveal in Graph';
    return [link];
  });
}

/** Nodes by name, the first of each name. */
async function namedNodes(host: Host, uri: vscode.Uri): Promise<ReadonlyMap<string, NodePlace>> {
  const named = new Map<string, NodePlace>();
  for (const { id, nodes } of everyGraph(await host.documents.read(uri))) {
    for (const [index, { name }] of nodes.entries()) {
      if (name !== '' && !named.has(name)) named.set(name, { graph: id, index });
    }
  }
  return named;
}
