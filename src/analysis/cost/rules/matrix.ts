import { floatAttribute, intAttribute, stringAttribute } from '../../../model/attributes';
import { type CostContext, type CostRule, type CostTable, entries, multiplyAdds, operations } from '../costRule';
import { type Figure, product, total } from '../figure';
import { einsum } from './einsum';

/** Length of the dot products of a matrix product: the last axis of A, else the matching one of B. */
function inner(context: CostContext, a: number, b: number): Figure {
  const left = context.input(a);
  const right = context.input(b);
  if (left.shape !== null && left.shape.at(-1) !== null) return left.size(-1);
  return right.shape?.length === 1 ? right.size(0) : right.size(-2);
}

function matmul(b: number): CostRule {
  return context => multiplyAdds(product(context.output(0).elements, inner(context, 0, b)));
}

const withBias = (bias: number): CostRule => {
  return context => {
    const outputs = context.output(0).elements;
    return multiplyAdds(product(outputs, inner(context, 0, 1)), context.input(bias).isConnected ? outputs : 0);
  };
};

const fusedMatMul: CostRule = context => {
  const { node } = context;
  const a = context.input(0);
  const isTransposed = intAttribute(node, 'transA', 0) !== 0 && (a.shape?.length ?? 0) > 1;
  const isBatchFirst = intAttribute(node, 'transBatchA', 0) !== 0;
  const axis = !isTransposed ? -1 : isBatchFirst ? 0 : -2;
  const outputs = context.output(0).elements;
  const scaling = floatAttribute(node, 'alpha', 1) === 1 ? 0 : 1;
  return multiplyAdds(product(outputs, a.size(axis)), product(scaling, outputs));
};

function gemm(bias: number, activation: 0 | 1): CostRule {
  return context => {
    const { node } = context;
    const outputs = context.output(0).elements;
    const rows = intAttribute(node, 'transA', 0) === 0 ? 1 : 0;
    const scaling = floatAttribute(node, 'alpha', 1) === 1 ? 0 : 1;
    const hasBias = context.input(bias).isConnected;
    const biasScaling = hasBias && floatAttribute(node, 'beta', 1) !== 1 ? 1 : 0;
    const each = scaling + biasScaling + (hasBias ? 1 : 0) + activation;
    return multiplyAdds(product(outputs, context.input(0).size(rows)), product(each, outputs));
  };
}

/** The weight is packed; attributes K and N tell its shape. */
const packed: CostRule = context => {
  const outputs = context.output(0).elements;
  const length = intAttribute(context.node, 'K', -1);
  const bias = context.node.op === 'MatMulNBits' && context.input(5).isConnected ? outputs : 0;
  if (length < 0) return multiplyAdds(context.unknown('the attribute K is missing'));
  return multiplyAdds(product(outputs, length), bias);
};

/** LU decomposition. */
const determinant: CostRule = context => {
  const input = context.input(0);
  const size = input.size(-1);
  return operations(product(2 / 3, input.sizes(0, -2), size, size, size));
};

const MATMUL = 'MACs = output elements × length of the shared axis; batch axes broadcast';

export const matrices: CostTable = {
  MatMul: { formula: MATMUL, cost: matmul(1) },
  MatMulInteger: { formula: 'as MatMul', cost: matmul(1) },
  QLinearMatMul: { formula: 'as MatMul; rescaling is not counted', cost: matmul(3) },
  Gemm: {
    formula: 'MACs = M × N × K; + 1 FLOP per output each for bias, for alpha ≠ 1 and for beta ≠ 1',
    cost: gemm(2, 0),
  },
  Det: { formula: 'FLOPs = 2/3 × n³ per matrix (LU decomposition)', cost: determinant },
  Einsum: {
    formula:
      'MACs = (operands − 1) × product of the sizes of all letters (no contraction order assumed); with one operand 0, and 1 FLOP per element that is summed',
    cost: context => einsum(context, stringAttribute(context.node, 'equation', '')),
  },
};

export const fusedMatrices: CostTable = {
  DynamicQuantizeMatMul: {
    formula:
      'as MatMul; + 3 FLOPs per element of A (range and quantizing), + 1 per output for rescaling, + 1 with bias',
    cost: context => {
      const outputs = context.output(0).elements;
      const bias = context.input(4).isConnected ? 2 : 1;
      return multiplyAdds(
        product(outputs, inner(context, 0, 1)),
        total(product(3, context.input(0).elements), product(bias, outputs)),
      );
    },
  },
  MatMulIntegerToFloat: {
    formula: 'as MatMul; + 1 FLOP per output with bias; rescaling is not counted',
    cost: withBias(6),
  },
  ...entries(
    ['MatMulNBits', 'MatMulBnb4', 'MatMulFpQ4'],
    'MACs = output elements × K; + 1 FLOP per output with bias; unpacking the weight is not counted',
    packed,
  ),
  ...entries(
    ['FusedMatMul', 'TransposeMatMul'],
    'as MatMul, after the transpositions; + 1 FLOP per output when alpha is not 1',
    fusedMatMul,
  ),
  FusedGemm: { formula: 'as Gemm; + 1 FLOP per output for the activation', cost: gemm(2, 1) },
  QGemm: { formula: 'as Gemm; rescaling is not counted', cost: gemm(6, 0) },
  FusedMatMulActivation: {
    formula: 'as FusedMatMul; + 1 FLOP per output for the activation',
    cost: context => {
      const { macs, flops } = fusedMatMul(context);
      return { macs, flops: total(flops, context.output(0).elements) };
    },
  },
  GemmFastGelu: {
    formula: 'as MatMul; + 1 FLOP per output for the function, + 1 with bias',
    cost: context => {
      const outputs = context.output(0).elements;
      const each = context.input(2).isConnected ? 2 : 1;
      return multiplyAdds(product(outputs, inner(context, 0, 1)), product(each, outputs));
    },
  },
  GemmFloat8: { formula: 'as Gemm; rescaling is not counted', cost: gemm(2, 0) },
  MatMulInteger16: { formula: 'as MatMul', cost: matmul(1) },
  QOrderedMatMul: { formula: 'as MatMul; rescaling and bias are not counted', cost: matmul(2) },
  Inverse: {
    formula: 'FLOPs = 2 × n³ per matrix',
    cost: context => {
      const input = context.input(0);
      const size = input.size(-1);
      return operations(product(2, input.sizes(0, -2), size, size, size));
    },
  },
  CDist: {
    formula: 'FLOPs = 3 × rows of A × rows of B × columns (difference, square, sum)',
    cost: context => operations(product(3, context.output(0).elements, context.input(0).size(-1))),
  },
};
