import { packedBytes } from '../../../model/dtype';
import { MIN_EXTERNAL_BYTES, WRITE_CHUNK } from '../../limits';
import { type WeightFiles, weightChunks } from '../../weightReader';
import { onnx } from '../generated/onnx';
import { safeInteger } from '../integers';
import { Notes } from '../model/notes';
import { toWeight } from '../model/toWeight';
import { TENSOR_FIELD } from '../payloadFields';
import type { PayloadTable } from '../payloadTable';
import type { TensorRewrite } from './expand';
import type { ExternalData } from './externalData';
import { type LazyBytes, Section } from './section';

/** Where the values of tensors go when they do not stay where they are. */
export interface Moves {
  readonly payloads: PayloadTable;
  readonly files: WeightFiles;
  /** Bring values of other files into the target. */
  readonly copyExternal: boolean;
  /** Put the values of initializers here; `null` leaves them in the model. Runtimes do not look for others outside. */
  readonly external: ExternalData | null;
}

/** A rewrite that moves values, or `null` when there is nothing to move. */
export function movingTensors(moves: Moves): TensorRewrite | null {
  if (!moves.copyExternal && moves.external === null) return null;
  return (tensor, initializer) => {
    const outside = tensor.dataLocation === onnx.TensorProto.DataLocation.EXTERNAL;
    const external = initializer ? moves.external : null;
    if (outside ? !moves.copyExternal : external === null || tensor.payloads.length === 0) return null;
    const values = valuesOf(tensor, moves);
    if (!outside && values.length < MIN_EXTERNAL_BYTES) return null;
    tensor.payloads = [];
    tensor.externalData = [];
    tensor.dataLocation = onnx.TensorProto.DataLocation.DEFAULT;
    const section = new Section();
    if (external !== null && values.length >= MIN_EXTERNAL_BYTES) {
      external.take(tensor, values);
      section.add(onnx.TensorProto.encode(tensor).finish());
    } else {
      section.add(onnx.TensorProto.encode(tensor).finish());
      section.addField(TENSOR_FIELD.raw, values);
    }
    return section;
  };
}

/** The values as little-endian packed elements, whichever way the tensor stores them. */
function valuesOf(tensor: onnx.TensorProto, { payloads, files }: Moves): LazyBytes {
  const [entry] = tensor.payloads;
  if (entry?.field === TENSOR_FIELD.raw) {
    const length = safeInteger(entry.length, 'A length', 'payload');
    const offset = safeInteger(entry.offset, 'An offset', 'payload');
    return { length, read: () => payloads.read({ field: entry.field, source: entry.source ?? 0, offset, length }) };
  }
  const weight = toWeight(tensor, 'unnamed tensor', new Notes());
  return { length: packedBytes(weight.dtype, weight.elements), read: () => weightChunks(weight, files, WRITE_CHUNK) };
}
