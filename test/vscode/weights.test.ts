import assert from 'node:assert/strict';
import { mkdtemp, rm, utimes } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { ModelDocument } from '../../src/host/editor/modelDocument';
import { ReportCache } from '../../src/host/jobs/reportCache';
import { WeightReports } from '../../src/host/jobs/weightReports';
import { WorkerClient } from '../../src/jobs/workerClient';
import { LatheError } from '../../src/shared/errors';
import { copyOfSample, EXTENSION } from './workspace';

describe('Weight statistics', () => {
  let sample: Awaited<ReturnType<typeof copyOfSample>>;
  let log: vscode.LogOutputChannel;
  let folder: string;
  let document: ModelDocument;
  before(() => {
    log = vscode.window.createOutputChannel('Model Lathe weights suite', { log: true });
  });
  beforeEach(async () => {
    sample = await copyOfSample();
    folder = await mkdtemp(path.join(os.tmpdir(), 'model-lathe-cache-'));
    document = new ModelDocument(sample.model, log);
  });
  afterEach(async () => {
    document.dispose();
    await rm(folder, { recursive: true, force: true });
    await sample.remove();
  });
  after(() => log.dispose());

  /** Statistics computed by the real worker, or, without one, only looked up. */
  function reports(worker: 'worker' | 'no worker'): WeightReports {
    const { extensionPath = '' } = vscode.extensions.getExtension(EXTENSION) ?? {};
    const script = worker === 'worker' ? path.join(extensionPath, 'dist/worker.js') : path.join(folder, 'absent.js');
    return new WeightReports(new WorkerClient(script, log), new ReportCache(path.join(folder, 'cache')), log);
  }

  const of = (source: WeightReports) => source.of(document, () => undefined);

  it('cover every weight of the model', async () => {
    const report = await of(reports('worker'));
    const { model } = await document.load();
    const expected = [...model.graph.initializers.values()];
    const measured = report.weights.map(({ name }) => name).concat(report.skipped.map(({ name }) => name));
    for (const { name } of expected) assert.ok(measured.includes(name), name);
    assert.ok(report.weights.every(({ elements, zeros }) => zeros <= elements));
  });

  it('are computed once for two pages', async () => {
    const source = reports('worker');
    const [first, second] = await Promise.all([of(source), of(source)]);
    assert.equal(first, second);
  });

  it('come from the cache while the file is the same, and are computed again when it is not', async () => {
    const first = await of(reports('worker'));
    const lookedUp = await of(reports('no worker'));
    assert.deepEqual(lookedUp, first);
    await utimes(sample.model.fsPath, new Date(), new Date(Date.now() - 10_000));
    await assert.rejects(of(reports('no worker')), LatheError);
  });

  it('end when they are cancelled or the document is closed', async () => {
    const source = reports('worker');
    const cancelled = assert.rejects(of(source), (thrown: LatheError) => thrown.info.kind === 'cancelled');
    source.cancel(document);
    await cancelled;
    const closed = assert.rejects(of(source), (thrown: LatheError) => thrown.info.kind === 'cancelled');
    document.dispose();
    await closed;
  });
});
