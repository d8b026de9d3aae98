import { tensor } from '../../formats/onnx/edit/tensors';
import { onnx } from '../../formats/onnx/generated/onnx';
import type { PayloadTable } from '../../formats/onnx/payloadTable';
import { byteChunks, byteLength, type Constant } from './constants';
import type { TensorProto } from './protos';

/**
 * A constant as an initializer. One that the source file holds stays as it is; external data is brought in, so that the result
 * does not need the source's files.
 */
export function writtenConstant(constant: Constant, payloads: PayloadTable): TensorProto {
  const { stored } = constant;
  if (stored !== null && stored.dataLocation !== onnx.TensorProto.DataLocation.EXTERNAL) return stored;
  const payload = payloads.add(byteLength(constant), () => byteChunks(constant));
  return tensor(constant.name, constant.dtype, constant.shape, payload);
}
