import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ReportCache } from '../../../src/host/jobs/reportCache';

describe('cache of reports', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'model-lathe-cache-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('gives back what was kept under the same key, also to another instance', async () => {
    await new ReportCache(path.join(folder, 'deep')).set('key', { a: [1, null] });
    const other = new ReportCache(path.join(folder, 'deep'));
    assert.deepEqual(await other.get('key'), { a: [1, null] });
    assert.equal(await other.get('another key'), undefined);
  });

  it('treats a damaged document as absent', async () => {
    const cache = new ReportCache(folder);
    await cache.set('key', { a: 1 });
    const [name = ''] = await readdir(folder);
    await writeFile(path.join(folder, name), '{"a":');
    assert.equal(await cache.get('key'), undefined);
  });

  it('removes the least recently used when it grows too large', async () => {
    const cache = new ReportCache(folder, 300);
    const long = 'x'.repeat(100);
    await cache.set('first', long);
    await cache.set('second', long);
    for (const name of await readdir(folder)) {
      const { mtimeMs } = await stat(path.join(folder, name));
      await utimes(path.join(folder, name), mtimeMs / 1000 - 100, mtimeMs / 1000 - 100);
    }
    await cache.get('first');
    await cache.set('third', long);
    assert.equal(await cache.get('second'), undefined);
    assert.equal(await cache.get('first'), long);
    assert.equal(await cache.get('third'), long);
  });
});
