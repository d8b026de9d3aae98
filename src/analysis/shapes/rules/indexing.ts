import { intAttribute, stringAttribute } from '../../../model/attributes';
import type { Dimension } from '../../../model/model';
import { asSize, normalizeAxis, product, type Shape, size, withDimension } from '../dimensions';
import { foldCumulativeSum } from '../elements';
import {
  foldGather,
  foldGatherElements,
  foldGatherNd,
  foldNonZero,
  foldScatterElements,
  foldScatterNd,
} from '../folding';
import { forEach, type Rule, type RuleContext, type RuleTable, sameAsFirst, tensor } from '../rule';

/** The shape of what `indices` pick along an axis; `null` when the shapes do not say. */
export function gathered(data: Shape | null, indices: Shape | null, along: number): Shape | null {
  const axis = data === null ? null : normalizeAxis(along, data.length);
  if (data === null || indices === null || axis === null) return null;
  return [...data.slice(0, axis), ...indices, ...data.slice(axis + 1)];
}

const gather: Rule = context => {
  const input = context.shape(0);
  const along = intAttribute(context.node, 'axis', 0);
  const shape = gathered(input, context.shape(1), along);
  const axis = input === null ? null : normalizeAxis(along, input.length);
  if (shape === null || axis === null) return [tensor(context.dtype(0), null)];
  return [tensor(context.dtype(0), shape, foldGather(context.data(0), input, context.numbers(1), axis))];
};

export const gatherNd: Rule = context => {
  const input = context.shape(0);
  const indices = context.shape(1);
  const batch = intAttribute(context.node, 'batch_dims', 0);
  const depth = indices?.at(-1);
  if (input === null || indices === null || typeof depth !== 'number' || !(batch >= 0))
    return [tensor(context.dtype(0), null)];
  const data = foldGatherNd(context.data(0), input, context.numbers(1), indices, batch);
  return [tensor(context.dtype(0), [...indices.slice(0, -1), ...input.slice(batch + depth)], data)];
};

const gatherElements: Rule = context => {
  const input = context.shape(0);
  const indices = context.shape(1);
  const axis = input === null ? null : normalizeAxis(intAttribute(context.node, 'axis', 0), input.length);
  const data = axis === null ? null : foldGatherElements(context.data(0), input, context.numbers(1), indices, axis);
  return [tensor(context.dtype(0), indices, data)];
};

const scatterElements: Rule = context => {
  const input = context.shape(0);
  const axis = input === null ? null : normalizeAxis(intAttribute(context.node, 'axis', 0), input.length);
  const data =
    axis === null || !replaces(context)
      ? null
      : foldScatterElements(context.data(0), input, context.numbers(1), context.shape(1), context.data(2), axis);
  return [tensor(context.dtype(0), input, data)];
};

const scatterNd: Rule = context => {
  const input = context.shape(0);
  const data = replaces(context)
    ? foldScatterNd(context.data(0), input, context.numbers(1), context.shape(1), context.data(2))
    : null;
  return [tensor(context.dtype(0), input, data)];
};

/** Other reductions combine the updates with what is there. */
function replaces({ node }: RuleContext): boolean {
  return stringAttribute(node, 'reduction', 'none') === 'none';
}

const cumulativeSum: Rule = context => {
  const input = context.shape(0);
  const given = context.numbers(1)?.[0];
  const axis = input === null || given === undefined ? null : normalizeAxis(given, input.length);
  const how = {
    isExclusive: intAttribute(context.node, 'exclusive', 0) !== 0,
    isReverse: intAttribute(context.node, 'reverse', 0) !== 0,
  };
  const data = axis === null ? null : foldCumulativeSum(context.data(0), input, axis, how);
  return [tensor(context.dtype(0), input, data)];
};

const topK: Rule = context => {
  const { node } = context;
  const input = context.shape(0);
  const axis = input === null ? null : normalizeAxis(intAttribute(node, 'axis', -1), input.length);
  if (input === null || axis === null) return [tensor(context.dtype(0), null), tensor('int64', null)];
  const k = context.opset < 10 ? intAttribute(node, 'k', -1) : (context.data(1)?.[0] ?? null);
  const shape = withDimension(input, axis, asSize(k) ?? (k === null ? context.fresh(0) : null));
  return [tensor(context.dtype(0), shape), tensor('int64', shape)];
};

const oneHot: Rule = context => {
  const indices = context.shape(0);
  const depth = context.data(1)?.[0] ?? null;
  if (indices === null) return [tensor(context.dtype(2), null)];
  const axis = normalizeAxis(intAttribute(context.node, 'axis', -1), indices.length + 1);
  if (axis === null) return [tensor(context.dtype(2), null)];
  const length: Dimension = typeof depth === 'number' ? size(depth) : depth;
  return [tensor(context.dtype(2), [...indices.slice(0, axis), length, ...indices.slice(axis)])];
};

const nonZero: Rule = context => {
  const input = context.shape(0);
  const found = foldNonZero(context.numbers(0), input);
  const rank = input === null ? null : Math.max(input.length, 1);
  return [tensor('int64', [rank, found === null ? context.fresh(0) : found.count], found?.data ?? null)];
};

const compress: Rule = context => {
  const input = context.shape(0);
  const axis = intAttribute(context.node, 'axis', null);
  const at = axis === null || input === null ? null : normalizeAxis(axis, input.length);
  if (axis !== null && at === null) return [tensor(context.dtype(0), null)];
  const count = context.numbers(1)?.filter(x => x !== 0).length ?? context.fresh(0);
  const shape = input === null || at === null ? [count] : withDimension(input, at, count);
  return [tensor(context.dtype(0), shape)];
};

/** The values, where each occurs first, which one each input is, and how often each occurs. */
const unique: Rule = context => {
  const input = context.shape(0);
  const axis = intAttribute(context.node, 'axis', null);
  const at = axis === null || input === null ? null : normalizeAxis(axis, input.length);
  const count = context.fresh(0);
  const values: Shape | null =
    axis === null ? [count] : input === null || at === null ? null : withDimension(input, at, count);
  const found = tensor('int64', [count]);
  const all = input === null ? null : axis === null ? product(input) : at === null ? null : (input[at] ?? null);
  return [tensor(context.dtype(0), values), found, tensor('int64', [all]), found];
};

/** Operators that change elements and keep the shape. */
const KEEP_SHAPE = ['CumProd', 'ReverseSequence', 'TensorScatter', 'Trilu'];

export const indexing: RuleTable = {
  ...forEach(KEEP_SHAPE, sameAsFirst),
  Compress: compress,
  CumSum: cumulativeSum,
  Gather: gather,
  GatherElements: gatherElements,
  GatherND: gatherNd,
  NonMaxSuppression: context => [tensor('int64', [context.fresh(0), 3])],
  NonZero: nonZero,
  OneHot: oneHot,
  Scatter: scatterElements,
  ScatterElements: scatterElements,
  ScatterND: scatterNd,
  TopK: topK,
  Unique: unique,
};
