import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { devNull } from 'node:os';
import process from 'node:process';
import { cannotWrite } from '../../../src/formats/resultErrors';
import { ResultFiles } from '../../../src/formats/resultFiles';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { thrownBy } from '../../fixtures/thrown';

describe('ResultFiles', () => {
  const folder = temporaryFolder();

  it('shows all files at once, complete, and announces each temporary', async () => {
    const announced: string[] = [];
    const files = new ResultFiles(false, temporary => announced.push(temporary));
    const [model, report] = [folder.path('net.int8.onnx'), folder.path('net.int8.report.md')];
    const temporaries = [await files.reserve(model), await files.reserve(report)];
    for (const [index, temporary] of temporaries.entries()) await writeFile(temporary, String(index));
    assert.deepEqual(announced, temporaries);
    assert.ok((await readdir(folder.path())).every(name => name.startsWith('.')));
    await files.commit();
    assert.deepEqual((await readdir(folder.path())).toSorted(), ['net.int8.onnx', 'net.int8.report.md']);
    assert.equal(await readFile(report, 'utf8'), '1');
  });

  it('leaves nothing when abandoned', async () => {
    const files = new ResultFiles(false, () => {});
    await writeFile(await files.reserve(folder.path('a')), 'half');
    await files.reserve(folder.path('b'));
    await files.abandon();
    assert.deepEqual(await readdir(folder.path()), []);
  });

  it('replaces only when forced', async () => {
    const target = folder.path('a');
    await writeFile(target, 'old');
    const careful = new ResultFiles(false, () => {});
    assert.equal((await thrownBy(() => careful.reserve(target))).code, 'job.targetExists');
    const forced = new ResultFiles(true, () => {});
    await writeFile(await forced.reserve(target), 'new');
    await forced.commit();
    assert.equal(await readFile(target, 'utf8'), 'new');
  });

  it('keeps a file that appeared while the job ran', async () => {
    const target = folder.path('a');
    const files = new ResultFiles(false, () => {});
    await writeFile(await files.reserve(target), 'result');
    await writeFile(target, 'theirs');
    assert.equal((await thrownBy(() => files.commit())).code, 'job.targetExists');
    await files.abandon();
    assert.equal(await readFile(target, 'utf8'), 'theirs');
    assert.deepEqual(await readdir(folder.path()), ['a']);
  });

  it('shows all files or none when one of them appeared while the job ran', async () => {
    const files = new ResultFiles(false, () => {});
    for (const name of ['a', 'b', 'c']) await writeFile(await files.reserve(folder.path(name)), 'result');
    await writeFile(folder.path('b'), 'theirs');
    assert.equal((await thrownBy(() => files.commit())).code, 'job.targetExists');
    await files.abandon();
    assert.deepEqual(await readdir(folder.path()), ['b']);
    assert.equal(await readFile(folder.path('b'), 'utf8'), 'theirs');
  });

  it('never replaces a folder or a device, and can be asked beforehand', async () => {
    const files = new ResultFiles(true, () => {});
    await mkdir(folder.path('net.onnx'));
    for (const target of [folder.path('net.onnx'), devNull]) {
      for (const ask of [() => files.check(target), () => files.reserve(target)]) {
        assert.equal((await thrownBy(ask)).code, 'job.targetNotAFile');
      }
    }
    await files.check(folder.path('new'));
    assert.deepEqual(await readdir(folder.path()), ['net.onnx']);
  });

  it('removes what a dead job left, and nothing else', async () => {
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    const stale = `.net.onnx.${dead}.0.model-lathe-tmp`;
    const alive = `.net.onnx.${process.pid}.7.model-lathe-tmp`;
    for (const name of [stale, alive, '.hidden', 'net.onnx.1.0.model-lathe-tmp'])
      await writeFile(folder.path(name), '');
    await new ResultFiles(false, () => {}).reserve(folder.path('b'));
    assert.deepEqual(
      (await readdir(folder.path())).toSorted(),
      [alive, '.hidden', 'net.onnx.1.0.model-lathe-tmp'].toSorted(),
    );
  });

  it('says that a folder is missing', async () => {
    const files = new ResultFiles(false, () => {});
    const { code, message } = await thrownBy(() => files.reserve(folder.path('none', 'a')));
    assert.deepEqual([code, message], ['job.cannotWrite', 'Cannot write a: the folder does not exist.']);
  });

  it('tells a temporary by the name it stands for', async () => {
    const temporary = await new ResultFiles(false, () => {}).reserve(folder.path('net.int8.onnx'));
    const { message, file } = cannotWrite(temporary, Object.assign(new Error('write'), { code: 'ENOSPC' })).info;
    assert.deepEqual([message, file], ['Cannot write net.int8.onnx: the disk is full.', folder.path('net.int8.onnx')]);
  });

  it('says that a folder cannot be written', async function () {
    const files = new ResultFiles(false, () => {});
    // The superuser may write anywhere.
    if (process.getuid?.() === 0 || process.platform === 'win32') this.skip();
    await chmod(folder.path(), 0o500);
    assert.equal((await thrownBy(() => files.reserve(folder.path('a')))).code, 'job.cannotWrite');
  });
});
