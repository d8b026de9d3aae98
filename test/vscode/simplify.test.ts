import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { SimplifyResult } from '../../src/shared/protocol/jobs';
import { graphBuilder, modelBytes } from '../fixtures/builders/onnxModel';
import { watchMessages } from './people';
import { closeAll, copyOfSample, names, openTabs, until } from './workspace';

/** Two of its five nodes change nothing, and one weight is not used. */
function clutteredModel(): Uint8Array {
  const graph = graphBuilder()
    .input('x', 'float32', [2, 4])
    .weight(
      'w',
      'float32',
      [4, 4],
      Array.from({ length: 16 }, (_, i) => i / 16),
    )
    .weight('unused', 'float32', [4], [1, 2, 3, 4])
    .node('Identity', ['x'], ['a'])
    .node('MatMul', ['a', 'w'], ['b'])
    .node('Relu', ['b'], ['c'])
    .node('Dropout', ['c'], ['d'])
    .node('Neg', ['d'], ['y'])
    .output('y', 'float32', [2, 4]);
  return modelBytes(graph);
}

describe('Simplify Graph', () => {
  let sample: Awaited<ReturnType<typeof copyOfSample>>;
  let model: vscode.Uri;
  beforeEach(async () => {
    sample = await copyOfSample();
    model = vscode.Uri.joinPath(sample.folder, 'cluttered.onnx');
    await writeFile(model.fsPath, clutteredModel());
  });
  afterEach(async () => {
    await closeAll();
    await sample.remove();
  });

  const simplify = (uri: vscode.Uri) =>
    vscode.commands.executeCommand<SimplifyResult | null | undefined>('modelLathe.simplify', uri);
  const results = async (): Promise<readonly string[]> =>
    (await names(sample.folder)).filter(name => name.includes('.simplified.'));

  it('writes a smaller model and a report, opens the report and says what came of it', async () => {
    const before = await readFile(model.fsPath);
    const messages = watchMessages('showInformationMessage');
    try {
      const result = await simplify(model);
      assert.equal(result?.kind, 'written');
      assert.deepEqual(await results(), [
        'cluttered.simplified.onnx',
        'cluttered.simplified.report.json',
        'cluttered.simplified.report.md',
      ]);
      assert.deepEqual(await readFile(model.fsPath), before, 'the model is untouched');
      assert.deepEqual([result.report.before.nodes, result.report.after.nodes], [5, 3]);
      await until(() => openTabs().some(tab => tab.endsWith('markdown.preview')));
      const [message] = messages.shown;
      assert.match(message?.text ?? '', /^cluttered\.simplified\.onnx: 5 → 3 nodes, .* same answers\./);
      assert.deepEqual(message?.buttons, ['Open Model']);
    } finally {
      messages.done();
    }
  });

  it('finds nothing in what it made, says so and writes nothing', async () => {
    const first = await simplify(model);
    assert.equal(first?.kind, 'written');
    const before = await names(sample.folder);
    const messages = watchMessages('showInformationMessage');
    try {
      assert.equal((await simplify(vscode.Uri.file(first.model)))?.kind, 'unchanged');
      assert.deepEqual(await names(sample.folder), before);
      assert.match(messages.shown[0]?.text ?? '', /^cluttered\.simplified\.onnx: there is nothing to simplify/);
    } finally {
      messages.done();
    }
  });

  it('asks before replacing, and a no leaves everything as it was', async () => {
    const taken = path.join(sample.folder.fsPath, 'cluttered.simplified.onnx');
    await writeFile(taken, 'mine');
    const questions = watchMessages('showWarningMessage');
    try {
      assert.equal((await simplify(model)) ?? null, null);
      assert.match(questions.shown[0]?.text ?? '', /cluttered\.simplified\.onnx exists already/);
      assert.equal(await readFile(taken, 'utf8'), 'mine');
    } finally {
      questions.done();
    }
  });
});
