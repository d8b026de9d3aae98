import assert from 'node:assert/strict';
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BenchmarkRequest, JobMessage, QuantizeRequest, WeightsRequest } from '../../../src/shared/protocol/jobs';
import { endlessModel } from '../../fixtures/builders/endlessModel';
import { graphBuilder, modelBytes } from '../../fixtures/builders/onnxModel';
import { BUNDLE_ENV, bundle } from '../../fixtures/bundle';
import { temporaryFolder } from '../../fixtures/temporaryFolder';

const SAMPLE = path.join(__dirname, '../../../media/sample');

/** A program that starts a child and says what it hears. */
const PARENT = `
  const stdio = ['ignore', 'inherit', 'inherit', 'ipc'];
  const child = require('node:child_process').fork(process.argv[1], [], { serialization: 'advanced', stdio });
  child.on('message', message => console.log(message.progress?.phase ?? message.kind));
  child.send(JSON.parse(process.argv[2]));
`;

/** A child that runs one job, as the extension host starts it. */
class Child {
  readonly messages: JobMessage[] = [];
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  readonly #listeners: (() => void)[] = [];

  constructor(readonly process: ChildProcess) {
    process.on('message', message => {
      this.messages.push(message as JobMessage);
      for (const listener of this.#listeners) listener();
    });
    this.ended = new Promise(resolve => process.once('exit', (code, signal) => resolve({ code, signal })));
  }

  until(kind: JobMessage['kind']): Promise<JobMessage> {
    return this.untilSome(message => message.kind === kind);
  }

  untilSome(isWanted: (message: JobMessage) => boolean): Promise<JobMessage> {
    return new Promise(resolve => {
      const look = (): void => {
        const found = this.messages.find(isWanted);
        if (found !== undefined) resolve(found);
      };
      this.#listeners.push(look);
      look();
    });
  }
}

describe('the child process', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  let worker = '';
  let model = '';
  before(async () => {
    worker = await bundle('src/worker/main.ts');
  });
  beforeEach(async () => {
    model = folder.path('net.onnx');
    const graph = graphBuilder()
      .input('x', 'float32', ['N', 64])
      .weight('w', 'float32', [64, 64], new Array(4096).fill(1));
    await writeFile(model, modelBytes(graph.node('MatMul', ['x', 'w'], ['y']).output('y', 'float32', ['N', 64])));
  });

  function start(message: object): Child {
    const child = new Child(
      fork(worker, [], {
        serialization: 'advanced',
        env: BUNDLE_ENV,
        execArgv: [],
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      }),
    );
    child.process.send(message);
    return child;
  }

  function benchmarkRequest(changes: Partial<BenchmarkRequest> = {}): BenchmarkRequest {
    return {
      model,
      scenario: 'latency',
      batches: [],
      threads: 1,
      data: null,
      freeDimensions: [],
      targetPrecision: 0.0001,
      profile: false,
      secondsPerPoint: 60,
      write: true,
      ...changes,
    };
  }

  function quantizeRequest(): QuantizeRequest {
    return {
      model: folder.path('digits.onnx'),
      method: 'static',
      data: path.join(SAMPLE, 'digits.samples.npz'),
      out: null,
      force: false,
      calibration: 'minmax',
      perChannel: true,
      latencyGate: true,
      exclude: [],
      samples: 50,
      threads: 1,
      freeDimensions: [],
    };
  }

  it('does a job, announces what it writes, answers and ends', async () => {
    const child = start({ name: 'benchmark', request: benchmarkRequest({ secondsPerPoint: 0.1 }) });
    const done = await child.until('done');
    assert.deepEqual(await child.ended, { code: 0, signal: null });
    assert.ok(done.kind === 'done' && 'written' in done.result);
    assert.deepEqual(done.result.written, [
      folder.path('net.benchmark.report.md'),
      folder.path('net.benchmark.report.json'),
    ]);
    assert.equal(child.messages.filter(({ kind }) => kind === 'temporary').length, 2);
    assert.equal(child.messages[0]?.kind, 'progress');
    assert.deepEqual((await readdir(folder.path())).sort(), [
      'net.benchmark.report.json',
      'net.benchmark.report.md',
      'net.onnx',
    ]);
  });

  it('does a job that needs no runtime', async () => {
    const request: WeightsRequest = { model, bins: 8, nearZero: 0.01 };
    const done = await start({ name: 'weights', request }).until('done');
    assert.ok(done.kind === 'done' && 'kind' in done.result && done.result.kind === 'weights');
    assert.equal(done.result.weights[0]?.mean, 1);
  });

  it('answers with an error for a bad model, an unknown job and no job', async () => {
    await writeFile(model, 'not a model');
    for (const [message, code] of [
      [{ name: 'benchmark', request: benchmarkRequest() }, /./],
      [{ name: 'constructor', request: {} }, /^worker\.jobUnknown$/],
      [{ nothing: true }, /^worker\.startMalformed$/],
    ] as const) {
      const child = start(message);
      const failed = await child.until('failed');
      assert.ok(failed.kind === 'failed');
      assert.match(failed.error.code, code);
      assert.equal((await child.ended).code, 1);
    }
    assert.deepEqual(await readdir(folder.path()), ['net.onnx']);
  });

  it('refuses a report that cannot be written before it measures', async () => {
    await mkdir(folder.path('net.benchmark.report.json'));
    const child = start({ name: 'benchmark', request: benchmarkRequest() });
    const failed = await child.until('failed');
    assert.ok(failed.kind === 'failed');
    assert.equal(failed.error.code, 'job.targetNotAFile');
    assert.ok(!child.messages.some(each => each.kind === 'progress' && each.progress.phase === 'Measuring'));
  });

  for (const [what, change] of [
    ['another file', () => writeFile(model, 'another')],
    ['gone', () => rm(model)],
  ] as const) {
    it(`says that the model is ${what} after measuring, and writes no report`, async () => {
      const child = start({ name: 'benchmark', request: benchmarkRequest({ secondsPerPoint: 1 }) });
      const measuring = (each: JobMessage): boolean =>
        each.kind === 'progress' && each.progress.detail?.includes('times') === true;
      await child.untilSome(measuring);
      await change();
      const failed = await child.until('failed');
      assert.ok(failed.kind === 'failed');
      assert.equal(failed.error.code, 'source.changed');
      assert.deepEqual(await readdir(folder.path()), what === 'gone' ? [] : ['net.onnx']);
    });
  }

  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    it(`killed by ${signal} in the middle of measuring leaves nothing behind`, async () => {
      const child = start({ name: 'benchmark', request: benchmarkRequest() });
      await child.until('progress');
      child.process.kill(signal);
      assert.equal((await child.ended).signal, signal);
      assert.deepEqual(await readdir(folder.path()), ['net.onnx']);
    });
  }

