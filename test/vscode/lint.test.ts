import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { mend } from '../../src/host/diagnostics/mend';
import { LatheError } from '../../src/shared/errors';
import type { LintReport } from '../../src/shared/reports/lintReport';
import { graphBuilder, modelBytes } from '../fixtures/builders/onnxModel';
import { watchMessages } from './people';
import { closeAll, copyOfSample, openTabs, until } from './workspace';

/** A model with a weight that nothing reads, a node without effect and a weight that is not a number. */
function flawed(): Uint8Array {
  const graph = graphBuilder('flawed')
    .input('x', 'float32', ['N', 2])
    .weight('used', 'float32', [2, 2], [1, 2, 3, Number.NaN])
    .weight('forgotten\u001b[31m', 'float32', [256], new Float32Array(256))
    .node('MatMul', ['x', 'used'], ['y'])
    .node('Neg', ['x'], ['nowhere'], {}, { name: 'idle' })
    .output('y', 'float32', ['N', 2]);
  return modelBytes(graph);
}

describe('Lint', () => {
  let sample: Awaited<ReturnType<typeof copyOfSample>>;
  let model: vscode.Uri;
  beforeEach(async () => {
    sample = await copyOfSample();
    model = vscode.Uri.joinPath(sample.folder, 'flawed.onnx');
    await writeFile(model.fsPath, flawed());
  });
  afterEach(async () => {
    await closeAll();
    await sample.remove();
  });

  const found = (): readonly vscode.Diagnostic[] => vscode.languages.getDiagnostics(model);
  const rules = (): readonly string[] => found().map(({ code }) => ruleOf(code));

  async function lint(): Promise<LintReport | null> {
    const messages = watchMessages('showInformationMessage');
    try {
      return (await vscode.commands.executeCommand<LintReport | null>('modelLathe.lint', model)) ?? null;
    } finally {
      messages.done();
    }
  }

  it('shows what the structure tells while a model is open', async () => {
    await vscode.commands.executeCommand('vscode.open', model);
    await until(() => found().length > 0);
    assert.deepEqual([...rules()].sort(), ['dead-node', 'unused-initializer']);
    const [first] = found().filter(({ message }) => message.includes('forgotten'));
    assert.equal(first?.source, 'Model Lathe');
    assert.equal(first?.severity, vscode.DiagnosticSeverity.Warning);
    assert.equal(first?.message, '"forgotten\\u001b[31m" (float32[256], 1.02 kB) is read by nothing.');
    await closeAll();
    await until(() => found().length === 0);
  });

  it('its code leads to the node that is meant', async () => {
    await vscode.commands.executeCommand('vscode.open', model);
    await until(() => found().length > 0);
    const idle = found().find(({ message }) => message.includes('idle'));
    assert.ok(typeof idle?.code === 'object');
    const { target } = idle.code;
    assert.equal(target.scheme, 'command');
    const [place]: unknown[] = JSON.parse(decodeURIComponent(target.query));
    assert.deepEqual(place, { model: model.toString(), graph: 'main', index: 1 });
    await closeAll();
    await vscode.commands.executeCommand('modelLathe.revealNode', place);
    assert.deepEqual(openTabs(), [`modelLathe.editor ${model.path}`]);
  });

  it('of everything reads the weights and stays until the file changes', async () => {
    const report = await lint();
    assert.deepEqual(report?.skipped, []);
    assert.deepEqual([...rules()].sort(), ['dead-node', 'nan-weight', 'unused-initializer']);
    await vscode.commands.executeCommand('vscode.open', model);
    await closeAll();
    assert.equal(found().length, 3, 'closing an editor leaves what was asked for');
    await writeFile(
      model.fsPath,
      modelBytes(graphBuilder().input('x', 'float32', [1]).node('Relu', ['x'], ['y']).output('y', 'float32', [1])),
    );
    await until(() => found().length === 0);
  });

  it('leaves nothing behind for a model that is deleted, open or not', async () => {
    await vscode.commands.executeCommand('vscode.open', model);
    await lint();
    assert.equal(found().length, 3);
    await rm(model.fsPath);
    await until(() => found().length === 0);
  });

  it('keeps quiet about rules that are ignored, and about everything when nobody asked', async () => {
    const settings = vscode.workspace.getConfiguration('modelLathe.lint');
    const { Workspace } = vscode.ConfigurationTarget;
    try {
      await settings.update('ignore', ['dead-node'], Workspace);
      await vscode.commands.executeCommand('vscode.open', model);
      await until(() => found().length > 0);
      assert.deepEqual(rules(), ['unused-initializer']);
      await settings.update('onOpen', false, Workspace);
      await until(() => found().length === 0);
    } finally {
      await settings.update('ignore', undefined, Workspace);
      await settings.update('onOpen', undefined, Workspace);
    }
  });

  it('is mended by the command that its rule names, with what that rule asks for', async () => {
    assert.throws(() => mend(model, 'nan-weight'), LatheError);
    const old = graphBuilder().input('x', 'float32', [1]).node('Relu', ['x'], ['y']).output('y', 'float32', [1]);
    await writeFile(model.fsPath, modelBytes(old, { opset: 9 }));
    const messages = watchMessages('showInformationMessage');
    try {
      mend(model, 'old-opset');
      await until(() => messages.shown.some(({ text }) => text.startsWith('flawed.simplified.onnx: ')));
    } finally {
      messages.done();
    }
    const newer = vscode.Uri.joinPath(sample.folder, 'flawed.simplified.onnx');
    const report = await vscode.commands.executeCommand<LintReport>('modelLathe.lint', newer);
    assert.deepEqual(report.findings, []);
  });

  it('says that there is nothing in a sound model', async () => {
    const messages = watchMessages('showInformationMessage');
    try {
      const report = await vscode.commands.executeCommand<LintReport>('modelLathe.lint', sample.model);
      assert.deepEqual(report.findings, []);
      assert.deepEqual(messages.shown, [{ text: 'digits.onnx: nothing was found.', buttons: [] }]);
    } finally {
      messages.done();
    }
  });
});

function ruleOf(code: vscode.Diagnostic['code']): string {
  return String(typeof code === 'object' ? code.value : code);
}
