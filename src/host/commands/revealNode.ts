import * as vscode from 'vscode';
import { openInEditor } from '../editor/editorProvider';
import type { Host } from '../host';
import { placeArgument } from './placeArgument';

/** Goes to a node in the page of the model that is named, or else of the one that the Structure view shows. */
export async function revealNode(host: Host, argument: unknown): Promise<void> {
  const place = placeArgument(argument);
  if (place === null) return;
  const page = namesModel(argument)
    ? await openInEditor(host, vscode.Uri.parse(argument.model, true))
    : host.documents.activePage;
  page?.reveal(place.graph, place.index);
}

function namesModel(argument: unknown): argument is { readonly model: string } {
  return typeof argument === 'object' && argument !== null && 'model' in argument && typeof argument.model === 'string';
}
