import assert from 'node:assert/strict';
import { memorySource } from '../../../../src/formats/fileSource';
import { onnx } from '../../../../src/formats/onnx/generated/onnx';
import { longOf } from '../../../../src/formats/onnx/integers';
import { readOnnx } from '../../../../src/formats/onnx/readOnnx';
import { openWeightFiles, readWeightBytes, weightChunks } from '../../../../src/formats/weightReader';
import { DTYPES, type DType, isDType, packedBytes } from '../../../../src/model/dtype';
import { dataTypeOf } from '../../../../src/model/elementTypes';
import { graphBuilder, modelProto, weightProto } from '../../../fixtures/builders/onnxModel';
import { seededRandom } from '../../../fixtures/seededRandom';

const NUMERIC = Object.keys(DTYPES)
  .filter(isDType)
  .filter(name => DTYPES[name].bits > 0);

/** Few enough to stay in the structure, and enough for a payload; odd, so that sub-byte types end inside a byte. */
const COUNTS = [13, 5003];

/** Any bits for whole-byte types, zeros after the last element of the others, and no NaN where numbers carry them. */
function someElements(dtype: DType, count: number): Uint8Array {
  const random = seededRandom(count);
  const bytes = Uint8Array.from({ length: packedBytes(dtype, count) }, () => Math.floor(random() * 256));
  const used = (count * DTYPES[dtype].bits) % 8;
  const last = bytes.length - 1;
  if (used > 0) bytes[last] = (bytes[last] ?? 0) & ((1 << used) - 1);
  if (dtype === 'bool') return bytes.map(byte => byte & 1);
  const width = { float32: 4, complex64: 4, float64: 8, complex128: 8 }[String(dtype)] ?? 0;
  for (let at = width - 1; width > 0 && at < bytes.length; at += width) bytes[at] = (bytes[at] ?? 0) & 0xbf;
  return bytes;
}

/** The tensor with its values in the typed field that the comments of onnx.proto name for its type. */
function typedTensor(dtype: DType, count: number, bytes: Uint8Array): onnx.TensorProto {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const values = <T>(width: number, get: (at: number) => T): T[] =>
    Array.from({ length: bytes.length / width }, (_, index) => get(index * width));
  const tensor = onnx.TensorProto.create({ name: 'w', dataType: dataTypeOf(dtype), dims: [longOf(BigInt(count))] });
  switch (dtype) {
    case 'float32':
    case 'complex64':
      tensor.floatData = values(4, at => view.getFloat32(at, true));
      break;
    case 'float64':
    case 'complex128':
      tensor.doubleData = values(8, at => view.getFloat64(at, true));
      break;
    case 'int64':
      tensor.int64Data = values(8, at => longOf(view.getBigInt64(at, true)));
      break;
    case 'uint64':
      tensor.uint64Data = values(8, at => longOf(view.getBigUint64(at, true)));
      break;
    case 'uint32':
      tensor.uint64Data = values(4, at => longOf(BigInt(view.getUint32(at, true))));
      break;
    case 'int32':
      tensor.int32Data = values(4, at => view.getInt32(at, true));
      break;
    case 'int16':
      tensor.int32Data = values(2, at => view.getInt16(at, true));
      break;
    case 'uint16':
    case 'float16':
    case 'bfloat16':
      tensor.int32Data = values(2, at => view.getUint16(at, true));
      break;
    case 'int8':
      tensor.int32Data = values(1, at => view.getInt8(at));
      break;
    case 'float6e2m3':
    case 'float6e3m2':
      tensor.int32Data = Array.from({ length: count }, (_, index) => sixBits(bytes, index));
      break;
    default:
      tensor.int32Data = values(1, at => view.getUint8(at));
  }
  return tensor;
}

/** Code `index` of a stream of 6-bit codes, low bits first. */
function sixBits(bytes: Uint8Array, index: number): number {
  const stream = [...bytes.subarray(Math.floor((index * 6) / 8), Math.floor((index * 6) / 8) + 2)];
  return (((stream[0] ?? 0) | ((stream[1] ?? 0) << 8)) >> ((index * 6) % 8)) & 0x3f;
}

