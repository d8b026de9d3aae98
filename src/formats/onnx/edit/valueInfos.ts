import type { DType } from '../../../model/dtype';
import { dataTypeOf } from '../../../model/elementTypes';
import type { Dimension } from '../../../model/model';
import { onnx } from '../generated/onnx';
import { longOf } from '../integers';

/** The declared tensor type of a value; `shape: null` leaves even the rank open. */
export function valueInfo(name: string, dtype: DType, shape: readonly Dimension[] | null): onnx.ValueInfoProto {
  const tensorType: onnx.TypeProto.Tensor.$Properties = { elemType: dataTypeOf(dtype) };
  if (shape !== null) tensorType.shape = { dim: shape.map(dimension) };
  return onnx.ValueInfoProto.create({ name, type: { tensorType } });
}

function dimension(size: Dimension): onnx.TensorShapeProto.Dimension.$Properties {
  if (size === null) return {};
  return typeof size === 'string' ? { dimParam: size } : { dimValue: longOf(BigInt(size)) };
}
