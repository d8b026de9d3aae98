import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import * as vscode from 'vscode';
import type { LatheError } from '../shared/errors';
import { needsLocalFile, needsTrust, unsupportedPlatform } from './errors';
import type { Host } from './host';
import { inform } from './notify';

/** Why the model cannot be run here, `null` when it can: it needs trust, a file on disk and this platform's runtime. */
export function cannotRun(host: Pick<Host, 'extension'>, model: vscode.Uri): LatheError | null {
  if (!vscode.workspace.isTrusted) return needsTrust();
  if (model.scheme !== 'file') return needsLocalFile(model.scheme);
  if (!hasRuntime(host.extension.extensionPath)) return unsupportedPlatform(`${process.platform} ${process.arch}`);
  return null;
}

/** Says why running is not possible and offers what can be done about it. */
export function explainCannotRun(host: Host, reason: LatheError): void {
  const actions = reason.info.code === 'host.needsTrust' ? [{ title: 'Manage Workspace Trust', run: manageTrust }] : [];
  inform(host.log, `${reason.info.message} ${reason.info.next ?? ''}`.trim(), actions);
}

export async function manageTrust(): Promise<void> {
  await vscode.commands.executeCommand('workbench.trust.manage');
}

/** The package of one platform carries that platform's binaries only; the one without any can still inspect. */
function hasRuntime(extensionPath: string): boolean {
  const binaries = path.join('onnxruntime-node/bin/napi-v6', process.platform, process.arch);
  return existsSync(path.join(extensionPath, 'dist/node_modules', binaries, 'onnxruntime_binding.node'));
}
