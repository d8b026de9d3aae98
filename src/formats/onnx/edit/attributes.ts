import { onnx } from '../generated/onnx';
import { longOf } from '../integers';

/** What a pass can give an attribute: `number` becomes a float, `bigint` an integer. */
export type AttributeInput =
  | number
  | bigint
  | string
  | onnx.TensorProto
  | readonly number[]
  | readonly bigint[]
  | readonly string[];

const KIND = onnx.AttributeProto.AttributeType;

/** An attribute of the kind its value has; an empty list becomes a list of integers, the only kind ONNX leaves empty. */
export function attribute(name: string, value: AttributeInput): onnx.AttributeProto {
  return onnx.AttributeProto.create({ name, ...stored(value) });
}

function stored(value: AttributeInput): onnx.AttributeProto.$Properties {
  if (typeof value === 'number') return { type: KIND.FLOAT, f: value };
  if (typeof value === 'bigint') return { type: KIND.INT, i: longOf(value) };
  if (typeof value === 'string') return { type: KIND.STRING, s: Buffer.from(value) };
  if (value instanceof onnx.TensorProto) return { type: KIND.TENSOR, t: value };
  if (isNumbers(value)) return { type: KIND.FLOATS, floats: [...value] };
  if (isStrings(value)) return { type: KIND.STRINGS, strings: value.map(text => Buffer.from(text)) };
  return { type: KIND.INTS, ints: value.map(longOf) };
}

function isNumbers(values: readonly unknown[]): values is readonly number[] {
  return typeof values[0] === 'number';
}

function isStrings(values: readonly unknown[]): values is readonly string[] {
  return typeof values[0] === 'string';
}

/** The attribute of a node with this name. */
export function findAttribute(
  node: onnx.NodeProto.$Properties,
  name: string,
): onnx.AttributeProto.$Properties | undefined {
  return node.attribute?.find(one => one.name === name);
}

/** Sets an attribute of a node, replacing one of the same name. */
export function setAttribute(node: onnx.NodeProto.$Properties, name: string, value: AttributeInput): void {
  const others = (node.attribute ?? []).filter(one => one.name !== name);
  node.attribute = [...others, attribute(name, value)];
}
