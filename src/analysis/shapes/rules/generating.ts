import { intAttribute, intsAttribute, tensorAttribute } from '../../../model/attributes';
import { constantOf } from '../../../model/constants';
import type { DType } from '../../../model/dtype';
import { elementType } from '../../../model/elementTypes';
import type { Dimension } from '../../../model/model';
import { asSize, calculate, product, size } from '../dimensions';
import { forEach, MOST_DATA, type Rule, type RuleContext, type RuleTable, tensor, UNKNOWN } from '../rule';
import { combined } from './arithmetic';

const constant: Rule = context => {
  const weight = constantOf(context.node);
  return [weight === null ? UNKNOWN : context.constant(weight)];
};

const constantOfShape: Rule = context => {
  const fill = tensorAttribute(context.node, 'value');
  const wanted = context.data(0);
  const shape = wanted?.map(length => (typeof length === 'number' ? size(length) : length)) ?? null;
  const total = shape === null ? null : product(shape);
  const value = fill === null ? 0 : context.constant(fill).data?.[0];
  const isSmall = typeof total === 'number' && total <= MOST_DATA;
  const data = isSmall && value !== undefined ? new Array<Dimension>(total).fill(value) : null;
  return [tensor(fill?.dtype ?? 'float32', shape, data)];
};

/** max(ceil((limit - start) / delta), 0) elements. */
const range: Rule = context => {
  const [start, limit, delta] = [0, 1, 2].map(i => context.data(i)?.[0] ?? null);
  if (typeof start === 'number' && typeof limit === 'number' && typeof delta === 'number' && delta !== 0) {
    const count = Math.max(Math.ceil((limit - start) / delta), 0);
    const data = count <= MOST_DATA ? Array.from({ length: count }, (_, i) => start + i * delta) : null;
    return [tensor(context.dtype(0), [size(count)], data)];
  }
  const room = calculate('subtract', limit ?? null, start ?? null);
  const count = delta === 0 ? null : calculate('maximum', 0, calculate('divideUp', room, delta ?? null));
  return [tensor(context.dtype(0), [asSize(count) ?? context.fresh(0)])];
};

function random(dtype: (context: RuleContext) => DType | null): Rule {
  return context => [tensor(dtype(context), intsAttribute(context.node, 'shape', null)?.map(size) ?? null)];
}

const dtypeAttribute = ({ node }: RuleContext, fallback: DType | null): DType | null => {
  const number = intAttribute(node, 'dtype', null);
  return number === null ? fallback : elementType(number);
};

/** A window function of `size` samples. */
const windowFunction: Rule = context => {
  const length = context.data(0)?.[0] ?? null;
  const dtype = elementType(intAttribute(context.node, 'output_datatype', 1));
  return [tensor(dtype, [typeof length === 'number' ? size(length) : length])];
};

export const generating: RuleTable = {
  ...forEach(['BlackmanWindow', 'HammingWindow', 'HannWindow'], windowFunction),
  ...forEach(
    ['RandomNormal', 'RandomUniform'],
    random(context => dtypeAttribute(context, 'float32')),
  ),
  ...forEach(['EyeLike', 'RandomNormalLike', 'RandomUniformLike'], context => [
    tensor(dtypeAttribute(context, context.dtype(0)), context.shape(0)),
  ]),
  Bernoulli: context => [tensor(dtypeAttribute(context, context.dtype(0)), context.shape(0))],
  Constant: constant,
  ConstantOfShape: constantOfShape,
  MelWeightMatrix: context => {
    const bands = context.numbers(0)?.[0] ?? -1;
    const length = asSize(context.data(1)?.[0] ?? null);
    const dtype = elementType(intAttribute(context.node, 'output_datatype', 1));
    return [tensor(dtype, [combined('add', combined('divideDown', length, 2), 1), size(bands)])];
  },
  Multinomial: context => {
    const samples = intAttribute(context.node, 'sample_size', 1);
    return [tensor(dtypeAttribute(context, 'int32'), [context.shape(0)?.[0] ?? null, size(samples)])];
  },
  Range: range,
};
