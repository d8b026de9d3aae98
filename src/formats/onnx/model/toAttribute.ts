import type { AttributeValue, Weight } from '../../../model/model';
import { ambiguousValues } from '../errors';
import { onnx } from '../generated/onnx';
import { bigintOf, safeInteger } from '../integers';
import type { Notes } from './notes';
import { toType } from './toType';
import { toSparseWeight, toWeight } from './toWeight';

type AttributeProto = onnx.AttributeProto.$Properties;
type Kind = onnx.AttributeProto.AttributeType;

const KIND = onnx.AttributeProto.AttributeType;

/** Kinds whose value is a graph; `toGraph` converts those itself because it takes time. */
export function isGraphKind(kind: Kind): boolean {
  return kind === KIND.GRAPH || kind === KIND.GRAPHS;
}

/** The declared kind, or, in files older than the declaration, the kind of whatever is stored. */
export function kindOf(attribute: AttributeProto): Kind {
  if (attribute.type) return attribute.type;
  const has = (name: keyof AttributeProto): boolean => Object.hasOwn(attribute, name);
  if (has('f')) return KIND.FLOAT;
  if (has('i')) return KIND.INT;
  if (has('s') || attribute.payloads?.length) return KIND.STRING;
  if (has('t')) return KIND.TENSOR;
  if (has('g')) return KIND.GRAPH;
  if (has('sparseTensor')) return KIND.SPARSE_TENSOR;
  if (has('tp')) return KIND.TYPE_PROTO;
  if (attribute.floats?.length) return KIND.FLOATS;
  if (attribute.strings?.length) return KIND.STRINGS;
  if (attribute.tensors?.length) return KIND.TENSORS;
  if (attribute.graphs?.length) return KIND.GRAPHS;
  if (attribute.sparseTensors?.length) return KIND.SPARSE_TENSORS;
  if (attribute.typeProtos?.length) return KIND.TYPE_PROTOS;
  return KIND.INTS;
}

/** The value of an attribute that is not a graph. `owner` names the node in messages. */
export function toAttributeValue(attribute: AttributeProto, owner: string, notes: Notes): AttributeValue {
  if (attribute.refAttrName) return { kind: 'reference', value: attribute.refAttrName };
  const place = `attribute "${attribute.name ?? ''}" of ${owner}`;
  switch (kindOf(attribute)) {
    case KIND.FLOAT:
      return { kind: 'float', value: attribute.f ?? 0 };
    case KIND.INT:
      return { kind: 'int', value: bigintOf(attribute.i ?? 0) };
    case KIND.STRING:
      return textValue(attribute, place, notes);
    case KIND.TENSOR:
      return { kind: 'tensor', value: toWeight(attribute.t ?? {}, place, notes) };
    case KIND.SPARSE_TENSOR:
      return { kind: 'tensor', value: toSparseWeight(attribute.sparseTensor ?? {}, place, notes) };
    case KIND.TYPE_PROTO:
      return { kind: 'type', value: toType(attribute.tp, place) };
    case KIND.FLOATS:
      return { kind: 'floats', value: attribute.floats ?? [] };
    case KIND.STRINGS:
      return { kind: 'strings', value: attribute.strings ?? [] };
    case KIND.TENSORS:
      return { kind: 'tensors', value: (attribute.tensors ?? []).map(tensor => toWeight(tensor, place, notes)) };
    case KIND.SPARSE_TENSORS:
      return {
        kind: 'tensors',
        value: (attribute.sparseTensors ?? []).map(tensor => toSparseWeight(tensor, place, notes)),
      };
    case KIND.TYPE_PROTOS:
      return { kind: 'types', value: (attribute.typeProtos ?? []).map(type => toType(type, place)) };
    default:
      return { kind: 'ints', value: (attribute.ints ?? []).map(bigintOf) };
  }
}

/** A text too long for the structure is an embedded file; it becomes a tensor of bytes that is read on demand. */
function textValue(attribute: AttributeProto, place: string, notes: Notes): AttributeValue {
  const [entry, another] = attribute.payloads ?? [];
  if (entry === undefined) return { kind: 'string', value: attribute.s ?? new Uint8Array(0) };
  if (another !== undefined || attribute.s?.length) throw ambiguousValues(place);
  const offset = safeInteger(entry.offset, 'An offset', place);
  const length = safeInteger(entry.length, 'A length', place);
  notes.add('Embedded files', `The ${place} holds ${length} bytes of text, shown as a tensor of bytes.`);
  const value: Weight = {
    name: '',
    dtype: 'uint8',
    shape: [length],
    elements: length,
    bytes: length,
    payload: { kind: 'range', offset, length },
    sparse: null,
    doc: '',
  };
  return { kind: 'tensor', value };
}
