import { intAttribute } from '../../../model/attributes';
import type { Dimension } from '../../../model/model';
import { normalizeAxis, product, type Shape, size, withDimension } from '../dimensions';
import { foldGather } from '../folding';
import { forEach, type Rule, type RuleTable, sameAsFirst, tensor } from '../rule';

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
  return [tensor(context.dtype(0), [...indices.slice(0, -1), ...input.slice(batch + depth)])];
};

const topK: Rule = context => {
  const { node } = context;
  const input = context.shape(0);
  const axis = input === null ? null : normalizeAxis(intAttribute(node, 'axis', -1), input.length);
  if (input === null || axis === null) return [tensor(context.dtype(0), null), tensor('int64', null)];
  const k = context.opset < 10 ? intAttribute(node, 'k', -1) : (context.data(1)?.[0] ?? null);
  const shape = withDimension(input, axis, typeof k === 'number' ? size(k) : k);
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
  const data = context.numbers(0);
  const input = context.shape(0);
  if (data !== null && input?.length === 1) {
    const found = data.flatMap((x, i) => (x === 0 ? [] : [i]));
    return [tensor('int64', [1, found.length], found)];
  }
  return [tensor('int64', [input?.length ?? null, null])];
};

const compress: Rule = context => {
  const input = context.shape(0);
  const axis = intAttribute(context.node, 'axis', null);
  const count = context.numbers(1)?.filter(x => x !== 0).length ?? null;
  if (axis === null) return [tensor(context.dtype(0), [count])];
  const at = input === null ? null : normalizeAxis(axis, input.length);
  const shape: Shape | null = input === null || at === null ? null : withDimension(input, at, count);
  return [tensor(context.dtype(0), shape)];
};

const unique: Rule = context => {
  const input = context.shape(0);
  const axis = intAttribute(context.node, 'axis', null);
  const at = axis === null || input === null ? null : normalizeAxis(axis, input.length);
  const values: Shape | null =
    axis === null ? [null] : input === null || at === null ? null : withDimension(input, at, null);
  const found = tensor('int64', [null]);
  const all = input === null ? null : axis === null ? product(input) : at === null ? null : (input[at] ?? null);
  return [tensor(context.dtype(0), values), found, tensor('int64', [all]), found];
};

/** Operators that change elements and keep the shape. */
const KEEP_SHAPE = [
  'CumProd',
  'CumSum',
  'ReverseSequence',
  'Scatter',
  'ScatterElements',
  'ScatterND',
  'TensorScatter',
  'Trilu',
];

export const indexing: RuleTable = {
  ...forEach(KEEP_SHAPE, sameAsFirst),
  Compress: compress,
  Gather: gather,
  GatherElements: context => [tensor(context.dtype(0), context.shape(1))],
  GatherND: gatherNd,
  NonMaxSuppression: () => [tensor('int64', [null, 3])],
  NonZero: nonZero,
  OneHot: oneHot,
  TopK: topK,
  Unique: unique,
};
