import assert from 'node:assert/strict';
import { link, mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isPlainRelative } from '../../../src/formats/externalData';
import { memorySource } from '../../../src/formats/fileSource';
import { onnx } from '../../../src/formats/onnx/generated/onnx';
import { longOf } from '../../../src/formats/onnx/integers';
import { readOnnx } from '../../../src/formats/onnx/readOnnx';
import { openWeightFiles, readWeightBytes } from '../../../src/formats/weightReader';
import type { Weight } from '../../../src/model/model';
import { elementBytes } from '../../fixtures/builders/elements';
import { graphBuilder, modelProto } from '../../fixtures/builders/onnxModel';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { thrownBy } from '../../fixtures/thrown';

const VALUES = elementBytes('float32', [1, 2, 3, 4]);

/** A model with one float32[4] initializer `w` whose values are elsewhere. */
async function externalWeight(entries: Readonly<Record<string, string>>): Promise<Weight> {
  const graph = graphBuilder();
  graph.proto.initializer.push(
    onnx.TensorProto.create({
      name: 'w',
      dataType: 1,
      dims: [longOf(4n)],
      dataLocation: onnx.TensorProto.DataLocation.EXTERNAL,
      externalData: Object.entries(entries).map(([key, value]) => ({ key, value })),
    }),
  );
  const source = memorySource(onnx.ModelProto.encode(modelProto(graph)).finish(), 'model.onnx');
  const weight = (await readOnnx(source)).model.graph.initializers.get('w');
  assert.ok(weight);
  return weight;
}

async function readFrom(modelPath: string, entries: Readonly<Record<string, string>>): Promise<Uint8Array> {
  const files = openWeightFiles(modelPath, memorySource(new Uint8Array(0), 'model.onnx'));
  try {
    return await readWeightBytes(await externalWeight(entries), files);
  } finally {
    await files.close();
  }
}

