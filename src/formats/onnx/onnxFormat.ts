import type { ByteSource } from '../byteSource';
import type { Format } from '../format';
import { readOnnx } from './readOnnx';
import { isFieldOf, type TopField, topFields } from './topLevel';
import { WIRE } from './wire';

const FIELD = { irVersion: 1, producerName: 2, graph: 7 } as const;

/** ONNX: protobuf without a signature, so it is recognised by the fields it begins with. */
export const onnxFormat: Format = {
  name: 'ONNX',
  match: (_head, source) => looksLikeModel(source),
  open: async source => (await readOnnx(source)).model,
};

async function looksLikeModel(source: ByteSource): Promise<boolean> {
  const fields = await topFields(source, { from: 0, to: source.size });
  if (fields.some(field => FIELDS_THAT_COLLIDE.has(field.field) && !isFieldOf('ModelProto', field))) return false;
  const graph = fields.find(field => field.field === FIELD.graph);
  if (graph !== undefined) return looksLikeGraph(source, graph);
  const producer = fields.find(field => field.field === FIELD.producerName);
  if (producer !== undefined && !(await isName(source, producer))) return false;
  const [first, second] = fields;
  // A file cut off before its graph.
  return first?.field === FIELD.irVersion && second !== undefined && fields.every(isModelField);
}

/** The fields a model cannot do without being one; later versions may add others. */
const FIELDS_THAT_COLLIDE: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 7, 8]);

function isModelField(field: TopField): boolean {
  return isFieldOf('ModelProto', field);
}

/** TensorFlow's SavedModel and Core ML have a message where ONNX has the producer's name. */
async function isName(source: ByteSource, { from, length }: TopField): Promise<boolean> {
  const end = Math.min(from + length, from + 256, source.size);
  const bytes = await source.read(from, Math.max(0, end - from));
  return bytes.every(byte => byte >= 0x20);
}

async function looksLikeGraph(source: ByteSource, graph: TopField): Promise<boolean> {
  if (graph.wire !== WIRE.bytes) return false;
  const fields = await topFields(source, { from: graph.from, to: Math.min(source.size, graph.from + graph.length) });
  const [first] = fields;
  return first === undefined || isFieldOf('GraphProto', first);
}
