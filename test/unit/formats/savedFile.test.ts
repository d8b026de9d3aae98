import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { savedOnDisk } from '../../../src/formats/savedFile';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { thrownBy } from '../../fixtures/thrown';

describe('a file saved piece by piece', () => {
  const folder = temporaryFolder();
  const names = (): Promise<string[]> => readdir(folder.path());
  const piece = (byte: number, length: number): Uint8Array => new Uint8Array(length).fill(byte);

  it('appears complete when it is finished, not before', async () => {
    const file = await savedOnDisk(folder.path('graph.svg'));
    await file.write(piece(1, 10));
    await file.write(piece(2, 5_000_000));
    assert.ok(!(await names()).includes('graph.svg'));
    await file.write(piece(3, 1));
    await file.finish();
    assert.deepEqual(await names(), ['graph.svg']);
    const bytes = await readFile(folder.path('graph.svg'));
    assert.deepEqual([bytes.length, bytes[9], bytes[10], bytes.at(-1)], [5_000_011, 1, 2, 3]);
  });

  it('takes the place of another only then', async () => {
    await writeFile(folder.path('graph.png'), 'before');
    const given = await savedOnDisk(folder.path('graph.png'));
    await given.write(piece(1, 10));
    await given.discard();
    await given.discard();
    assert.deepEqual([await names(), await readFile(folder.path('graph.png'), 'utf8')], [['graph.png'], 'before']);
    const kept = await savedOnDisk(folder.path('graph.png'));
    await kept.write(Buffer.from('after'));
    await kept.finish();
    assert.deepEqual([await names(), await readFile(folder.path('graph.png'), 'utf8')], [['graph.png'], 'after']);
  });

  it('is not begun where it cannot be', async () => {
    await mkdir(folder.path('graph.png'));
    assert.equal((await thrownBy(() => savedOnDisk(folder.path('graph.png')))).code, 'job.targetNotAFile');
    assert.equal((await thrownBy(() => savedOnDisk(folder.path('nowhere/graph.png')))).code, 'job.cannotWrite');
    assert.deepEqual(await names(), ['graph.png']);
  });
});
