import { typedValue } from '../../formats/onnx/edit/typedValue';
import { valueInfo } from '../../formats/onnx/edit/valueInfos';
import type { Model, ValueType } from '../../model/model';
import { type ModelTypes, typeOfValue } from '../../model/valueTypes';
import type { ValueInfoProto } from '../graph/protos';
import { unknownType } from './errors';
import type { GraphPlace } from './graphPlace';

/** An input or output of a part with its type. */
export interface PartEnd {
  readonly name: string;
  readonly type: ValueType;
  readonly proto: ValueInfoProto;
}

/**
 * Declares an input or output of a part: as the graph declares it when it is its own, else by what is known of the value.
 * @throws LatheError `extract.unknownType` when not even the element type is known.
 */
export function partEnd(
  model: Model,
  place: GraphPlace,
  types: ModelTypes,
  name: string,
  end: 'input' | 'output',
  file: string,
): PartEnd {
  const { graph, proto } = place.own;
  const type = typeOfValue(model, types, graph.id, name);
  if (type === null) throw unknownType(file, name, end);
  const declared = end === 'input' ? proto.input?.find(each => each.name === name) : undefined;
  if (declared?.type && isTyped(graph.inputs.find(each => each.name === name)?.type ?? null)) {
    return { name, type, proto: declared };
  }
  const made = declaration(name, type);
  if (made === null) throw unknownType(file, name, end);
  return { name, type, proto: made };
}

function declaration(name: string, type: ValueType): ValueInfoProto | null {
  if (!isTyped(type)) return null;
  return type.kind === 'tensor' ? valueInfo(name, type.dtype, type.shape) : typedValue(name, type);
}

function isTyped(type: ValueType | null): boolean {
  if (type === null) return false;
  return (type.kind !== 'tensor' && type.kind !== 'sparse') || type.dtype !== 'undefined';
}
