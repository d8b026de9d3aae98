import * as vscode from 'vscode';
import { modelFamilies, originalIn } from '../tree/modelFamilies';

/** The model that a variant was made from by its name: `net.onnx` for `net.int8.onnx` beside it; `null` when there is none. */
export async function originalOf(model: vscode.Uri): Promise<vscode.Uri | null> {
  const folder = vscode.Uri.joinPath(model, '..');
  const names = (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name);
  const name = model.path.slice(model.path.lastIndexOf('/') + 1);
  const original = originalIn(modelFamilies(names), name);
  return original === null ? null : vscode.Uri.joinPath(folder, original);
}
