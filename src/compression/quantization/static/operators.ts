import { textOf } from '../../graph/attributes';
import { isOp, type NodeProto } from '../../graph/protos';

/**
 * What the runtime does with operators between DequantizeLinear and QuantizeLinear, as seen in the models it optimizes
 * (onnxruntime 1.30): some only move elements and run on the codes as they are, some have an integer kernel, and Relu and Clip vanish
 * into the rounding before them.
 */

/** Move elements: input and output share one scale. Only the first input is data. */
const MOVING = [
  'DepthToSpace',
  'Flatten',
  'Gather',
  'MaxPool',
  'Reshape',
  'Slice',
  'Squeeze',
  'Tile',
  'Transpose',
  'Unsqueeze',
] as const;

/** Have integer kernels for any scales of inputs and output. */
const ARITHMETIC = ['Add', 'AveragePool', 'Concat', 'GlobalAveragePool', 'LeakyRelu', 'Mul', 'Sigmoid'] as const;

/** First opset whose MaxPool takes 8-bit integers. */
const INTEGER_MAXPOOL = 12;

export function movesElements(node: NodeProto, opset: number): boolean {
  if (isOp(node, 'Resize')) return textOf(node, 'mode', 'nearest') === 'nearest';
  if (isOp(node, 'MaxPool')) return opset >= INTEGER_MAXPOOL && (node.output?.[1] ?? '') === '';
  return isOp(node, ...MOVING);
}

export function hasIntegerKernel(node: NodeProto): boolean {
  return isOp(node, ...ARITHMETIC);
}
