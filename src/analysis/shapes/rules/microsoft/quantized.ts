import { intAttribute, intsAttribute } from '../../../../model/attributes';
import type { DType } from '../../../../model/dtype';
import { elementType } from '../../../../model/elementTypes';
import {
  asSize,
  broadcast,
  normalizeAxes,
  normalizeAxis,
  type Shape,
  size,
  sum,
  withDimension,
} from '../../dimensions';
import { forEach, type Inferred, type Rule, type RuleContext, type RuleTable, sameAsFirst, tensor } from '../../rule';
import { combined } from '../arithmetic';
import { gathered } from '../indexing';
import { reducedBy } from '../reduction';

/** Broadcast of the inputs at these positions; the others are scales and zero points. */
function elementwise(inputs: readonly number[], dtype: (context: RuleContext) => DType | null): Rule {
  return context => [tensor(dtype(context), broadcast(inputs.map(input => context.shape(input))))];
}

const first = (context: RuleContext): DType | null => context.dtype(0);

/** Output scale and zero point, then a tensor, its scale and its zero point for each input. */
const concat: Rule = context => {
  const shapes = Array.from({ length: Math.floor((context.node.inputs.length - 2) / 3) }, (_, i) =>
    context.shape(2 + 3 * i),
  );
  const known = shapes.find(shape => shape !== null) ?? null;
  const axis = known === null ? null : normalizeAxis(intAttribute(context.node, 'axis', 0), known.length);
  const isAlike = shapes.every(shape => shape === null || shape.length === known?.length);
  if (known === null || axis === null || !isAlike) return [tensor(context.dtype(1), null)];
  const length = sum(shapes.map(shape => shape?.[axis] ?? null));
  return [tensor(context.dtype(1), withDimension(known, axis, length))];
};

/** Without axes everything is reduced. */
function reduction(dtype: (context: RuleContext) => DType | null): Rule {
  return context => {
    const input = context.shape(0);
    const given = intsAttribute(context.node, 'axes', []);
    const axes = input === null ? null : normalizeAxes(given.length > 0 ? given : [...input.keys()], input.length);
    const keeps = intAttribute(context.node, 'keepdims', 1) !== 0;
    return [tensor(dtype(context), input === null || axes === null ? null : reducedBy(input, axes, keeps))];
  };
}

const SUMS: Readonly<Partial<Record<DType, DType>>> = { int8: 'int32', uint8: 'uint32' };

/** Rows of a table whose bytes hold several numbers each along the last axis. */
const gatherBlocks: Rule = context => {
  const { node } = context;
  const data = context.shape(0);
  const bits = intAttribute(node, 'bits', 4);
  const inByte = context.dtype(0) === 'uint8' ? size(8 / bits) : 1;
  const shape = gathered(data, context.shape(1), intAttribute(node, 'gather_axis', 0));
  if (shape === null || shape.length === 0) return [tensor(context.dtype(2), null)];
  const last = shape.at(-1) ?? null;
  return [tensor(context.dtype(2), [...shape.slice(0, -1), combined('multiply', last, inByte)])];
};

/** A flat block floating point tensor, and the shape and strides of what it was made of. */
const toBlockFloat: Rule = context => {
  const input = context.shape(0);
  const rank = [input?.length ?? null];
  return [tensor('uint8', [null]), tensor('int64', rank, input), tensor('int64', rank)];
};

const fromBlockFloat: Rule = (context): Inferred[] => {
  const shape: Shape | null = context.data(1)?.map(asSize) ?? null;
  return [tensor(elementType(intAttribute(context.node, 'dtype', 1)), shape)];
};

export const quantizedTensors: RuleTable = {
  ...forEach(['QLinearAdd', 'QLinearMul'], elementwise([0, 3], first)),
  ...forEach(['QLinearLeakyRelu', 'QLinearSigmoid', 'QLinearSoftmax'], sameAsFirst),
  ...forEach(['QOrderedGelu', 'QOrderedLayerNormalization'], sameAsFirst),
  DequantizeBFP: fromBlockFloat,
  DequantizeLinear: context => [tensor(context.dtype(1), context.shape(0))],
  DequantizeWithOrder: context => [tensor(elementType(intAttribute(context.node, 'to', 0)), context.shape(0))],
  GatherBlockQuantized: gatherBlocks,
  MulInteger: elementwise([0, 2], () => 'int32'),
  QLinearConcat: concat,
  QLinearReduceMean: reduction(first),
  QLinearWhere: elementwise([0, 1, 4], context => context.dtype(1)),
  QuantizeBFP: toBlockFloat,
  QuantizeLinear: context => [tensor(context.has(2) ? context.dtype(2) : 'uint8', context.shape(0))],
  QuantizeWithOrder: context => [tensor('int8', context.shape(0))],
  ReduceSumInteger: reduction(context => SUMS[context.dtype(0) ?? 'undefined'] ?? null),
};
