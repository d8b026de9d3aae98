import * as vscode from 'vscode';
import type { Host } from '../host';
import { showFailure } from '../notify';
import { COMMANDS } from './table';

/** Registers every command of the table. A failure becomes one message; nothing is thrown at the caller. */
export function registerCommands(host: Host): vscode.Disposable {
  const registered = Object.entries(COMMANDS).map(([id, { doing, load }]) =>
    vscode.commands.registerCommand(id, async (argument: unknown, selected: unknown) => {
      try {
        const run = await load();
        return await run(host, argument, selected);
      } catch (thrown) {
        showFailure(host.log, doing, thrown);
        return undefined;
      }
    }),
  );
  return vscode.Disposable.from(...registered);
}
