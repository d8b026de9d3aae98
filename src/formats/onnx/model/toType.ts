import type { DType } from '../../../model/dtype';
import { dtypeOf } from '../../../model/elementTypes';
import type { Dimension, Property, Value, ValueType } from '../../../model/model';
import { unknownElementType } from '../errors';
import type { onnx } from '../generated/onnx';
import { type Int64, safeInteger } from '../integers';

type TypeProto = onnx.TypeProto.$Properties;
type Shape = onnx.TensorShapeProto.$Properties;

/** `null` when the file declares no type. @throws LatheError for element types ONNX 1.23 does not have. */
export function toType(type: TypeProto | null | undefined, place: string): ValueType | null {
  if (type === null || type === undefined) return null;
  if (type.tensorType) {
    const { elemType, shape } = type.tensorType;
    return { kind: 'tensor', dtype: elementType(elemType, place), shape: toShape(shape, place) };
  }
  if (type.sparseTensorType) {
    const { elemType, shape } = type.sparseTensorType;
    return { kind: 'sparse', dtype: elementType(elemType, place), shape: toShape(shape, place) };
  }
  if (type.sequenceType) return { kind: 'sequence', of: toType(type.sequenceType.elemType, place) };
  if (type.optionalType) return { kind: 'optional', of: toType(type.optionalType.elemType, place) };
  if (type.mapType) {
    const { keyType, valueType } = type.mapType;
    return { kind: 'map', key: elementType(keyType, place), of: toType(valueType, place) };
  }
  if (type.opaqueType) {
    const { domain, name } = type.opaqueType;
    return { kind: 'opaque', name: [domain, name].filter(part => part).join('.') };
  }
  return null;
}

export function elementType(code: number | null | undefined, place: string): DType {
  const dtype = dtypeOf(code ?? 0);
  if (dtype === undefined) throw unknownElementType(place, code ?? 0);
  return dtype;
}

function toShape(shape: Shape | null | undefined, place: string): readonly Dimension[] | null {
  if (shape === null || shape === undefined) return null;
  return (shape.dim ?? []).map(dim => {
    if (dim.dimParam) return dim.dimParam;
    return dim.dimValue === null || dim.dimValue === undefined ? null : toDimension(dim.dimValue, place);
  });
}

/** Some exporters write −1 for a size they do not know. */
function toDimension(value: Int64, place: string): number | null {
  const size = safeInteger(value, 'A dimension', place);
  return size < 0 ? null : size;
}

export function toValue(info: onnx.ValueInfoProto.$Properties): Value {
  const name = info.name ?? '';
  return { name, type: toType(info.type, `value "${name}"`), doc: info.docString ?? '' };
}

export function toProperties(
  entries: readonly onnx.StringStringEntryProto.$Properties[] | null | undefined,
): Property[] {
  return (entries ?? []).map(entry => ({ key: entry.key ?? '', value: entry.value ?? '' }));
}
