import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { BenchmarkResult } from '../../src/shared/protocol/jobs';
import { cancelDuring, watchMessages } from './people';
import { closeAll, copyOfSample, names, openTabs, until } from './workspace';

describe('Benchmarks', () => {
  let sample: Awaited<ReturnType<typeof copyOfSample>>;
  const settings = () => vscode.workspace.getConfiguration('modelLathe');
  before(async () => {
    await settings().update('benchmark.seconds', 0.3, vscode.ConfigurationTarget.Global);
    await settings().update('benchmark.batchSizes', [1, 4], vscode.ConfigurationTarget.Global);
  });
  after(async () => {
    await settings().update('benchmark.seconds', undefined, vscode.ConfigurationTarget.Global);
    await settings().update('benchmark.batchSizes', undefined, vscode.ConfigurationTarget.Global);
  });
  beforeEach(async () => {
    sample = await copyOfSample();
  });
  afterEach(async () => {
    await closeAll();
    await sample.remove();
  });

  async function run(command: string): Promise<BenchmarkResult> {
    const result = await vscode.commands.executeCommand<BenchmarkResult | undefined>(command, sample.model);
    assert.ok(result, 'the command gave a result');
    return result;
  }

  it('of latency write a report beside the model and show it in the editor', async () => {
    const messages = watchMessages('showInformationMessage');
    try {
      const { report } = await run('modelLathe.benchmarkLatency');
      assert.equal(report.scenario, 'latency');
      assert.equal(report.data.kind, 'samples');
      assert.deepEqual(
        report.points.map(({ batch }) => batch),
        [1],
      );
      const expected = [
        'digits.benchmark.report.json',
        'digits.benchmark.report.md',
        'digits.onnx',
        'digits.samples.npz',
      ];
      assert.deepEqual(await names(sample.folder), expected);
      const json = await readFile(path.join(sample.folder.fsPath, 'digits.benchmark.report.json'), 'utf8');
      assert.deepEqual(JSON.parse(json), report);
      assert.deepEqual(openTabs(), [`modelLathe.editor ${sample.model.path}`]);
      const [message] = messages.shown;
      assert.match(message?.text ?? '', /^digits\.onnx: median .* over .* runs\.$/);
      assert.deepEqual(message?.buttons, ['Open Report']);
    } finally {
      messages.done();
    }
  });

  it('of throughput measure the batch sizes of the settings', async () => {
    const { report } = await run('modelLathe.benchmarkThroughput');
    assert.deepEqual(
      report.points.map(({ batch }) => batch),
      [1, 4],
    );
  });

  it('take the open model when started from the palette', async () => {
    await vscode.commands.executeCommand('vscode.open', sample.model);
    const result = await vscode.commands.executeCommand<BenchmarkResult | undefined>('modelLathe.benchmarkLatency');
    assert.deepEqual(
      result?.written.map(file => path.dirname(file)),
      [sample.folder.fsPath, sample.folder.fsPath],
    );
    assert.deepEqual(openTabs(), [`modelLathe.editor ${sample.model.path}`], 'in the editor that was open');
  });

  it('leave nothing when cancelled', async () => {
    await settings().update('benchmark.seconds', 60, vscode.ConfigurationTarget.Global);
    const person = cancelDuring(message => message.startsWith('Measuring'));
    const errors = watchMessages('showErrorMessage');
    try {
      const result = await vscode.commands.executeCommand('modelLathe.benchmarkLatency', sample.model);
      assert.equal(result, undefined);
      assert.ok(person.phases.length > 0);
      assert.deepEqual(await names(sample.folder), ['digits.onnx', 'digits.samples.npz']);
      assert.deepEqual(errors.shown, [], 'what a person cancelled is not an error');
    } finally {
      errors.done();
      person.done();
      await settings().update('benchmark.seconds', 0.3, vscode.ConfigurationTarget.Global);
    }
  });

  it('run one at a time on a model, and a second click says so', async () => {
    const messages = watchMessages('showInformationMessage');
    try {
      const first = run('modelLathe.benchmarkLatency');
      const second = await vscode.commands.executeCommand('modelLathe.benchmarkThroughput', sample.model);
      assert.equal(second ?? null, null);
      assert.match(messages.shown[0]?.text ?? '', /^digits\.onnx is busy/);
      assert.deepEqual(messages.shown[0]?.buttons, ['Show Progress']);
      await first;
    } finally {
      messages.done();
    }
  });

  it('say in one message what is wrong with a file that cannot be run', async () => {
    await vscode.workspace.fs.writeFile(sample.model, Buffer.from('not a model'));
    const errors = watchMessages('showErrorMessage');
    try {
      await vscode.commands.executeCommand('modelLathe.benchmarkLatency', sample.model);
      assert.equal(errors.shown.length, 1);
      assert.match(errors.shown[0]?.text ?? '', /text file/);
      assert.deepEqual(errors.shown[0]?.buttons, ['Open Log']);
      assert.deepEqual(await names(sample.folder), ['digits.onnx', 'digits.samples.npz']);
    } finally {
      errors.done();
    }
  });

  it('reports open as previews', async () => {
    await run('modelLathe.benchmarkLatency');
    await vscode.commands.executeCommand('modelLathe.openReport', sample.model);
    await until(() => openTabs().some(tab => tab.startsWith('webview ') && tab.endsWith('markdown.preview')));
  });
});
