import assert from 'node:assert/strict';
import { memorySource } from '../../../../src/formats/fileSource';
import { attribute, findAttribute, setAttribute } from '../../../../src/formats/onnx/edit/attributes';
import { node } from '../../../../src/formats/onnx/edit/nodes';
import { tensor } from '../../../../src/formats/onnx/edit/tensors';
import { valueInfo } from '../../../../src/formats/onnx/edit/valueInfos';
import { onnx } from '../../../../src/formats/onnx/generated/onnx';
import { bigintOf, longOf, safeInteger } from '../../../../src/formats/onnx/integers';
import { PayloadTable } from '../../../../src/formats/onnx/payloadTable';
import { createRuntime } from '../../../../src/worker/runtime';
import { thrownBy } from '../../../fixtures/thrown';

describe('building parts of a model', () => {
  it('makes models that the runtime runs, with every kind of attribute', async () => {
    const graph = onnx.GraphProto.create({
      name: 'g',
      node: [
        node('Constant', [], ['c'], {
          value: tensor('', 'float32', [2], new Uint8Array(Float32Array.of(1, 2).buffer)),
        }),
        node('Constant', [], ['axes'], { value_ints: [0n] }),
        node('Constant', [], ['scale'], { value_floats: [0.5] }),
        node('LeakyRelu', ['x'], ['a'], { alpha: 0.1 }, { name: 'leaky', doc: 'a slope' }),
        node('Mul', ['a', 'scale'], ['m']),
        node('Add', ['m', 'c'], ['s']),
        node('Unsqueeze', ['s', 'axes'], ['u']),
        node('Concat', ['u', 'u'], ['y'], { axis: -1n }),
      ],
      input: [valueInfo('x', 'float32', [2])],
      output: [valueInfo('y', 'float32', [1, 'twice'])],
    });
    const model = onnx.ModelProto.create({ irVersion: longOf(8n), graph, opsetImport: [{ version: longOf(17n) }] });
    const session = await (await createRuntime()).open(onnx.ModelProto.encode(model).finish());
    const x = { dtype: 'float32', shape: [2], data: Float32Array.of(-10, 4) } as const;
    const y = (await session.run(new Map([['x', x]]))).get('y');
    await session.release();
    assert.deepEqual(y?.shape, [1, 4]);
    assert.deepEqual(y.data, Float32Array.of(0.5, 4, 0.5, 4));
  });

  it('finds, replaces and adds attributes', () => {
    const conv = node('Conv', ['x', 'w'], ['y'], { group: 2n, pads: [1n, 1n] });
    setAttribute(conv, 'group', 4n);
    setAttribute(conv, 'auto_pad', 'SAME_UPPER');
    assert.equal(conv.attribute?.length, 3);
    assert.equal(bigintOf(findAttribute(conv, 'group')?.i ?? 0), 4n);
    assert.equal(Buffer.from(findAttribute(conv, 'auto_pad')?.s ?? []).toString(), 'SAME_UPPER');
    assert.equal(findAttribute(conv, 'strides'), undefined);
  });

  it('tells floats from integers', () => {
    const KIND = onnx.AttributeProto.AttributeType;
    assert.equal(attribute('a', 1).type, KIND.FLOAT);
    assert.equal(attribute('a', 1n).type, KIND.INT);
    assert.equal(attribute('a', [1]).type, KIND.FLOATS);
    assert.equal(attribute('a', [1n]).type, KIND.INTS);
    assert.equal(attribute('a', ['x']).type, KIND.STRINGS);
    assert.equal(attribute('a', []).type, KIND.INTS);
  });

  it('does not let a tensor and its data disagree', async () => {
    assert.equal((await thrownBy(() => tensor('w', 'float32', [3], new Uint8Array(11)))).kind, 'internal');
    const payloads = new PayloadTable(memorySource(new Uint8Array(0), 'none'));
    const payload = payloads.add(6, async () => new Uint8Array(6));
    assert.equal((await thrownBy(() => tensor('w', 'int4', [3, 5], payload))).kind, 'internal');
    assert.equal(tensor('w', 'int4', [3, 4], payload).payloads?.length, 1);
  });
});

describe('64-bit numbers', () => {
  it('keep every bit', () => {
    for (const value of [0n, 1n, -1n, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n), 0xffff_ffffn, -0x1_0000_0001n]) {
      assert.equal(bigintOf(longOf(value)), value);
    }
    assert.equal(bigintOf({ low: -1, high: -1, unsigned: true }), 2n ** 64n - 1n);
  });

  it('are numbers only where that is exact', async () => {
    assert.equal(safeInteger(longOf(-(2n ** 53n) + 1n), 'A size', 'here'), Number.MIN_SAFE_INTEGER);
    assert.equal(safeInteger(7, 'A size', 'here'), 7);
    for (const value of [2n ** 53n, -(2n ** 53n), 2n ** 63n - 1n]) {
      const info = await thrownBy(() => safeInteger(longOf(value), 'A size', 'here'));
      assert.equal(info.code, 'onnx.unsafeInteger');
      assert.ok(info.message.includes(String(value)));
    }
  });
});
