import * as vscode from 'vscode';
import { errorInfo } from '../shared/errors';
import { logFailure } from './log';

/** A button of a message. */
export interface Action {
  readonly title: string;
  run(): unknown;
}

/** Shows one message with buttons and runs what was chosen. Does not wait for the choice. */
export function inform(log: vscode.LogOutputChannel, message: string, actions: readonly Action[] = []): void {
  offer(log, vscode.window.showInformationMessage(message, ...actions.map(action => action.title)), actions);
}

/**
 * Shows one message for a failure: what happened, what to do next, and the log. Nothing is shown for what a person
 * cancelled. `during` names the action for the log.
 */
export function showFailure(
  log: vscode.LogOutputChannel,
  during: string,
  thrown: unknown,
  actions: readonly Action[] = [],
): void {
  logFailure(log, during, thrown);
  const info = errorInfo(thrown);
  if (info.kind === 'cancelled') return;
  const place = info.place === undefined ? '' : `${info.place}: `;
  const next = info.next === undefined ? '' : ` ${info.next}`;
  const all = [...actions, { title: 'Open Log', run: () => log.show() }];
  const titles = all.map(action => action.title);
  offer(log, vscode.window.showErrorMessage(`${place}${info.message}${next}`, ...titles), all);
}

function offer(log: vscode.LogOutputChannel, choice: Thenable<string | undefined>, actions: readonly Action[]): void {
  const follow = async (): Promise<void> => {
    const title = await choice;
    await actions.find(action => action.title === title)?.run();
  };
  follow().catch(thrown => logFailure(log, 'Following a message', thrown));
}
