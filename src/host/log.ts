import * as vscode from 'vscode';
import { errorInfo, errorLine } from '../shared/errors';

export function createLog(): vscode.LogOutputChannel {
  return vscode.window.createOutputChannel('Model Lathe', { log: true });
}

/** Writes a failure with its stack; what a person cancelled is not a failure. */
export function logFailure(log: vscode.LogOutputChannel, during: string, thrown: unknown): void {
  const info = errorInfo(thrown);
  if (info.kind === 'cancelled') {
    log.info(`${during}: cancelled`);
    return;
  }
  log.error(`${during}: ${info.code}: ${errorLine(info)}${info.stack === undefined ? '' : `\n${info.stack}`}`);
}
