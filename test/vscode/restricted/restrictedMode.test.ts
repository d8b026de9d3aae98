import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { LintReport } from '../../../src/shared/reports/lintReport';

function workspaceFolder(): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'the window has a folder');
  return folder.uri;
}

function openEditors(): readonly vscode.TabInputCustom[] {
  const inputs = vscode.window.tabGroups.all.flatMap(group => group.tabs.map(tab => tab.input));
  return inputs.filter(input => input instanceof vscode.TabInputCustom);
}

describe('Restricted Mode', () => {
  it('is what this window is in', () => {
    assert.equal(vscode.workspace.isTrusted, false);
  });

  it('loads the extension, and a model opens in its editor', async () => {
    const model = vscode.Uri.joinPath(workspaceFolder(), 'digits.onnx');
    await vscode.commands.executeCommand('vscode.open', model);
    const extension = vscode.extensions.getExtension('model-lathe.model-lathe');
    assert.equal(extension?.isActive, true);
    const shown = openEditors().map(input => `${input.viewType} ${input.uri.toString()}`);
    assert.deepEqual(shown, [`modelLathe.editor ${model.toString()}`]);
  });

  it('checks a model without asking the runtime', async () => {
    const model = vscode.Uri.joinPath(workspaceFolder(), 'digits.onnx');
    const report = await vscode.commands.executeCommand<LintReport>('modelLathe.lint', model);
    assert.deepEqual(report.findings, []);
    assert.deepEqual(
      report.skipped.map(({ rule }) => rule),
      ['unsupported-operator'],
    );
    assert.match(report.skipped[0]?.reason ?? '', /trusted workspace/);
  });

  it('runs no model, whoever calls the command', async () => {
    const folder = workspaceFolder();
    const before = await readdir(folder.fsPath);
    for (const command of ['modelLathe.quantizeInt8', 'modelLathe.benchmarkLatency']) {
      // A refusal may come as a rejection or as a message: what counts is that nothing ran and nothing was written.
      await Promise.race([
        Promise.resolve(vscode.commands.executeCommand(command, vscode.Uri.joinPath(folder, 'digits.onnx'))).catch(
          () => undefined,
        ),
        new Promise(resolve => setTimeout(resolve, 5_000)),
      ]);
    }
    assert.deepEqual(await readdir(folder.fsPath), before);
  });
});
