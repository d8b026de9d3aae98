import assert from 'node:assert/strict';
import { link, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { resultTargets } from '../../../src/worker/resultTargets';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { thrownBy } from '../../fixtures/thrown';

describe('targets of a job that makes a model', () => {
  const folder = temporaryFolder();

  it('lie beside the model, or where asked', async () => {
    const { model, markdown, json } = await resultTargets(folder.path('net.onnx'), 'int8', null);
    assert.deepEqual(
      [model, markdown, json],
      ['net.int8.onnx', 'net.int8.report.md', 'net.int8.report.json'].map(name => folder.path(name)),
    );
    const asked = await resultTargets(folder.path('net.onnx'), 'int8', 'small.ONNX');
    assert.deepEqual([asked.model, asked.markdown], [path.resolve('small.ONNX'), path.resolve('small.report.md')]);
  });

  it('are never the source, by whatever name', async () => {
    const source = folder.path('net.onnx');
    await writeFile(source, '');
    await link(source, folder.path('hard.onnx'));
    await symlink('net.onnx', folder.path('soft.onnx'));
    for (const name of ['net.onnx', 'hard.onnx', 'soft.onnx']) {
      const { code } = await thrownBy(() => resultTargets(source, 'int8', folder.path(name)));
      assert.equal(code, 'result.sameAsSource', name);
    }
  });

  it('are never samples, weights or a folder', async () => {
    for (const name of ['net.samples.npz', 'net.onnx.data', '.', '']) {
      const { code, kind } = await thrownBy(() => resultTargets(folder.path('net.onnx'), 'int8', name));
      assert.deepEqual([code, kind], ['result.notAnOnnxName', 'usage'], name);
    }
  });
});
