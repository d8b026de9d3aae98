import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { EXTENSION } from './workspace';

describe('The extension', () => {
  it('activates', async function () {
    const extension = vscode.extensions.getExtension(EXTENSION);
    assert.ok(extension);
    const wasActive = extension.isActive;
    const started = performance.now();
    await extension.activate();
    const took = Math.round(performance.now() - started);
    assert.equal(extension.isActive, true);
    // Said, not asserted: times belong to `npm run bench`.
    if (this.test !== undefined) this.test.title += wasActive ? ' (before this suite)' : ` (in ${took} ms)`;
  });

  it('registers every command of its manifest and no other', async () => {
    const extension = vscode.extensions.getExtension(EXTENSION);
    const declared: { command: string }[] = extension?.packageJSON.contributes.commands;
    const registered = (await vscode.commands.getCommands(true)).filter(id => /^modelLathe\.\w+$/.test(id));
    const own = registered.filter(id => !/^modelLathe\.(models|structure|editor)$/.test(id));
    assert.deepEqual(own.sort(), declared.map(({ command }) => command).sort());
  });
});
