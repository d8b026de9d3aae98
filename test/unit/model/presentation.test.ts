import assert from 'node:assert/strict';
import { inferTypes } from '../../../src/analysis/shapes/inferTypes';
import { memorySource } from '../../../src/formats/fileSource';
import { readOnnx } from '../../../src/formats/onnx/readOnnx';
import type { DType } from '../../../src/model/dtype';
import { packedBytes } from '../../../src/model/dtype';
import type { Payload, ValueType, Weight } from '../../../src/model/model';
import { overview } from '../../../src/model/overview';
import { printValueType } from '../../../src/model/printType';
import { tensorPreview } from '../../../src/model/tensorPreview';
import { graphBuilder, modelBytes } from '../../fixtures/builders/onnxModel';

const bytesOf = (data: ArrayBufferView): Uint8Array => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

function weight(dtype: DType, elements: number, payload: Payload = { kind: 'empty' }): Weight {
  return {
    name: 'w',
    dtype,
    shape: [elements],
    elements,
    bytes: packedBytes(dtype, elements),
    payload,
    sparse: null,
    doc: '',
  };
}

describe('printValueType', () => {
  it('prints every kind of type', () => {
    const tensor: ValueType = { kind: 'tensor', dtype: 'float32', shape: ['N', 3, null] };
    const printed = (
      [
        tensor,
        { kind: 'tensor', dtype: 'int64', shape: [] },
        { kind: 'tensor', dtype: 'int64', shape: null },
        { kind: 'sparse', dtype: 'float32', shape: [9] },
        { kind: 'sequence', of: tensor },
        { kind: 'optional', of: null },
        { kind: 'map', key: 'string', of: tensor },
        { kind: 'opaque', name: 'Thing' },
        null,
      ] satisfies (ValueType | null)[]
    ).map(printValueType);
    assert.deepEqual(printed, [
      'float32[N,3,?]',
      'int64[]',
      'int64[…]',
      'sparse float32[9]',
      'sequence<float32[N,3,?]>',
      'optional<?>',
      'map<string, float32[N,3,?]>',
      'Thing',
      '?',
    ]);
  });
});

describe('overview', () => {
  it('tells what the model is, and which sizes it leaves open', async () => {
    const graph = graphBuilder('net')
      .input('x', 'float32', ['N', 2])
      .input('w', 'float32', [2, 3])
      .weight('w', 'float32', [2, 3], [1, 2, 3, 4, 5, 6])
      .node('MatMul', ['x', 'w'], ['h'])
      .node('Relu', ['h'], ['y'])
      .output('y', 'float32', null);
    const { model } = await readOnnx(memorySource(modelBytes(graph), 'model.onnx'));
    const types = inferTypes(model);
    const page = overview(model, { file: 'net.onnx', canRun: false, cannotRunReason: 'Not trusted.', types });
    assert.deepEqual(
      [page.file, page.format, page.producer, page.parameters, page.weights, page.externalBytes, page.cannotRunReason],
      ['net.onnx', 'ONNX', 'model-lathe-tests', 6, 1, 0, 'Not trusted.'],
    );
    assert.deepEqual(page.inputs, [{ name: 'x', type: 'float32[N,2]', doc: '' }]);
    assert.deepEqual(page.outputs, [{ name: 'y', type: 'float32[N,3]', doc: '' }]);
    assert.deepEqual(page.graphs, [{ id: 'main', title: 'net', nodes: 2, parent: null }]);
    const openSizes = [{ name: 'N', size: 8 }];
    const sized = { file: 'net.onnx', canRun: true, cannotRunReason: '', openSizes };
    const bound = overview(model, { ...sized, types: inferTypes(model, { dimensions: new Map([['N', 8]]) }) });
    assert.deepEqual([page.openSizes, bound.openSizes], [[], openSizes]);
    assert.deepEqual([bound.inputs[0]?.type, bound.outputs[0]?.type], ['float32[8,2]', 'float32[8,3]']);
  });
});

describe('tensorPreview', () => {
  it('prints numbers as short as they are exact', () => {
    const floats = bytesOf(Float32Array.of(0.1, -2, 3e-12, Number.NaN, Number.POSITIVE_INFINITY, 16777216));
    assert.deepEqual(tensorPreview(weight('float32', 6), 0, 9, floats), {
      type: 'float32[6]',
      values: ['0.1', '-2', '3e-12', 'NaN', 'Infinity', '16777216'],
      start: 0,
      elements: 6,
    });
    assert.deepEqual(tensorPreview(weight('int64', 1), 0, 1, bytesOf(BigInt64Array.of(-(2n ** 63n)))).values, [
      String(-(2n ** 63n)),
    ]);
    assert.deepEqual(tensorPreview(weight('int4', 4), 0, 4, Uint8Array.of(0xf1, 0x87)).values, ['1', '-1', '7', '-8']);
    assert.deepEqual(tensorPreview(weight('bool', 2), 0, 2, Uint8Array.of(0, 1)).values, ['false', 'true']);
    const complex = bytesOf(Float32Array.of(1, -0.5, 0, 2));
    assert.deepEqual(tensorPreview(weight('complex64', 2), 0, 2, complex).values, ['1-0.5i', '0+2i']);
  });

  it('shows a part and never more than there is', () => {
    const part = tensorPreview(weight('uint8', 10), 8, 100, Uint8Array.of(8, 9));
    assert.deepEqual([part.values, part.start, part.elements], [['8', '9'], 8, 10]);
    assert.deepEqual(tensorPreview(weight('uint8', 10), 20, 5, new Uint8Array(0)).values, []);
  });

  it('prints text from the model itself', () => {
    const payload: Payload = { kind: 'strings', values: ['a', 'b', 'c'].map(text => Buffer.from(text)) };
    assert.deepEqual(tensorPreview(weight('string', 3, payload), 1, 5, new Uint8Array(0)).values, ['b', 'c']);
  });
});