  it('killed while it quantizes leaves nothing but what it announced', async () => {
    await copyFile(path.join(SAMPLE, 'digits.onnx'), folder.path('digits.onnx'));
    const before = await readdir(folder.path());
    const child = start({ name: 'quantize', request: quantizeRequest() });
    await child.until('temporary');
    child.process.kill('SIGKILL');
    await child.ended;
    const announced = child.messages.flatMap(message => (message.kind === 'temporary' ? [message.path] : []));
    for (const file of announced) await rm(file, { force: true, recursive: true });
    assert.deepEqual(await readdir(folder.path()), before);
  });

  it('is the first to go when memory runs out', async function () {
    if (process.platform !== 'linux') this.skip();
    const child = start({ name: 'benchmark', request: benchmarkRequest() });
    await child.until('progress');
    assert.equal(await readFile(`/proc/${child.process.pid}/oom_score_adj`, 'utf8'), '1000\n');
    child.process.kill();
    await child.ended;
  });

  it('ends when its parent goes away', async () => {
    const child = start({ name: 'benchmark', request: benchmarkRequest() });
    await child.until('progress');
    child.process.disconnect();
    assert.equal((await child.ended).code, 1);
  });

  /** Kills the parent of a child half a second after the child said a word, and waits until both are gone. */
  async function killParent(start: object, word: string): Promise<void> {
    const parent = spawn(process.execPath, ['-e', PARENT, worker, JSON.stringify(start)], {
      env: BUNDLE_ENV,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise<void>(resolve => {
      parent.stdout.on('data', (text: Buffer) => {
        if (text.includes(word)) setTimeout(resolve, 500);
      });
    });
    parent.kill('SIGKILL');
    // The child holds the pipe too, so it closes when both are gone.
    await once(parent.stdout, 'close');
  }

  it('ends when its parent is killed while the runtime is busy', async () => {
    await writeFile(model, endlessModel());
    await killParent({ name: 'benchmark', request: benchmarkRequest() }, 'Measuring');
  });

  it('leaves nothing when its parent is killed while it quantizes', async () => {
    await copyFile(path.join(SAMPLE, 'digits.onnx'), folder.path('digits.onnx'));
    const before = await readdir(folder.path());
    await killParent({ name: 'quantize', request: quantizeRequest() }, 'temporary');
    assert.deepEqual(await readdir(folder.path()), before);
  });

  it('removes what a killed child left when it writes there next', async () => {
    const killed = start({ name: 'benchmark', request: benchmarkRequest() });
    await killed.until('progress');
    killed.process.kill('SIGKILL');
    await killed.ended;
    // As if it had been killed while writing: a temporary that carries the dead process's number.
    await writeFile(folder.path(`.net.benchmark.report.md.${killed.process.pid}.0.model-lathe-tmp`), 'half a rep');
    await start({ name: 'benchmark', request: benchmarkRequest({ secondsPerPoint: 0.05 }) }).until('done');
    assert.deepEqual((await readdir(folder.path())).sort(), [
      'net.benchmark.report.json',
      'net.benchmark.report.md',
      'net.onnx',
    ]);
  });
});
