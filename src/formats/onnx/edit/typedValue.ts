import { dataTypeOf } from '../../../model/elementTypes';
import type { ValueType } from '../../../model/model';
import { onnx } from '../generated/onnx';

/** Deeper types do not occur: sequences of maps, optional sequences. */
const DEEPEST = 8;

/** A value with its type; of tensors the element type alone, their rank left open. `null` for types that cannot be declared. */
export function typedValue(name: string, type: ValueType): onnx.ValueInfoProto | null {
  const proto = typeProto(type, DEEPEST);
  return proto === null ? null : onnx.ValueInfoProto.create({ name, type: proto });
}

function typeProto(type: ValueType | null, depth: number): onnx.TypeProto.$Properties | null {
  if (type === null || depth === 0) return null;
  if (type.kind === 'tensor') return { tensorType: { elemType: dataTypeOf(type.dtype) } };
  if (type.kind === 'sparse') return { sparseTensorType: { elemType: dataTypeOf(type.dtype) } };
  if (type.kind === 'opaque') return null;
  const inner = typeProto(type.of, depth - 1);
  if (inner === null) return null;
  if (type.kind === 'map') return { mapType: { keyType: dataTypeOf(type.key), valueType: inner } };
  return type.kind === 'sequence' ? { sequenceType: { elemType: inner } } : { optionalType: { elemType: inner } };
}
