import type { onnx } from '../../formats/onnx/generated/onnx';

export type ModelProto = onnx.ModelProto.$Properties;
export type GraphProto = onnx.GraphProto.$Properties;
export type NodeProto = onnx.NodeProto.$Properties;
export type TensorProto = onnx.TensorProto.$Properties;
export type AttributeProto = onnx.AttributeProto.$Properties;
export type ValueInfoProto = onnx.ValueInfoProto.$Properties;

/** The default domain has two spellings. */
export function isDefaultDomain(domain: string | null | undefined): boolean {
  return domain === undefined || domain === null || domain === '' || domain === 'ai.onnx';
}

/** Whether a node is this operator of the default domain. */
export function isOp(node: NodeProto, ...operators: readonly string[]): boolean {
  return isDefaultDomain(node.domain) && operators.includes(node.opType ?? '');
}

/** Name of an input; `''` where it is omitted or there is none. */
export function inputOf(node: NodeProto, at: number): string {
  return node.input?.[at] ?? '';
}

export function outputOf(node: NodeProto, at = 0): string {
  return node.output?.[at] ?? '';
}

/** How many leading inputs are given, not counting omitted ones at the end. */
export function inputCount(node: NodeProto): number {
  return (node.input ?? []).findLastIndex(name => name !== '') + 1;
}

/** Graphs in the attributes of a node: branches and loop bodies. */
export function subgraphsOf(node: NodeProto): readonly GraphProto[] {
  return (node.attribute ?? []).flatMap(({ g, graphs }) => [...(g ? [g] : []), ...(graphs ?? [])]);
}
