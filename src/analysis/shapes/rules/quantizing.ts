import { intAttribute } from '../../../model/attributes';
import type { DType } from '../../../model/dtype';
import { elementType } from '../../../model/elementTypes';
import { broadcast, normalizeAxis, sum, withDimension } from '../dimensions';
import { forEach, type Rule, type RuleContext, type RuleTable, tensor } from '../rule';

function outputType({ node }: RuleContext): DType | null {
  return elementType(intAttribute(node, 'output_dtype', 0));
}

/** Quantized two-operand arithmetic: A, scale, zero point, B, scale, zero point, scale, zero point. */
const binary: Rule = context => [tensor(context.dtype(0), broadcast([context.shape(0), context.shape(3)]))];

/** X, scale, zero point, … : the output has the type of its zero point. */
function unary(zeroPoint: number): Rule {
  return context => [tensor(context.dtype(zeroPoint) ?? context.dtype(0), context.shape(0))];
}

/** Output scale and zero point, then a tensor, its scale and its zero point for each input. */
const concat: Rule = context => {
  const shapes = Array.from({ length: Math.floor((context.node.inputs.length - 2) / 3) }, (_, i) =>
    context.shape(2 + 3 * i),
  );
  const [first] = shapes;
  const axis =
    first === null || first === undefined ? null : normalizeAxis(intAttribute(context.node, 'axis', 0), first.length);
  if (axis === null || !first) return [tensor(context.dtype(1), null)];
  const length = sum(shapes.map(shape => shape?.[axis] ?? null));
  return [tensor(context.dtype(1), withDimension(first, axis, length))];
};

export const quantizing: RuleTable = {
  ...forEach(['QLinearAdd', 'QLinearMul'], binary),
  ...forEach(['QLinearLeakyRelu', 'QLinearSigmoid', 'QLinearSoftmax'], unary(4)),
  DequantizeLinear: context => [tensor(outputType(context) ?? context.dtype(1), context.shape(0))],
  DynamicQuantizeLinear: context => [tensor('uint8', context.shape(0)), tensor('float32', []), tensor('uint8', [])],
  QLinearConcat: concat,
  QuantizeLinear: context => [
    tensor((context.has(2) ? context.dtype(2) : outputType(context)) ?? 'uint8', context.shape(0)),
  ],
};
