import * as vscode from 'vscode';
import { openInEditor } from '../editor/editorProvider';
import type { Host } from '../host';
import { targetModel } from '../target';

/** Opens the model at its findings; the Problems panel's links name it by its address. */
export async function showFindings(host: Host, argument: unknown): Promise<void> {
  const named = typeof argument === 'string' ? vscode.Uri.parse(argument, true) : argument;
  const model = await targetModel(host, named, 'Show Findings');
  if (model === null) return;
  const page = await openInEditor(host, model);
  page?.show('findings');
}
