import type * as vscode from 'vscode';
import type { Host } from '../host';
import { targetModel } from '../target';
import { cannotRun, explainCannotRun } from '../trust';

/**
 * The model that a command is to run. Says why and gives `null` where models may not or cannot be run, before anything
 * is asked.
 */
export async function modelToRun(host: Host, argument: unknown, doing: string): Promise<vscode.Uri | null> {
  const model = await targetModel(host, argument, doing);
  if (model === null) return null;
  const reason = cannotRun(host, model);
  if (reason === null) return model;
  explainCannotRun(host, reason);
  return null;
}
