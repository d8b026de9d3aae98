import { intAttribute, intsAttribute } from '../../../model/attributes';
import type { DType } from '../../../model/dtype';
import { normalizeAxes, normalizeAxis, type Shape, unknownShape, withDimension } from '../dimensions';
import { arithmetic, type Combine, foldReduction, inPrecision } from '../elements';
import { forEach, type Rule, type RuleContext, type RuleTable, tensor } from '../rule';

/** Axes are an attribute in older operator sets and the second input in newer ones; absent or empty means all of them. */
function axesOf(context: RuleContext, rank: number): readonly number[] | null {
  const all = Array.from({ length: rank }, (_, axis) => axis);
  if (context.has(1)) {
    const given = context.numbers(1);
    return given === null ? null : absentMeansAll(context, given, all, rank);
  }
  return absentMeansAll(context, intsAttribute(context.node, 'axes', []), all, rank);
}

function absentMeansAll(
  context: RuleContext,
  given: readonly number[],
  all: readonly number[],
  rank: number,
): readonly number[] | null {
  if (given.length > 0) return normalizeAxes(given, rank);
  return intAttribute(context.node, 'noop_with_empty_axes', 0) === 0 ? all : [];
}

/** The shape with the axes at 1, or without them. */
export function reducedBy(input: Shape, axes: readonly number[], keeps: boolean): Shape {
  return keeps
    ? input.map((length, axis) => (axes.includes(axis) ? 1 : length))
    : input.filter((_, axis) => !axes.includes(axis));
}

function reducedShape(context: RuleContext): Shape | null {
  const input = context.shape(0);
  if (input === null) return null;
  const keeps = intAttribute(context.node, 'keepdims', 1) !== 0;
  const axes = axesOf(context, input.length);
  if (axes !== null) return reducedBy(input, axes, keeps);
  if (keeps) return unknownShape(input.length);
  const count = context.shape(1)?.[0];
  return typeof count === 'number' ? unknownShape(input.length - count) : null;
}

/** Elements of shape tensors are followed through reductions; `start` is the result of nothing. */
function reduction(combine: Combine | null, start: number | null = null): Rule {
  return context => {
    const input = context.shape(0);
    const axes = combine === null || input === null ? null : axesOf(context, input.length);
    const data = combine === null || axes === null ? null : foldReduction(context.data(0), input, axes, start, combine);
    return [tensor(context.dtype(0), reducedShape(context), inPrecision(data, context.dtype(0)))];
  };
}

function argument(dtype: DType): Rule {
  return context => {
    const input = context.shape(0);
    const axis = input === null ? null : normalizeAxis(intAttribute(context.node, 'axis', 0), input.length);
    if (input === null || axis === null) return [tensor(dtype, null)];
    const keeps = intAttribute(context.node, 'keepdims', 1) !== 0;
    return [tensor(dtype, keeps ? withDimension(input, axis, 1) : input.filter((_, i) => i !== axis))];
  };
}

const PLAIN = ['ReduceL1', 'ReduceL2', 'ReduceLogSum', 'ReduceLogSumExp', 'ReduceMean', 'ReduceSumSquare'];

export const reductions: RuleTable = {
  ...forEach(PLAIN, reduction(null)),
  ...forEach(['ArgMax', 'ArgMin'], argument('int64')),
  ReduceMax: reduction(arithmetic('maximum')),
  ReduceMin: reduction(arithmetic('minimum')),
  ReduceProd: reduction(arithmetic('multiply'), 1),
  ReduceSum: reduction(arithmetic('add'), 0),
};
