import { intAttribute } from './attributes';
import type { Model, Node } from './model';
import { constantNamed, declaringGraph, type LocatedWeight, type ModelIndex, modelIndex, type Use } from './modelIndex';

/** How the stored integers of a weight stand for real numbers: `real = (stored - zeroPoint) * scale`. */
export interface WeightQuantization {
  /** `null` when the scale is not a constant of the model. */
  readonly scale: LocatedWeight | null;
  /** `null` when there is none (0) or it is not a constant. */
  readonly zeroPoint: LocatedWeight | null;
  /** Dimension of the weight along which scales and zero points differ, when they have more than one element. */
  readonly axis: number;
  /** Elements along `axis` that share a scale; 0 when each position has its own. */
  readonly blockSize: number;
  /** Set when the weight is a blob of packed fields, as in MatMulNBits: bits of one element. */
  readonly packedBits: number | null;
}

interface Operand {
  readonly scale?: number;
  readonly zeroPoint: number;
  readonly axis: (node: Node, rank: number) => number;
}

const first = (): number => 0;
const last = (_node: Node, rank: number): number => rank - 1;
const secondLast = (_node: Node, rank: number): number => rank - 2;
const gemmColumns = (node: Node): number => (intAttribute(node, 'transB', 0) === 0 ? 1 : 0);

/** By operator and input position of the weight: input positions of its scale and zero point, and the axis they follow. */
const OPERANDS: ReadonlyMap<string, ReadonlyMap<number, Operand>> = new Map<string, ReadonlyMap<number, Operand>>([
  ['ConvInteger', new Map([[1, { zeroPoint: 3, axis: first }]])],
  ['DynamicQuantizeMatMul', new Map([[1, { scale: 2, zeroPoint: 3, axis: last }]])],
  [
    'MatMulInteger',
    new Map([
      [0, { zeroPoint: 2, axis: secondLast }],
      [1, { zeroPoint: 3, axis: last }],
    ]),
  ],
  ['MatMulIntegerToFloat', new Map([[1, { scale: 3, zeroPoint: 5, axis: last }]])],
  ['QAttention', new Map([[1, { scale: 4, zeroPoint: 7, axis: last }]])],
  ['QGemm', new Map([[3, { scale: 4, zeroPoint: 5, axis: gemmColumns }]])],
  ['QLinearAdd', elementwise()],
  ['QLinearConv', new Map([[3, { scale: 4, zeroPoint: 5, axis: first }]])],
  [
    'QLinearMatMul',
    new Map([
      [0, { scale: 1, zeroPoint: 2, axis: secondLast }],
      [3, { scale: 4, zeroPoint: 5, axis: last }],
    ]),
  ],
  ['QLinearMul', elementwise()],
]);

/** Operators between a weight and its DequantizeLinear that leave a single scale valid. */
const LAYOUT_ONLY = new Set(['Flatten', 'Gather', 'Identity', 'Reshape', 'Squeeze', 'Transpose', 'Unsqueeze']);

/** How a weight is quantized, told by the nodes that use it; `null` when it is not. */
export function quantizationOf(model: Model, graph: string, name: string): WeightQuantization | null {
  const index = modelIndex(model);
  const located = index.get(graph)?.constants.get(name);
  if (located === undefined || !isInteger(located)) return null;
  for (const use of index.get(graph)?.uses.get(name) ?? []) {
    const found = quantizationByUse(index, use, located.weight.shape.length);
    if (found !== null) return found;
  }
  return null;
}

/** The zero point of a quantized weight, `null` when it has none or it is not a constant. */
export function zeroPointOf(model: Model, graph: string, name: string): LocatedWeight | null {
  return quantizationOf(model, graph, name)?.zeroPoint ?? null;
}

function isInteger({ weight }: LocatedWeight): boolean {
  return /^u?int(2|4|8|16|32)$|^float(8|6|4)/.test(weight.dtype);
}

function quantizationByUse(index: ModelIndex, use: Use, rank: number): WeightQuantization | null {
  const { node, position, graph } = use;
  const at = (input: number): LocatedWeight | null => constantNamed(index, graph.id, node.inputs[input] ?? '') ?? null;
  if (node.op === 'DequantizeLinear' && position === 0) {
    const axis = intAttribute(node, 'axis', 1);
    const blockSize = intAttribute(node, 'block_size', 0);
    return { scale: at(1), zeroPoint: at(2), axis: axis < 0 ? axis + rank : axis, blockSize, packedBits: null };
  }
  if (node.op === 'MatMulNBits' && position === 1) {
    const blockSize = intAttribute(node, 'block_size', 0);
    return { scale: at(2), zeroPoint: at(3), axis: 0, blockSize, packedBits: intAttribute(node, 'bits', 4) };
  }
  if (LAYOUT_ONLY.has(node.op) && position === 0) return throughLayout(index, use);
  const operand = OPERANDS.get(node.op)?.get(position);
  if (operand === undefined) return null;
  const scale = operand.scale === undefined ? scaleAfter(index, use) : at(operand.scale);
  const axis = operand.axis(node, rank);
  return { scale, zeroPoint: at(operand.zeroPoint), axis, blockSize: 0, packedBits: null };
}

/** A quantized embedding is gathered first and dequantized after, with one scale for all. */
function throughLayout(index: ModelIndex, { graph, node }: Use): WeightQuantization | null {
  for (const use of index.get(graph.id)?.uses.get(node.outputs[0] ?? '') ?? []) {
    if (use.node.op !== 'DequantizeLinear' || use.position !== 0) continue;
    const found = quantizationByUse(index, use, 0);
    if (found?.scale?.weight.elements === 1) return { ...found, axis: 0 };
  }
  return null;
}

/**
 * MatMulInteger and ConvInteger have no scale. Dynamic quantization multiplies after them: the sums are cast to float
 * and multiplied by the product of the input's scale and the weight's, which is the constant one.
 */
export function scaleAfter(index: ModelIndex, { graph, node }: Pick<Use, 'graph' | 'node'>): LocatedWeight | null {
  const uses = index.get(graph.id)?.uses;
  let value = node.outputs[0] ?? '';
  const [cast] = uses?.get(value) ?? [];
  if (cast?.node.op === 'Cast') value = cast.node.outputs[0] ?? '';
  const product = uses?.get(value)?.find(use => use.node.op === 'Mul');
  if (product === undefined) return null;
  const other = product.node.inputs[1 - product.position] ?? '';
  const constant = constantNamed(index, graph.id, other);
  if (constant !== undefined) return constant;
  const scales = declaringGraph(index, graph.id, other)?.producers.get(other);
  if (scales?.op !== 'Mul') return null;
  for (const name of scales.inputs) {
    const scale = constantNamed(index, graph.id, name);
    if (scale !== undefined) return scale;
  }
  return null;
}

function elementwise(): ReadonlyMap<number, Operand> {
  return new Map([
    [0, { scale: 1, zeroPoint: 2, axis: last }],
    [3, { scale: 4, zeroPoint: 5, axis: last }],
  ]);
}
