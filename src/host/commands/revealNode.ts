import * as vscode from 'vscode';
import { openInEditor } from '../editor/editorProvider';
import type { Host } from '../host';
import type { NodePlace } from '../tree/structureEntries';

/** Goes to a node in the page of the model that is named, or else of the one that the Structure view shows. */
export async function revealNode(host: Host, argument: unknown): Promise<void> {
  if (!isPlace(argument)) return;
  const page =
    'model' in argument && typeof argument.model === 'string'
      ? await openInEditor(host, vscode.Uri.parse(argument.model, true))
      : host.documents.activePage;
  page?.reveal(argument.graph, argument.index);
}

function isPlace(argument: unknown): argument is NodePlace {
  return (
    typeof argument === 'object' &&
    argument !== null &&
    'graph' in argument &&
    typeof argument.graph === 'string' &&
    'index' in argument &&
    typeof argument.index === 'number'
  );
}
