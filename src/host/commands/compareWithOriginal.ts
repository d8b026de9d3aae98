import path from 'node:path';
import * as vscode from 'vscode';
import { openComparison } from '../compare/comparePanel';
import { originalOf } from '../compare/originalOf';
import type { Host } from '../host';
import { inform } from '../notify';
import { targetModel } from '../target';

/** Compares a variant with the model it was made from. */
export async function compareWithOriginal(host: Host, argument: unknown): Promise<void> {
  const variant = await targetModel(host, argument, 'Compare with Original');
  if (variant === null) return;
  const original = await originalOf(variant);
  if (original !== null) {
    openComparison(host, original, variant);
    return;
  }
  const name = path.posix.basename(variant.path);
  const choose = (): Thenable<unknown> => vscode.commands.executeCommand('modelLathe.compare', variant);
  const message = `${name} is not named after another model beside it, as net.int8.onnx is after net.onnx.`;
  inform(host.log, message, [{ title: 'Compare with Another…', run: choose }]);
}
