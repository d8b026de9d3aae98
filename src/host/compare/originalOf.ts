import * as vscode from 'vscode';
import { type ModelFamily, modelFamilies } from '../tree/modelFamilies';

/** The model that a variant was made from by its name: `net.onnx` for `net.int8.onnx` beside it; `null` when there is none. */
export async function originalOf(model: vscode.Uri): Promise<vscode.Uri | null> {
  const folder = vscode.Uri.joinPath(model, '..');
  const names = (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name);
  const name = model.path.slice(model.path.lastIndexOf('/') + 1);
  const original = ownerIn(modelFamilies(names), name);
  return original === null ? null : vscode.Uri.joinPath(folder, original);
}

/** The model directly above another in a list of families; the names come from a folder, so nesting is no deeper than their dots. */
export function ownerIn(families: readonly ModelFamily[], name: string): string | null {
  const waiting = [...families];
  for (let family = waiting.pop(); family !== undefined; family = waiting.pop()) {
    if (family.variants.some(variant => variant.path === name)) return family.path;
    waiting.push(...family.variants);
  }
  return null;
}
