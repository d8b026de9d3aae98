import * as vscode from 'vscode';
import { RULES } from '../../model/lint/rules';
import { unknownRule } from '../errors';

/**
 * Runs the command that mends what a rule finds on a model. Does not wait for it: it reports for itself.
 * @throws LatheError `host.unknownRule` for rules that there are not and those that no command mends.
 */
export function mend(model: vscode.Uri, rule: string): void {
  const mending = RULES.find(({ id }) => id === rule)?.mend;
  if (mending === undefined || mending.command === null) throw unknownRule(rule);
  void vscode.commands.executeCommand(mending.command, { uri: model, ...mending.options });
}
