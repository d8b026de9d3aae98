import { packedBytes } from '../../model/dtype';
import type { Weight } from '../../model/model';
import type { Tensor, TensorData } from '../../model/tensor';
import { isNumericType, numericData } from '../../model/tensorData';
import { onnx } from './generated/onnx';
import { Notes } from './model/notes';
import { toWeight } from './model/toWeight';
import { tensorElsewhere, tensorIncomplete, tensorType, tensorUndecodable } from './readTensorErrors';

/**
 * Reads a file that is one TensorProto, as the inputs of ONNX test data are.
 * @throws LatheError when the bytes are no tensor or not a whole one, or the model cannot be fed its element type.
 */
export function readTensorProto(bytes: Uint8Array): Tensor {
  const weight = toWeight(decode(bytes), 'tensor', new Notes());
  return { dtype: weight.dtype, shape: weight.shape, data: tensorData(weight) };
}

function decode(bytes: Uint8Array): onnx.TensorProto {
  try {
    return onnx.TensorProto.decode(bytes);
  } catch (cause) {
    throw tensorUndecodable(cause);
  }
}

function tensorData({ dtype, elements, payload }: Weight): TensorData {
  if (payload.kind === 'strings' || (payload.kind === 'empty' && dtype === 'string')) {
    const values = payload.kind === 'strings' ? payload.values : [];
    if (values.length !== elements) throw tensorIncomplete(elements, values.length);
    const decoder = new TextDecoder();
    return values.map(value => decoder.decode(value));
  }
  if (!isNumericType(dtype)) throw tensorType(dtype);
  if (payload.kind !== 'inline' && payload.kind !== 'empty') throw tensorElsewhere();
  const stored = payload.kind === 'inline' ? payload.bytes : new Uint8Array();
  if (stored.length !== packedBytes(dtype, elements)) throw tensorIncomplete(elements, stored.length);
  // Copied, because the bytes lie at any offset of the message and typed arrays need alignment.
  return numericData(dtype, Uint8Array.from(stored).buffer);
}
