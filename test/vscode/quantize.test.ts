import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { QuantizeResult } from '../../src/shared/protocol/jobs';
import { answerChoices, cancelDuring, watchMessages } from './people';
import { closeAll, copyOfSample, names, openTabs, until } from './workspace';

const RESULTS = ['digits.int8.onnx', 'digits.int8.report.json', 'digits.int8.report.md'];
const SOURCES = ['digits.onnx', 'digits.samples.npz'];

describe('Quantize to INT8', () => {
  let sample: Awaited<ReturnType<typeof copyOfSample>>;
  beforeEach(async () => {
    sample = await copyOfSample();
  });
  afterEach(async () => {
    await closeAll();
    await sample.remove();
  });

  const quantize = () =>
    vscode.commands.executeCommand<QuantizeResult | null | undefined>('modelLathe.quantizeInt8', sample.model);
  const file = (name: string): string => path.join(sample.folder.fsPath, name);

  it('asks nothing, writes model and report, opens the report and says what it chose', async () => {
    const before = await readFile(sample.model.fsPath);
    const questions = watchMessages('showWarningMessage');
    const messages = watchMessages('showInformationMessage');
    try {
      const result = await quantize();
      assert.ok(result, 'the command gave a result');
      assert.deepEqual(await names(sample.folder), [...RESULTS, ...SOURCES].sort());
      assert.deepEqual(await readFile(sample.model.fsPath), before, 'the model is untouched');
      assert.deepEqual(questions.shown, []);
      assert.equal(result.report.data.kind, 'samples');
      assert.ok((await stat(file('digits.int8.onnx'))).size < before.length / 2);
      assert.match(await readFile(file('digits.int8.report.md'), 'utf8'), /digits\.int8\.onnx/);
      await until(() => openTabs().some(tab => tab.endsWith('markdown.preview')));
      const [message] = messages.shown;
      assert.match(message?.text ?? '', /^digits\.int8\.onnx: (static|dynamic) quantization of \d+ of \d+ layers, /);
      assert.deepEqual(message?.buttons, ['Open Model']);
    } finally {
      messages.done();
      questions.done();
    }
  });

  it('gives a model that opens', async () => {
    const result = await quantize();
    assert.ok(result);
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(result.model));
    await until(() => openTabs().includes(`modelLathe.editor ${vscode.Uri.file(result.model).path}`));
  });

  it('asks before replacing, and a no leaves everything as it was', async () => {
    await writeFile(file('digits.int8.onnx'), 'mine');
    const questions = watchMessages('showWarningMessage');
    try {
      assert.equal((await quantize()) ?? null, null);
      assert.equal(questions.shown.length, 1);
      assert.match(questions.shown[0]?.text ?? '', /digits\.int8\.onnx exists already/);
      assert.deepEqual(questions.shown[0]?.buttons, ['Replace']);
      assert.equal(await readFile(file('digits.int8.onnx'), 'utf8'), 'mine');
      assert.deepEqual(await names(sample.folder), ['digits.int8.onnx', ...SOURCES]);
    } finally {
      questions.done();
    }
  });

  it('replaces when told to', async () => {
    await writeFile(file('digits.int8.onnx'), 'mine');
    const questions = watchMessages('showWarningMessage', () => 'Replace');
    try {
      assert.ok(await quantize());
      assert.notEqual(await readFile(file('digits.int8.onnx'), 'utf8'), 'mine');
      assert.deepEqual(await names(sample.folder), [...RESULTS, ...SOURCES].sort());
    } finally {
      questions.done();
    }
  });

  it('leaves nothing when cancelled, whatever it was doing', async () => {
    const seen = new Set<string>();
    for (let step = 1; step <= 4; step++) {
      const person = cancelDuring(() => person.phases.length === step * 2);
      try {
        assert.equal((await quantize()) ?? null, null);
        for (const phase of person.phases) seen.add(phase);
      } finally {
        person.done();
      }
      assert.deepEqual(await names(sample.folder), SOURCES);
    }
    assert.ok(seen.size > 1, [...seen].join());
  });

  it('with options does what was chosen', async () => {
    const person = answerChoices(labels => labels.filter(label => ['Dynamic', 'Beside the model'].includes(label)));
    try {
      const result = await vscode.commands.executeCommand<QuantizeResult | null>(
        'modelLathe.quantizeWithOptions',
        sample.model,
      );
      assert.equal(result?.report.method, 'dynamic');
      assert.deepEqual(
        person.asked.map(labels => labels[0]),
        ['Automatic', 'Beside the model', 'One scale per channel'],
        'no calibration is asked for where there is none',
      );
    } finally {
      person.done();
    }
  });

  it('with options does nothing when the person gives up', async () => {
    const person = answerChoices(labels => (labels.includes('Static') ? ['Static'] : undefined));
    try {
      await vscode.commands.executeCommand('modelLathe.quantizeWithOptions', sample.model);
      assert.equal(person.asked.length, 2);
      assert.deepEqual(await names(sample.folder), SOURCES);
    } finally {
      person.done();
    }
  });
});
