import assert from 'node:assert/strict';
import { memorySource } from '../../../src/formats/fileSource';
import { onnx } from '../../../src/formats/onnx/generated/onnx';
import { openModel } from '../../../src/formats/registry';
import { graphBuilder, modelBytes, modelProto, weightProto } from '../../fixtures/builders/onnxModel';
import { thrownBy } from '../../fixtures/thrown';

function bytes(...parts: readonly (string | readonly number[])[]): Uint8Array {
  return Buffer.concat(parts.map(part => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))));
}

/** A zip archive as far as recognising one goes: a first member and a central directory that names others. */
function archive(...members: readonly string[]): Uint8Array {
  const local = bytes('PK\x03\x04', Array(26).fill(0), members[0] ?? '', Array(100_000).fill(0));
  return Buffer.concat([
    local,
    ...members.map(member => bytes('PK\x01\x02', Array(42).fill(0), member)),
    bytes('PK\x05\x06'),
  ]);
}

const graph = graphBuilder().input('x', 'float32', [1]).node('Relu', ['x'], ['y']).output('y', 'float32', [1]);

describe('openModel', () => {
  it('opens ONNX whatever the file is called', async () => {
    for (const name of ['net.onnx', 'net.tflite', 'net']) {
      const { format, model } = await openModel(memorySource(modelBytes(graph), name));
      assert.equal(format, 'ONNX');
      assert.equal(model.graph.nodes[0]?.op, 'Relu');
    }
  });

  it('opens ONNX whose producer has an odd name', async () => {
    const bytes = onnx.ModelProto.encode({ ...modelProto(graph), producerName: '\u001b[31mred\n' }).finish();
    const { model } = await openModel(memorySource(bytes, 'net.onnx'));
    assert.equal(model.graph.nodes.length, 1);
  });

  it('opens ONNX whose fields come in another order or without a version', async () => {
    const proto = modelProto(graph);
    const whole = onnx.ModelProto.encode(proto).finish();
    const { graph: inner = null, ...rest } = proto;
    const graphFirst = Buffer.concat([
      onnx.ModelProto.encode({ graph: inner }).finish(),
      onnx.ModelProto.encode(rest).finish(),
    ]);
    assert.equal(graphFirst.length, whole.length);
    for (const encoded of [graphFirst, onnx.ModelProto.encode({ graph: inner }).finish()]) {
      assert.equal((await openModel(memorySource(encoded, 'x'))).model.graph.nodes.length, 1);
    }
  });

  const jsonHeader = '{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}';
  const refused: readonly (readonly [string, Uint8Array, string])[] = [
    ['an empty file', bytes(), 'format.empty'],
    ['a text', bytes('MIT License\n\nCopyright (c) 2020, l\xc3\xa9gal text\r\n'), 'format.text'],
    ['one letter', bytes('x'), 'format.text'],
    ['JSON', bytes('{ "modelTopology": {} }'), 'format.json'],
    ['a web page', bytes('\n<!DOCTYPE html><html>Not found</html>'), 'format.html'],
    ['an OpenVINO description', bytes('<?xml version="1.0"?>\n<net name="m" version="11">'), 'format.openvino'],
    [
      'a Git LFS pointer',
      bytes('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n'),
      'format.gitLfs',
    ],
    ['HDF5', bytes([0x89], 'HDF\r\n\x1a\n', Array(100).fill(0)), 'format.keras'],
    ['TensorFlow Lite', bytes([0x1c, 0, 0, 0], 'TFL3', Array(100).fill(0)), 'format.tflite'],
    ['ORT', bytes([0x1c, 0, 0, 0], 'ORTM', Array(100).fill(0)), 'format.ort'],
    ['ExecuTorch', bytes([0x1c, 0, 0, 0], 'ET12eh00'), 'format.executorch'],
    ['GGUF', bytes('GGUF', [3, 0, 0, 0]), 'format.gguf'],
    ['npy', bytes([0x93], 'NUMPY', [1, 0]), 'format.npy'],
    [
      'PyTorch before 1.6',
      bytes([0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e]),
      'format.pytorchLegacy',
    ],
    ['a pickle', bytes([0x80, 4, 0x95], 'x'), 'format.pickle'],
    ['PyTorch', archive('net/byteorder', 'net/data.pkl'), 'format.pytorch'],
    ['Keras 3', archive('metadata.json', 'config.json', 'model.weights.h5'), 'format.keras'],
    ['npz', archive('arr_0.npy'), 'format.npz'],
    ['another archive', archive('a.txt'), 'format.zip'],
    ['gzip', bytes([0x1f, 0x8b, 8]), 'format.gzip'],
    ['tar', bytes('a', Array(256).fill(0), 'ustar'), 'format.tar'],
    ['safetensors', bytes([jsonHeader.length, 0, 0, 0, 0, 0, 0, 0], jsonHeader, [0, 0, 0, 0]), 'format.safetensors'],
    ['a tensor', onnx.TensorProto.encode(weightProto('x', 'float32', [1], [1])).finish(), 'format.onnxTensor'],
    ['a scalar tensor', onnx.TensorProto.encode(weightProto('', 'int64', [], [1n])).finish(), 'format.onnxTensor'],
    ['a bare graph', onnx.GraphProto.encode(graph.proto).finish(), 'format.onnxGraph'],
    ['a SavedModel', bytes([8, 1, 0x12, 6, 0x0a, 4, 0x12, 2], 'ab'), 'format.savedModel'],
    ['anything else', bytes([0xff, 0xfe, 0, 1, 2, 3]), 'format.unknown'],
    ['zeros', new Uint8Array(1000), 'format.unknown'],
  ];
  for (const [what, content, code] of refused) {
    it(`refuses ${what}, named .onnx or not, with what to do`, async () => {
      const info = await thrownBy(() => openModel(memorySource(content, 'net.onnx')));
      assert.equal(info.code, code);
      assert.equal(info.file, 'net.onnx');
      assert.match(info.message, /^(?:This is|The file is) .*\.$/);
      assert.match(info.next ?? '', /\.$/);
    });
  }

  it('reports where a cut-off model ends instead of not knowing it', async () => {
    const whole = modelBytes(graphBuilder().weight('w', 'float32', [500], new Uint8Array(2000)));
    const info = await thrownBy(() => openModel(memorySource(whole.subarray(0, 1000), 'net.onnx')));
    assert.equal(info.code, 'onnx.truncated');
    assert.match(info.place ?? '', /^byte /);
  });
});