describe('external data', () => {
  const folder = temporaryFolder();
  const model = (): string => folder.path('model', 'net.onnx');

  beforeEach(async () => {
    await mkdir(folder.path('model', 'inner'), { recursive: true });
    await writeFile(folder.path('model', 'weights.bin'), Buffer.concat([Buffer.alloc(8), VALUES]));
    await writeFile(folder.path('model', 'inner', 'w.bin'), VALUES);
    await writeFile(folder.path('outside.bin'), VALUES);
  });

  it('reads a range, the rest of a file, and files in folders below', async () => {
    const wanted = [...VALUES];
    assert.deepEqual([...(await readFrom(model(), { location: 'weights.bin', offset: '8', length: '16' }))], wanted);
    assert.deepEqual([...(await readFrom(model(), { location: 'weights.bin', offset: '8' }))], wanted);
    assert.deepEqual([...(await readFrom(model(), { location: 'inner/w.bin', checksum: 'ab' }))], wanted);
    assert.deepEqual([...(await readFrom(model(), { location: './inner/./w.bin' }))], wanted);
  });

  it('reads beyond 4 GiB', async () => {
    const file = folder.path('model', 'huge.bin');
    await writeFile(file, '');
    await truncate(file, 6 * 2 ** 30 + 16);
    const offset = String(6 * 2 ** 30);
    assert.deepEqual([...(await readFrom(model(), { location: 'huge.bin', offset, length: '16' }))], Array(16).fill(0));
  });

  it('says which tensor misses which file', async () => {
    const info = await thrownBy(() => readFrom(model(), { location: 'gone.bin' }));
    assert.equal(info.code, 'external.missing');
    assert.equal(info.kind, 'missing');
    assert.equal(info.place, 'tensor "w"');
    assert.ok(info.next?.includes(folder.path('model', 'gone.bin')));
  });

  it('says when the file is too short', async () => {
    for (const entries of [
      { location: 'weights.bin', offset: '9' },
      { location: 'weights.bin', offset: '9007199254740991' },
    ]) {
      const info = await thrownBy(() => readFrom(model(), entries));
      assert.equal(info.code, 'external.tooShort');
      assert.equal(info.place, 'tensor "w"');
    }
  });

  it('says when the declared length is not that of the tensor', async () => {
    const info = await thrownBy(() => readFrom(model(), { location: 'weights.bin', length: '15' }));
    assert.equal(info.code, 'weight.wrongAmount');
  });

  it('never leaves the folder of the model', async () => {
    const outside = folder.path('outside.bin');
    await symlink(outside, folder.path('model', 'link.bin'));
    await symlink(folder.path(), folder.path('model', 'parent'));
    const escaping = [
      '../outside.bin',
      'inner/../../outside.bin',
      outside,
      'link.bin',
      'parent/outside.bin',
      '..',
      '.',
    ];
    for (const location of escaping) {
      const info = await thrownBy(() => readFrom(model(), { location }));
      assert.equal(info.code, 'external.escapes', location);
      assert.equal(info.kind, 'refused');
    }
  });

  it('follows links that stay inside, and a model that is a link into a store', async () => {
    await symlink(folder.path('model', 'inner', 'w.bin'), folder.path('model', 'here.bin'));
    await link(folder.path('model', 'inner', 'w.bin'), folder.path('model', 'hard.bin'));
    assert.deepEqual([...(await readFrom(model(), { location: 'here.bin' }))], [...VALUES]);
    assert.deepEqual([...(await readFrom(model(), { location: 'hard.bin' }))], [...VALUES]);
    await mkdir(folder.path('blobs'));
    await mkdir(folder.path('snapshot'));
    await writeFile(folder.path('blobs', 'a1'), '');
    await writeFile(folder.path('blobs', 'b2'), VALUES);
    await symlink('../blobs/a1', folder.path('snapshot', 'net.onnx'));
    await symlink('../blobs/b2', folder.path('snapshot', 'net.onnx_data'));
    const read = await readFrom(folder.path('snapshot', 'net.onnx'), { location: 'net.onnx_data' });
    assert.deepEqual([...read], [...VALUES]);
  });

  it('refuses a folder in place of a file', async () => {
    const info = await thrownBy(() => readFrom(model(), { location: 'inner' }));
    assert.equal(info.code, 'external.notAFile');
  });

  it('refuses entries that are no numbers, and a missing location, when the model is opened', async () => {
    for (const offset of ['-1', '1e3', ' 4', '0x10', '', '99999999999999999999']) {
      const info = await thrownBy(() => externalWeight({ location: 'weights.bin', offset }));
      assert.equal(info.code, 'onnx.badExternalData', offset);
      assert.equal(info.place, 'tensor "w"');
    }
    assert.equal((await thrownBy(() => externalWeight({ offset: '0' }))).code, 'onnx.badExternalData');
    assert.equal((await thrownBy(() => externalWeight({ location: '' }))).code, 'onnx.badExternalData');
  });

  it('opens each file once, and again after a failure', async () => {
    const files = openWeightFiles(model(), memorySource(new Uint8Array(0), 'model.onnx'));
    await thrownBy(() => files.external('late.bin', 'w'));
    await writeFile(folder.path('model', 'late.bin'), VALUES);
    assert.equal(await files.external('late.bin', 'w'), await files.external('late.bin', 'v'));
    await files.close();
  });
});

describe('isPlainRelative', () => {
  it('takes paths below a folder', () => {
    for (const location of ['w.bin', 'a/b/w.bin', './w.bin', 'a..b', '...']) {
      assert.ok(isPlainRelative(location), location);
    }
  });

  it('refuses everything else, whatever the platform', () => {
    const hostile = [
      '',
      '..',
      '../w',
      'a/../w',
      'a\\..\\w',
      '/w',
      '\\w',
      '\\\\server\\share\\w',
      'C:\\w',
      'c:w',
      'w\0.bin',
    ];
    for (const location of [...hostile, path.resolve('w')]) assert.ok(!isPlainRelative(location), location);
  });
});
