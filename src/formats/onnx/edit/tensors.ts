import { type DType, packedBytes } from '../../../model/dtype';
import { dataTypeOf } from '../../../model/elementTypes';
import { internal } from '../../../shared/errors';
import { onnx } from '../generated/onnx';
import { longOf, safeInteger } from '../integers';

/**
 * A tensor with its values as little-endian packed elements: in memory, or as an entry of a `PayloadTable`.
 * @throws LatheError `internal` when the amount of data does not fit type and shape.
 */
export function tensor(
  name: string,
  dtype: DType,
  shape: readonly number[],
  values: Uint8Array | onnx.Payload.$Properties,
): onnx.TensorProto {
  const wanted = packedBytes(
    dtype,
    shape.reduce((product, size) => product * size, 1),
  );
  const length = values instanceof Uint8Array ? values.length : safeInteger(values.length, 'A length', name);
  if (length !== wanted)
    throw internal(`Tensor "${name}" was given ${length} bytes; its type and shape take ${wanted}.`);
  return onnx.TensorProto.create({
    name,
    dataType: dataTypeOf(dtype),
    dims: shape.map(size => longOf(BigInt(size))),
    ...(values instanceof Uint8Array ? { rawData: values } : { payloads: [values] }),
  });
}
