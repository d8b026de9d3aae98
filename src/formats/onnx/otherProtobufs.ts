import type { ByteSource } from '../byteSource';
import type { OtherFormat } from '../recognition/otherFormat';
import { isFieldOf, type TopField, topFields } from './topLevel';

/** Files in ONNX's own encoding, or TensorFlow's, that are not models. They have no signature: look after ONNX itself. */
export const OTHER_PROTOBUFS: readonly OtherFormat[] = [
  {
    code: 'onnxTensor',
    what: 'a single ONNX tensor, as in the test_data_set folders beside a model',
    next: 'Open the model; quantization and benchmarks find its test data by themselves.',
    match: async (_head, source) => {
      const fields = await whole(source);
      const type = fields.find(field => field.field === 2);
      return type !== undefined && type.value >= 1 && type.value <= 28 && allOf('TensorProto', fields);
    },
  },
  {
    code: 'onnxGraph',
    what: 'a bare ONNX graph without the model around it',
    next: 'Wrap it with onnx.helper.make_model, which adds the operator set, and open the result.',
    match: async (_head, source) => {
      const fields = await whole(source);
      const node = fields.find(field => field.field === 1);
      if (node === undefined || !allOf('GraphProto', fields)) return false;
      const parts = await topFields(source, { from: node.from, to: Math.min(source.size, node.from + node.length) });
      return parts.some(part => part.field === 4) && allOf('NodeProto', parts);
    },
  },
  {
    code: 'savedModel',
    what: 'a TensorFlow SavedModel',
    next: 'Convert its folder with tf2onnx (python -m tf2onnx.convert --saved-model) and open the .onnx file.',
    match: async (_head, source) => {
      const [version, graph] = await whole(source);
      return version?.field === 1 && version.value === 1 && graph?.field === 2 && (await isMetaGraph(source, graph));
    },
  },
];

async function whole(source: ByteSource): Promise<readonly TopField[]> {
  return topFields(source, { from: 0, to: source.size });
}

function allOf(message: string, fields: readonly TopField[]): boolean {
  return fields.length > 0 && fields.every(field => isFieldOf(message, field));
}

/** MetaGraphDef begins with its MetaInfoDef, a message. */
async function isMetaGraph(source: ByteSource, { from, length, wire }: TopField): Promise<boolean> {
  if (wire !== 2 || length < 2 || from + 2 > source.size) return false;
  const [first] = await topFields(source, { from, to: Math.min(source.size, from + length) });
  return first?.field === 1 && first.wire === 2;
}
