import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';

/** Milliseconds that loading and activating each extension took, by identifier. */
export type Activations = Readonly<Record<string, number>>;

/** Called by VS Code once it has started. The empty extensions come first, so that what the host does once is not counted as ours. */
export async function activate(): Promise<void> {
  const target = process.env.MODEL_LATHE_ACTIVATIONS;
  if (target === undefined) throw new Error('MODEL_LATHE_ACTIVATIONS names no file.');
  const times: Record<string, number> = {};
  for (const id of ['model-lathe.warm', 'model-lathe.empty', 'model-lathe.model-lathe']) {
    const extension = vscode.extensions.getExtension(id);
    if (extension === undefined || extension.isActive) throw new Error(`${id} is missing or was activated before.`);
    const started = performance.now();
    await extension.activate();
    times[id] = performance.now() - started;
  }
  writeFileSync(target, JSON.stringify(times));
}
