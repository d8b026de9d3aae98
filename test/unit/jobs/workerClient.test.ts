import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { WorkerClient } from '../../../src/jobs/workerClient';
import { LatheError } from '../../../src/shared/errors';
import type { JobProgress, WeightsRequest } from '../../../src/shared/protocol/jobs';

const request: WeightsRequest = { model: '/nowhere.onnx', bins: 4, nearZero: 0.5 };

/** Children that behave in all the ways a real one can. Each is a real process. */
describe('jobs in child processes', () => {
  let folder: string;
  const lines: string[] = [];
  const log = {
    debug: (line: string) => void lines.push(line),
    info: (line: string) => void lines.push(line),
    warn: (line: string) => void lines.push(line),
  };

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'model-lathe-worker-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function client(body: string): Promise<WorkerClient> {
    const script = path.join(folder, `${Math.random().toString(36).slice(2)}.cjs`);
    await writeFile(script, `process.once('message', start => {\n${body}\n});`);
    return new WorkerClient(script, log);
  }

  function run(worker: WorkerClient, signal = new AbortController().signal, seen: JobProgress[] = []) {
    return worker.run('weights', request, { signal, progress: progress => void seen.push(progress) });
  }

  async function rejection(promise: Promise<unknown>): Promise<LatheError> {
    try {
      await promise;
    } catch (thrown) {
      assert.ok(thrown instanceof LatheError, String(thrown));
      return thrown;
    }
    throw new assert.AssertionError({ message: 'It did not fail.' });
  }

  async function appears(file: string): Promise<void> {
    while (!existsSync(file)) await sleep(10);
  }

  async function isGone(pid: number): Promise<boolean> {
    for (let tries = 0; tries < 100; tries++) {
      try {
        process.kill(pid, 0);
      } catch {
        return true;
      }
      await sleep(20);
    }
    return false;
  }

  it('hands over the request and gives back progress and the result, typed arrays and big integers included', async () => {
    const worker = await client(`
      process.send({ kind: 'progress', progress: { phase: 'Half', fraction: 0.5 } });
      process.send({ kind: 'done', result: { start, big: 2n ** 60n, floats: Float32Array.of(1.5) } }, () => process.exit(0));
    `);
    const seen: JobProgress[] = [];
    const result: unknown = await run(worker, undefined, seen);
    assert.deepEqual(result, {
      start: { name: 'weights', request },
      big: 2n ** 60n,
      floats: Float32Array.of(1.5),
    });
    assert.deepEqual(seen, [{ phase: 'Half', fraction: 0.5 }]);
  });

  it('fails as the job failed', async () => {
    const worker = await client(`
      const error = { code: 'onnx.truncated', kind: 'malformed', message: 'Too short.', next: 'Download it again.' };
      process.send({ kind: 'failed', error }, () => process.exit(1));
    `);
    const { info } = await rejection(run(worker));
    assert.deepEqual([info.code, info.kind, info.next], ['onnx.truncated', 'malformed', 'Download it again.']);
  });

  it('says what to do when the child dies without an answer, and removes what it had begun', async () => {
    const temporary = path.join(folder, 'half-written');
    const worker = await client(`
      require('node:fs').writeFileSync(${JSON.stringify(temporary)}, 'x');
      process.send({ kind: 'temporary', path: ${JSON.stringify(temporary)} }, () => process.kill(process.pid, 'SIGKILL'));
    `);
    const { info } = await rejection(run(worker));
    assert.equal(info.code, 'worker.crashed');
    assert.equal(info.kind, 'environment');
    assert.match(info.message, /SIGKILL/);
    assert.ok(info.next);
    assert.equal(existsSync(temporary), false);
  });

  it('counts an abnormal end after the answer as success', async () => {
    const worker = await client(`process.send({ kind: 'done', result: 7 }, () => process.abort());`);
    assert.equal(await run(worker), 7);
  });

  it('ends a busy child when cancelled and leaves nothing', async () => {
    const temporary = path.join(folder, 'cancelled');
    const pidFile = path.join(folder, 'busy.pid');
    const worker = await client(`
      require('node:fs').writeFileSync(${JSON.stringify(temporary)}, 'x');
      process.send({ kind: 'temporary', path: ${JSON.stringify(temporary)} }, () => {
        require('node:fs').writeFileSync(${JSON.stringify(pidFile)}, String(process.pid));
        for (;;) Math.random();
      });
    `);
    const abort = new AbortController();
    const running = rejection(run(worker, abort.signal));
    await appears(pidFile);
    abort.abort();
    assert.equal((await running).info.kind, 'cancelled');
    assert.equal(existsSync(temporary), false);
    assert.ok(await isGone(Number(await readFile(pidFile, 'utf8'))));
  });

  it('kills a child that does not listen', async () => {
    const pidFile = path.join(folder, 'deaf.pid');
    const worker = await client(`
      process.on('SIGTERM', () => undefined);
      setInterval(() => undefined, 1000);
      require('node:fs').writeFileSync(${JSON.stringify(pidFile)}, String(process.pid));
    `);
    const abort = new AbortController();
    const running = rejection(run(worker, abort.signal));
    await appears(pidFile);
    abort.abort();
    assert.equal((await running).info.kind, 'cancelled');
    assert.ok(await isGone(Number(await readFile(pidFile, 'utf8'))));
  });

  it('does not start for somebody who cancelled before', async () => {
    const started = path.join(folder, 'started');
    const worker = await client(`require('node:fs').writeFileSync(${JSON.stringify(started)}, '');`);
    const abort = new AbortController();
    abort.abort();
    assert.equal((await rejection(run(worker, abort.signal))).info.kind, 'cancelled');
    assert.equal(existsSync(started), false);
  });

  it('ends every child when the extension ends', async () => {
    const pidFile = path.join(folder, 'left.pid');
    const worker = await client(`
      require('node:fs').writeFileSync(${JSON.stringify(pidFile)}, String(process.pid));
      setInterval(() => undefined, 1000);
    `);
    const running = rejection(run(worker));
    await appears(pidFile);
    await worker.dispose();
    assert.ok(await isGone(Number(await readFile(pidFile, 'utf8'))));
    assert.equal((await running).info.kind, 'cancelled');
  });

  it('fails clearly when the script is missing', async () => {
    const { info } = await rejection(run(new WorkerClient(path.join(folder, 'absent.cjs'), log)));
    assert.equal(info.kind, 'environment');
  });

  it('keeps what the child prints for the log', async () => {
    const worker = await client(`
      process.stderr.write('a native complaint\\n', () => process.send({ kind: 'done', result: 0 }, () => process.exit(0)));
    `);
    await run(worker);
    assert.ok(lines.some(line => line.endsWith('a native complaint')));
  });
});
