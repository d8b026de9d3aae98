import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { DeclaredInput } from '../../../src/analysis/inputs/freeDimensions';
import { onnx } from '../../../src/formats/onnx/generated/onnx';
import { findSamples } from '../../../src/prediction/findSamples';
import { loadSamples } from '../../../src/prediction/samples';
import { weightProto } from '../../fixtures/builders/onnxModel';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { thrownBy } from '../../fixtures/thrown';

const options = { freeDimensions: [], most: 100, seed: 1 };
const inputs: readonly DeclaredInput[] = [
  { name: 'x', type: { kind: 'tensor', dtype: 'float32', shape: ['N', 2] } },
  { name: 'n', type: { kind: 'tensor', dtype: 'int64', shape: [] } },
];

describe('finding samples', () => {
  const folder = temporaryFolder();

  async function testData(set: string, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
    await mkdir(folder.path(set));
    for (const [name, bytes] of Object.entries(files)) await writeFile(folder.path(set, name), bytes);
  }

  const floats = (values: readonly number[], shape: readonly number[]): Uint8Array =>
    onnx.TensorProto.encode(weightProto('x', 'float32', shape, values)).finish();
  const integer = (value: number): Uint8Array =>
    onnx.TensorProto.encode(weightProto('n', 'int64', [], [value])).finish();

  it('looks beside the model, and beside the model a variant was made from', async () => {
    await writeFile(folder.path('net.samples.npz'), '');
    const expected = { kind: 'npz', file: folder.path('net.samples.npz') };
    assert.deepEqual(await findSamples(folder.path('net.onnx'), null), expected);
    assert.deepEqual(await findSamples(folder.path('net.int8.onnx'), null), expected);
    assert.equal(await findSamples(folder.path('other.onnx'), null), null);
  });

  it('takes test data sets in the order of their numbers', async () => {
    for (const number of [10, 2, 0]) {
      await testData(`test_data_set_${number}`, {
        'input_0.pb': floats([number, 1], [1, 2]),
        'input_1.pb': integer(number),
      });
    }
    const set = await loadSamples(folder.path('net.onnx'), inputs, null, options);
    assert.deepEqual(set.source, { kind: 'test-data', folder: path.basename(folder.path()), available: 3, used: 3 });
    assert.deepEqual(
      [0, 1, 2].map(run => set.at(run).get('n')?.data[0]),
      [0n, 2n, 10n],
    );
    assert.deepEqual([...(set.at(2).get('x')?.data ?? [])], [10, 1]);
    assert.deepEqual(set.batch(3).get('x')?.shape, [3, 2]);
    assert.equal(
      (await loadSamples(folder.path('net.onnx'), inputs, folder.path('test_data_set_2'), options)).count,
      1,
    );
  });

  it('refuses test data of the wrong number, type, shape or contents', async () => {
    const codeOf = async (set: string): Promise<string> =>
      (await thrownBy(() => loadSamples(folder.path('net.onnx'), inputs, folder.path(set), options))).code;
    await testData('few', { 'input_0.pb': floats([1, 2], [1, 2]) });
    await testData('type', { 'input_0.pb': integer(1), 'input_1.pb': integer(1) });
    await testData('shape', { 'input_0.pb': floats([1, 2, 3], [1, 3]), 'input_1.pb': integer(1) });
    await testData('none', { 'input_0.pb': floats([], [0, 2]), 'input_1.pb': integer(1) });
    await testData('torn', { 'input_0.pb': floats([1, 2], [1, 2]).subarray(0, 9), 'input_1.pb': integer(1) });
    const short = onnx.TensorProto.encode({ ...weightProto('x', 'float32', [1], [1]), dims: [1, 2] }).finish();
    await testData('short', { 'input_0.pb': short, 'input_1.pb': integer(1) });
    assert.equal(await codeOf('few'), 'samples.testDataCount');
    assert.equal(await codeOf('type'), 'samples.type');
    assert.equal(await codeOf('shape'), 'samples.shape');
    assert.equal(await codeOf('none'), 'samples.empty');
    assert.match(await codeOf('torn'), /^onnx\.tensor/);
    assert.equal(await codeOf('short'), 'onnx.tensorIncomplete');
  });

  it('refuses a file in the place of a test data set', async () => {
    await writeFile(folder.path('test_data_set_0'), 'x');
    const { code, file } = await thrownBy(() => loadSamples(folder.path('net.onnx'), inputs, null, options));
    assert.deepEqual([code, file], ['samples.unreadable', folder.path('test_data_set_0')]);
  });

  it('says when what was named is not there or holds nothing', async () => {
    await mkdir(folder.path('empty'));
    const codeOf = async (data: string): Promise<string> =>
      (await thrownBy(() => findSamples(folder.path('net.onnx'), data))).code;
    assert.equal(await codeOf(folder.path('empty')), 'samples.missing');
    assert.equal(await codeOf(folder.path('nowhere')), 'samples.missing');
  });

  it('makes inputs up when there are no samples', async () => {
    const set = await loadSamples(folder.path('net.onnx'), inputs, null, options);
    assert.equal(set.source.kind, 'synthetic');
  });
});