async function open(tensor: onnx.TensorProto) {
  const graph = graphBuilder();
  graph.proto.initializer.push(tensor);
  const source = memorySource(onnx.ModelProto.encode(modelProto(graph)).finish(), 'test.onnx');
  const { model } = await readOnnx(source);
  const weight = model.graph.initializers.get('w');
  assert.ok(weight);
  assert.deepEqual(model.notes, []);
  return { weight, files: openWeightFiles('/nowhere/test.onnx', source) };
}

describe('element types', () => {
  for (const dtype of NUMERIC) {
    for (const count of COUNTS) {
      const bytes = someElements(dtype, count);
      const large = bytes.length > 1024;

      it(`reads ${count} ${dtype} from raw data`, async () => {
        const { weight, files } = await open(weightProto('w', dtype, [count], bytes));
        assert.equal(weight.dtype, dtype);
        assert.equal(weight.bytes, bytes.length);
        assert.equal(weight.payload.kind, large ? 'range' : 'inline');
        assert.deepEqual(Buffer.from(await readWeightBytes(weight, files)), Buffer.from(bytes));
      });

      it(`reads ${count} ${dtype} from typed fields`, async () => {
        const { weight, files } = await open(typedTensor(dtype, count, bytes));
        assert.equal(weight.dtype, dtype);
        assert.equal(weight.payload.kind, count > 1024 ? 'typed' : 'inline');
        assert.deepEqual(Buffer.from(await readWeightBytes(weight, files)), Buffer.from(bytes));
        const chunks: Buffer[] = [];
        for await (const chunk of weightChunks(weight, files, 100)) chunks.push(Buffer.from(chunk));
        assert.ok(chunks.every(chunk => chunk.length <= 100));
        assert.deepEqual(Buffer.concat(chunks), Buffer.from(bytes));
      });
    }

    it(`reads a part of ${dtype} elements as if they stood alone`, async () => {
      const count = 5003;
      const bits = DTYPES[dtype].bits;
      const bytes = someElements(dtype, count);
      const all = [...bytes]
        .map(byte => byte.toString(2).padStart(8, '0'))
        .toReversed()
        .join('');
      const bitsOf = (first: number, number: number): string =>
        all.slice(all.length - (first + number) * bits, all.length - first * bits);
      for (const tensor of [weightProto('w', dtype, [count], bytes), typedTensor(dtype, count, bytes)]) {
        const { weight, files } = await open(tensor);
        for (const [first, number] of [
          [0, 1],
          [1, 7],
          [2499, 12],
          [5002, 1],
          [5003, 0],
        ] as const) {
          const part = await readWeightBytes(weight, files, first, number);
          assert.equal(part.length, packedBytes(dtype, number));
          const found = [...part]
            .map(byte => byte.toString(2).padStart(8, '0'))
            .toReversed()
            .join('');
          assert.equal(found.slice(found.length - number * bits), bitsOf(first, number));
        }
      }
    });
  }

  it('reads strings', async () => {
    const tensor = onnx.TensorProto.create({
      name: 'w',
      dataType: dataTypeOf('string'),
      dims: [longOf(2n)],
      stringData: [Buffer.from('é'), Buffer.from('')],
    });
    const { weight } = await open(tensor);
    assert.ok(weight.payload.kind === 'strings');
    assert.deepEqual(
      weight.payload.values.map(value => Buffer.from(value).toString()),
      ['é', ''],
    );
    assert.equal(weight.bytes, 2);
  });

  it('accepts numbers that are not packed', async () => {
    const tensor = typedTensor('int32', 5003, someElements('int32', 5003));
    const wanted = Buffer.from(someElements('int32', 5003));
    const numbers = tensor.int32Data;
    tensor.int32Data = [];
    const encoded = onnx.TensorProto.encode(tensor);
    for (const number of numbers) encoded.uint32(5 * 8).int32(number);
    const graph = modelProto(graphBuilder());
    const model = onnx.ModelProto.encode(graph);
    const inner = encoded.finish();
    model
      .uint32(7 * 8 + 2)
      .fork()
      .uint32(5 * 8 + 2)
      .bytes(inner)
      .ldelim();
    const source = memorySource(model.finish(), 'unpacked.onnx');
    const weight = (await readOnnx(source)).model.graph.initializers.get('w');
    assert.ok(weight);
    assert.deepEqual(Buffer.from(await readWeightBytes(weight, openWeightFiles('/nowhere', source))), wanted);
  });
});
