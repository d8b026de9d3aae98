import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('Activation', () => {
  it('brings every command of the manifest to life', async () => {
    const extension = vscode.extensions.getExtension('model-lathe.model-lathe');
    assert.ok(extension, 'the extension is installed');
    await extension.activate();
    const manifest = extension.packageJSON as { contributes: { commands: { command: string }[] } };
    const known = new Set(await vscode.commands.getCommands(true));
    const dead = manifest.contributes.commands.map(entry => entry.command).filter(command => !known.has(command));
    assert.deepEqual(dead, []);
  });
});
