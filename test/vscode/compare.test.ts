import assert from 'node:assert/strict';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { answerChoices, watchMessages } from './people';
import { closeAll, copyOfSample, until } from './workspace';

describe('Comparing models', () => {
  let sample: Awaited<ReturnType<typeof copyOfSample>>;
  let variant: vscode.Uri;
  beforeEach(async () => {
    sample = await copyOfSample();
    variant = vscode.Uri.joinPath(sample.folder, 'digits.small.onnx');
    await copyFile(sample.model.fsPath, variant.fsPath);
  });
  afterEach(async () => {
    await closeAll();
    await sample.remove();
  });

  const TITLE = 'digits.onnx ↔ digits.small.onnx';
  const pages = (): string[] =>
    vscode.window.tabGroups.all
      .flatMap(group => group.tabs)
      .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('modelLathe.compare'))
      .map(({ label }) => label);
  const opened = (expected: readonly string[]): Promise<void> => until(() => String(pages()) === String(expected));

  it('takes the original first, in whatever order two files were selected', async () => {
    await vscode.commands.executeCommand('modelLathe.compare', variant, [variant, sample.model]);
    await opened([TITLE]);
    await vscode.commands.executeCommand('modelLathe.compare', sample.model, [sample.model, variant]);
    assert.deepEqual(pages(), [TITLE], 'the page that is there is shown');
  });

  it('keeps the order of two models of which none was made from the other', async () => {
    const other = vscode.Uri.joinPath(sample.folder, 'another.onnx');
    await copyFile(sample.model.fsPath, other.fsPath);
    await vscode.commands.executeCommand('modelLathe.compare', variant, [variant, other]);
    await opened(['digits.small.onnx ↔ another.onnx']);
  });

  it('asks from the palette for both, and does not offer the first again', async () => {
    const answers = [path.basename(variant.path), 'digits.onnx'];
    const choices = answerChoices(labels => labels.filter(label => label === answers[choices.asked.length - 1]));
    try {
      await vscode.commands.executeCommand('modelLathe.compare');
      assert.equal(choices.asked.length, 2);
      const [first = [], second = []] = choices.asked;
      assert.ok(first.includes('digits.small.onnx') && first.includes('digits.onnx'));
      assert.equal(second.length, first.length - 1);
      assert.ok(!second.includes('digits.small.onnx'));
      await until(() => pages().length === 1);
    } finally {
      choices.done();
    }
  });

  it('opens nothing when nothing is chosen', async () => {
    const choices = answerChoices(() => undefined);
    try {
      await vscode.commands.executeCommand('modelLathe.compare', sample.model);
      assert.equal(choices.asked.length, 1);
      assert.deepEqual(pages(), []);
    } finally {
      choices.done();
    }
  });

  it('finds the original of a variant by its name', async () => {
    await vscode.commands.executeCommand('modelLathe.compareWithOriginal', variant);
    await opened([TITLE]);
  });

  it('says so when a model has no original, and offers to choose', async () => {
    const messages = watchMessages('showInformationMessage', () => 'Compare with Another…');
    const choices = answerChoices(labels => labels.filter(label => label === 'digits.small.onnx'));
    try {
      await vscode.commands.executeCommand('modelLathe.compareWithOriginal', sample.model);
      assert.match(messages.shown[0]?.text ?? '', /^digits\.onnx is not named after another model beside it/);
      assert.deepEqual(messages.shown[0]?.buttons, ['Compare with Another…']);
      await opened([TITLE]);
    } finally {
      choices.done();
      messages.done();
    }
  });
});
