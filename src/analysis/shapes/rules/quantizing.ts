import { intAttribute } from '../../../model/attributes';
import type { DType } from '../../../model/dtype';
import { elementType } from '../../../model/elementTypes';
import { type Rule, type RuleContext, type RuleTable, tensor } from '../rule';

/** The element type that a node names, `fallback` when it names none. */
function outputType({ node }: RuleContext, fallback: DType | null): DType | null {
  const named = intAttribute(node, 'output_dtype', 0);
  return named === 0 ? fallback : elementType(named);
}

const quantize: Rule = context => {
  const dtype = context.has(2) ? context.dtype(2) : outputType(context, 'uint8');
  return [tensor(dtype, context.shape(0))];
};

const dequantize: Rule = context => [tensor(outputType(context, context.dtype(1)), context.shape(0))];

export const quantizing: RuleTable = {
  DequantizeLinear: dequantize,
  DynamicQuantizeLinear: context => [tensor('uint8', context.shape(0)), tensor('float32', []), tensor('uint8', [])],
  QuantizeLinear: quantize,
};
