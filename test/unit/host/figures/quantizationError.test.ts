import assert from 'node:assert/strict';
import { quantizationError } from '../../../../src/host/figures/sources/quantizationError';
import { modelFolder, valuesOf } from './folder';

describe('figures of a quantization', () => {
  const folder = modelFolder();
  const layers = [
    { node: 'first', op: 'MatMul', weight: 'w1', action: 'quantized', reason: 'int8', weightSqnrDb: 41.5 },
    { node: 'MatMul_b', op: 'MatMul', weight: 'w2', action: 'quantized', reason: 'int8', weightSqnrDb: 18.25 },
    { node: 'third', op: 'MatMul', weight: 'w3', action: 'kept', reason: 'it was slower', weightSqnrDb: null },
  ];
  const report = (bytes: number, change: object = {}): object => {
    const files = { source: { file: 'net.onnx', bytes }, target: { file: 'net.int8.onnx', bytes: 7 } };
    return { kind: 'quantization', schema: 1, ...files, layers, ...change };
  };

  it('belong to the layers of the source, unnamed ones too; layers that stayed in float have none, and why', async () => {
    const context = await folder.context();
    await folder.write('net.int8.report.json', report(context.bytes));
    const [figures, ...others] = await quantizationError.read(context);
    assert.ok(figures !== undefined && others.length === 0);
    assert.equal(figures.id, 'quantization.weightError');
    assert.deepEqual([figures.unit, figures.hot], ['decibel', 'low']);
    assert.deepEqual(valuesOf(figures), { 'main 0': 41.5, 'main 1': 18.25 });
    assert.deepEqual(figures.notes, ['1 layers stayed in float and have no error: it was slower (1).']);
  });

  it('belong to the result as well, where a layer became an integer product of another name', async () => {
    const context = await folder.context('net.int8.onnx', [], 'first_MatMulInteger');
    const target = { file: 'net.int8.onnx', bytes: context.bytes };
    await folder.write('net.int8.report.json', report(1, { target }));
    const [figures] = await quantizationError.read(context);
    assert.ok(figures !== undefined);
    assert.deepEqual(valuesOf(figures), { 'main 0': 41.5, 'main 1': 18.25 });
  });

  it('of a file that changed since say so, and how many layers are gone', async () => {
    const context = await folder.context();
    const gone = { node: 'gone', op: 'Conv', action: 'quantized', weightSqnrDb: 3 };
    const other = { node: 'third', op: 'Conv', action: 'quantized', weightSqnrDb: 3 };
    await folder.write('net.int8.report.json', report(context.bytes + 1, { layers: [layers[0], gone, other] }));
    const [figures] = await quantizationError.read(context);
    assert.ok(figures !== undefined);
    assert.deepEqual(valuesOf(figures), { 'main 0': 41.5 });
    assert.match(figures.notes[0] ?? '', /changed or replaced since/);
    assert.match(figures.notes[1] ?? '', /^2 of 3 quantized layers .* are not in this file/);
  });

  it('of another model, of another kind or of a file that leads elsewhere are none of this one', async () => {
    const context = await folder.context();
    await folder.write('net.int8.report.json', report(context.bytes, { source: { file: 'other.onnx', bytes: 1 } }));
    await folder.write('net.float.report.json', { ...report(context.bytes), kind: 'simplification' });
    await folder.write('net.far.report.json', report(1, { source: { file: '../net.onnx', bytes: 1 } }));
    await folder.write('network.int8.report.json', report(context.bytes));
    assert.deepEqual(await quantizationError.read(context), []);
  });

  it('that cannot be read are a figure of no node that says why', async () => {
    const context = await folder.context();
    await folder.write('net.int8.report.json', '{"kind": "quantization", ');
    const [figures] = await quantizationError.read(context);
    assert.equal(figures?.value.length, 0);
    assert.match(figures?.notes[0] ?? '', /^net\.int8\.report\.json cannot be read: /);
  });

  it('survive whatever somebody wrote into the report', async () => {
    const context = await folder.context();
    const hostile = [
      null,
      7,
      [],
      { node: 'first', op: 'MatMul', action: 'quantized', weightSqnrDb: '41' },
      { node: { toString: 'first' }, op: 'MatMul', action: 'quantized', weightSqnrDb: 1 },
      { node: '__proto__', op: 'MatMul', action: 'kept', reason: '__proto__' },
      { node: 'third', op: 'MatMul', action: 'quantized', weightSqnrDb: 12 },
      { node: 'third', op: 'MatMul', action: 'quantized', weightSqnrDb: 99 },
    ];
    await folder.write('net.int8.report.json', report(context.bytes, { layers: hostile }));
    const [figures] = await quantizationError.read(context);
    assert.ok(figures !== undefined);
    assert.deepEqual(valuesOf(figures), { 'main 2': 12 });
    await folder.write('net.int8.report.json', report(context.bytes, { layers: 'many' }));
    assert.equal((await quantizationError.read(context))[0]?.value.length, 0);
  });
});
