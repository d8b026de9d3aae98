import { findAttribute } from '../../formats/onnx/edit/attributes';
import { bigintOf, safeInteger } from '../../formats/onnx/integers';
import type { AttributeProto, NodeProto, TensorProto } from './protos';

export function intOf<D>(node: NodeProto, name: string, fallback: D): number | D {
  const attribute = findAttribute(node, name);
  return attribute === undefined ? fallback : safeInteger(attribute.i ?? 0, `Attribute ${name}`, nodePlace(node));
}

export function intsOf<D>(node: NodeProto, name: string, fallback: D): number[] | D {
  const attribute = findAttribute(node, name);
  if (attribute === undefined) return fallback;
  return (attribute.ints ?? []).map(value => safeInteger(value, `Attribute ${name}`, nodePlace(node)));
}

/** Integers of any size, such as the largest one, which stands for the end of an axis. */
export function bigintsOf<D>(node: NodeProto, name: string, fallback: D): bigint[] | D {
  const attribute = findAttribute(node, name);
  return attribute === undefined ? fallback : (attribute.ints ?? []).map(bigintOf);
}

export function floatOf<D>(node: NodeProto, name: string, fallback: D): number | D {
  const attribute = findAttribute(node, name);
  return attribute === undefined ? fallback : (attribute.f ?? 0);
}

export function floatsOf<D>(node: NodeProto, name: string, fallback: D): number[] | D {
  const attribute = findAttribute(node, name);
  return attribute === undefined ? fallback : [...(attribute.floats ?? [])];
}

export function textOf<D>(node: NodeProto, name: string, fallback: D): string | D {
  const bytes = findAttribute(node, name)?.s;
  return bytes === undefined || bytes === null ? fallback : new TextDecoder().decode(bytes);
}

export function tensorOf(node: NodeProto, name: string): TensorProto | null {
  return findAttribute(node, name)?.t ?? null;
}

export function withoutAttributes(node: NodeProto, ...names: readonly string[]): AttributeProto[] {
  return (node.attribute ?? []).filter(attribute => !names.includes(attribute.name ?? ''));
}

function nodePlace(node: NodeProto): string {
  return `node "${node.name ?? ''}" (${node.opType ?? ''})`;
}
