import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { LatheError } from '../../../src/shared/errors';
import type { JobProgress, LintRequest } from '../../../src/shared/protocol/jobs';
import type { LintReport } from '../../../src/shared/reports/lintReport';
import { runtimeUnavailable } from '../../../src/worker/errors';
import type { RuntimeProvider } from '../../../src/worker/jobHandler';
import { lintJob } from '../../../src/worker/jobs/lint';
import { graphBuilder, modelBytes } from '../../fixtures/builders/onnxModel';
import { temporaryFolder } from '../../fixtures/temporaryFolder';

const noRuntime: RuntimeProvider = () => Promise.reject(new Error('Nobody may ask.'));

describe('the lint job', () => {
  const folder = temporaryFolder();
  const abort = new AbortController();
  let progress: JobProgress[];
  beforeEach(async () => {
    progress = [];
    const graph = graphBuilder()
      .input('x', 'float32', [1, 1024])
      .weight('w', 'float32', [1024, 1024], new Float32Array(1024 * 1024).fill(Number.NaN))
      .node('MatMul', ['x', 'w'], ['y'])
      .output('y', 'float32', [1, 1024]);
    await writeFile(folder.path('net.onnx'), modelBytes(graph));
  });

  function lint(request: Partial<LintRequest>, runtime = noRuntime, signal = abort.signal): Promise<LintReport> {
    return lintJob(
      { model: folder.path('net.onnx'), only: [], ignore: [], withoutRuntime: null, ...request },
      { signal, progress: one => progress.push(one), announceTemporary: () => undefined },
      runtime,
    );
  }

  it('tells how far it is', async () => {
    const { findings, model } = await lint({ withoutRuntime: 'Not wanted.' });
    assert.deepEqual(
      findings.map(({ message }) => message),
      ['"w" has 1,048,576 NaN among 1,048,576 elements.'],
    );
    assert.equal(model.file, 'net.onnx');
    const fractions = progress.map(({ fraction }) => fraction ?? -1);
    assert.deepEqual(
      fractions,
      [...fractions].sort((a, b) => a - b),
    );
    assert.ok(progress.filter(({ detail }) => detail === 'w').length >= 4, 'weights are read in pieces');
  });

  it('neither reads weights nor asks the runtime for rules that nobody chose', async () => {
    const { findings } = await lint({ only: ['old-opset'] });
    assert.deepEqual(findings, []);
    assert.equal(
      progress.some(({ phase }) => phase === 'Reading weights'),
      false,
    );
    assert.deepEqual((await lint({ ignore: ['unsupported-operator'] })).skipped, []);
  });

  it('says that the runtime cannot be asked where there is none, and does the rest', async () => {
    const gone: RuntimeProvider = () =>
      Promise.reject(runtimeUnavailable('musl', 'linux x64', new Error('no such file')));
    const { skipped, findings } = await lint({}, gone);
    assert.deepEqual(
      skipped.map(({ rule }) => rule),
      ['unsupported-operator'],
    );
    assert.match(skipped[0]?.reason ?? '', /glibc/);
    assert.equal(findings.length, 1);
  });

  it('ends when it is cancelled', async () => {
    const cancelled = AbortSignal.abort();
    await assert.rejects(lint({}, noRuntime, cancelled), (thrown: LatheError) => thrown.info.kind === 'cancelled');
  });

  it('refuses what is no model', async () => {
    await writeFile(folder.path('net.onnx'), 'not a model');
    await assert.rejects(lint({}), LatheError);
  });
});
