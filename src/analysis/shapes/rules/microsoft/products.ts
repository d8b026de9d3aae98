import { intAttribute } from '../../../../model/attributes';
import { elementType } from '../../../../model/elementTypes';
import type { Dimension } from '../../../../model/model';
import { asSize, type Shape, size } from '../../dimensions';
import { forEach, type Rule, type RuleContext, type RuleTable, tensor } from '../../rule';
import { at, withLast } from '../arithmetic';
import { gemm, matmul, matmulShape } from '../matrix';

/**
 * A matrix product whose sides are transposed first: `transA` swaps the last two axes; `transBatchA` moves the first axis
 * behind the other batch axes.
 */
const fusedMatMul: Rule = context => {
  const left = rearranged(context, context.shape(0), 'A');
  const right = rearranged(context, context.shape(1), 'B');
  return [tensor(context.dtype(0), matmulShape(left, right))];
};

function rearranged({ node }: RuleContext, shape: Shape | null, side: 'A' | 'B'): Shape | null {
  if (shape === null || shape.length < 2) return shape;
  const movesBatch = intAttribute(node, `transBatch${side}`, 0) !== 0 && shape.length > 2;
  const moved = movesBatch ? [...shape.slice(1, -1), shape[0] ?? null, at(shape, -1)] : shape;
  if (intAttribute(node, `trans${side}`, 0) === 0) return moved;
  return [...moved.slice(0, -2), at(moved, -1), at(moved, -2)];
}

/** The input with another last size, which the weight's packed form does not tell. */
function columns(count: (context: RuleContext) => Dimension): Rule {
  return context => [tensor(context.dtype(0), withLast(context.shape(0), count(context)))];
}

const attributeColumns = columns(({ node }) => size(intAttribute(node, 'N', -1)));

/** Two products of one input, and the sum of the input and what is skipped. */
const gatedBlocks: Rule = context => [...attributeColumns(context), tensor(context.dtype(0), context.shape(0))];

const projections: Rule = context => {
  const { node } = context;
  const part = (name: string): Shape | null => withLast(context.shape(0), size(intAttribute(node, name, -1)));
  const [queries, rest] = [tensor(context.dtype(0), part('Nq')), tensor(context.dtype(0), part('Nkv'))];
  return [queries, rest, rest, tensor(context.dtype(0), context.shape(0))];
};

const lowPrecision: Rule = context => gemm(1, ({ node }) => elementType(intAttribute(node, 'dtype', 1)))(context);

/** A sparse left side. */
const sparse: Rule = context => {
  const left = rearranged(context, context.shape(0), 'A');
  return [tensor(context.dtype(1), matmulShape(left, rearranged(context, context.shape(1), 'B')))];
};

export const products: RuleTable = {
  ...forEach(['FusedMatMul', 'FusedMatMulActivation', 'TransposeMatMul'], fusedMatMul),
  ...forEach(['MatMulBnb4', 'MatMulNBits', 'MatMulNBitsQLoRA', 'MatMulPacked'], attributeColumns),
  ...forEach(
    ['MatMulBlockQuantizedFp4Weight', 'MatMulBlockQuantizedFp8Weight'],
    columns(context => at(context.shape(1), 0)),
  ),
  DynamicQuantizeMatMul: matmul(1, context => context.dtype(0)),
  FusedGemm: gemm(1, context => context.dtype(0)),
  GemmFastGelu: matmul(1, context => context.dtype(0)),
  GemmFloat8: lowPrecision,
  MatMulFpQ4: columns(context => asSize(context.data(2)?.[1] ?? null)),
  MatMulInteger16: matmul(1, () => 'int32'),
  MatMulIntegerToFloat: matmul(1, context => context.dtype(2)),
  MatMulNBitsMlp: gatedBlocks,
  MatMulNBitsQkv: projections,
  QGemm: gemm(3, context => (context.has(8) ? context.dtype(8) : context.has(7) ? null : 'float32')),
  QOrderedMatMul: matmul(2, () => 'int8'),
  SparseToDenseMatMul: sparse,
};
