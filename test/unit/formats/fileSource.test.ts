import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, truncate, utimes, writeFile } from 'node:fs/promises';
import process from 'node:process';
import { memorySource, openFileSource } from '../../../src/formats/fileSource';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { thrownBy } from '../../fixtures/thrown';

describe('openFileSource', () => {
  const folder = temporaryFolder();

  it('reads exactly the range asked for', async () => {
    const file = folder.path('digits');
    await writeFile(file, '0123456789');
    const source = await openFileSource(file);
    assert.equal(source.name, 'digits');
    assert.equal(source.size, 10);
    assert.equal(Buffer.from(await source.read(3, 4)).toString(), '3456');
    assert.equal((await source.read(10, 0)).length, 0);
    await source.close();
  });

  it('fills a given place, also in the memory of WebAssembly, at once or aside', async () => {
    const file = folder.path('digits');
    await writeFile(file, '0123456789');
    const source = await openFileSource(file);
    const { buffer } = new WebAssembly.Memory({ initial: 1, maximum: 1 });
    const target = new Uint8Array(buffer, 100, 4);
    assert(source.fill !== undefined && source.readInto !== undefined);
    await source.fill(3, target);
    assert.equal(Buffer.from(buffer, 99, 6).toString(), '\x003456\0');
    source.readInto(6, target);
    assert.equal(Buffer.from(buffer, 99, 6).toString(), '\x006789\0');
    assert.equal((await thrownBy(async () => source.fill?.(7, target))).code, 'source.outOfRange');
    await appendFile(file, 'x');
    assert.equal((await thrownBy(async () => source.fill?.(0, target))).code, 'source.changed');
    await source.close();
    assert.equal((await thrownBy(async () => source.fill?.(0, target))).code, 'source.closed');
  });

  it('reads beyond 4 GiB', async () => {
    const file = folder.path('sparse');
    await writeFile(file, '');
    await truncate(file, 5 * 2 ** 30);
    await appendFile(file, 'end');
    const source = await openFileSource(file);
    assert.equal(Buffer.from(await source.read(5 * 2 ** 30, 3)).toString(), 'end');
    await source.close();
  });

  it('refuses ranges outside the file, negative and fractional ones', async () => {
    const file = folder.path('small');
    await writeFile(file, 'abc');
    const source = await openFileSource(file);
    for (const [offset, length] of [
      [0, 4],
      [4, 0],
      [-1, 1],
      [0, -1],
      [0.5, 1],
      [Number.MAX_SAFE_INTEGER, 2],
    ] as const) {
      assert.equal((await thrownBy(() => source.read(offset, length))).code, 'source.outOfRange');
    }
    await source.close();
  });

  it('notices that the file grew, shrank or was written in place', async () => {
    const file = folder.path('changing');
    for (const change of [
      () => appendFile(file, 'x'),
      () => truncate(file, 1),
      () => utimes(file, new Date(0), new Date(0)),
    ]) {
      await writeFile(file, 'abcdef');
      const source = await openFileSource(file);
      await source.read(0, 6);
      await change();
      assert.equal((await thrownBy(() => source.read(0, 6))).code, 'source.changed');
      await source.close();
    }
  });

  it('says what is wrong with a path that is no file', async function () {
    await mkdir(folder.path('inner'));
    assert.equal((await thrownBy(() => openFileSource(folder.path('none')))).code, 'source.missing');
    assert.equal((await thrownBy(() => openFileSource(folder.path('inner')))).code, 'source.notRegularFile');
    if (process.platform === 'win32') this.skip();
    execFileSync('mkfifo', [folder.path('pipe')]);
    assert.equal((await thrownBy(() => openFileSource(folder.path('pipe')))).code, 'source.notRegularFile');
  });

  it('can be closed twice and not read afterwards', async () => {
    const file = folder.path('closed');
    await writeFile(file, 'abc');
    const source = await openFileSource(file);
    await source.close();
    await source.close();
    assert.equal((await thrownBy(() => source.read(0, 1))).code, 'source.closed');
  });
});

describe('memorySource', () => {
  it('has the same bounds as a file', async () => {
    const source = memorySource(Uint8Array.of(1, 2, 3), 'memory');
    assert.deepEqual([...(await source.read(1, 2))], [2, 3]);
    assert.equal((await thrownBy(() => source.read(1, 3))).code, 'source.outOfRange');
  });
});
