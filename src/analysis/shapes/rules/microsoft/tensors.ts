import { intAttribute } from '../../../../model/attributes';
import type { Dimension } from '../../../../model/model';
import { asSize, broadcast, normalizeAxis, type Shape, size } from '../../dimensions';
import { forEach, type Rule, type RuleTable, sameAsFirst, tensor, UNKNOWN } from '../../rule';
import { asSince } from '../adapted';
import { at, combined, withLast } from '../arithmetic';
import { generating } from '../generating';
import { gatherNd } from '../indexing';
import { gridSample, pad } from '../slicing';

/** The axis is a scalar tensor; where it is not known, neither are the sizes. */
const expandDims: Rule = context => {
  const input = context.shape(0);
  const given = context.numbers(1)?.[0];
  if (input === null) return [tensor(context.dtype(0), null)];
  const axis = given === undefined ? null : normalizeAxis(given, input.length + 1);
  const shape = axis === null ? [...input, null].map(() => null) : [...input.slice(0, axis), 1, ...input.slice(axis)];
  return [tensor(context.dtype(0), shape)];
};

/** [regions, channels, height, width], the last two from a tensor. */
const cropAndResize: Rule = context => {
  const [height = null, width = null] = context.data(3) ?? [];
  const shape = [at(context.shape(1), 0), at(context.shape(0), 1), asSize(height), asSize(width)];
  return [tensor(context.dtype(0), shape)];
};

/** Windows over one axis, laid along a new last one. */
const unfold: Rule = context => {
  const { node } = context;
  const input = context.shape(0);
  const [length, step] = [intAttribute(node, 'size', 0), intAttribute(node, 'step', 1)];
  const axis = input === null ? null : normalizeAxis(intAttribute(node, 'dim', -1), input.length);
  if (input === null || axis === null || !(length >= 1 && step >= 1)) return [tensor(context.dtype(0), null)];
  const moves = combined('divideDown', combined('subtract', input[axis] ?? null, length), step);
  const shape = input.map((old, i): Dimension => (i === axis ? combined('add', moves, 1) : old));
  return [tensor(context.dtype(0), [...shape, size(length)])];
};

/** Half of the mirrored frequencies, as pairs of real and imaginary part in a new last axis; and back. */
const spectrum: Rule = context => {
  const input = context.shape(0);
  if (input === null || input.length === 0) return [tensor(context.dtype(0), null)];
  const bins = combined('add', combined('divideDown', at(input, -1), 2), 1);
  return [tensor(context.dtype(0), [...input.slice(0, -1), bins, 2])];
};

const fromSpectrum: Rule = context => {
  const input = context.shape(0);
  if (input === null || input.length < 2) return [tensor(context.dtype(0), null)];
  const samples = combined('multiply', combined('subtract', at(input, -2), 1), 2);
  return [tensor(context.dtype(0), [...input.slice(0, -2), samples])];
};

const complexProduct: Rule = context => [tensor(context.dtype(0), broadcast([context.shape(0), context.shape(1)]))];

/** Characters of words [batch, words, characters] to a vector for each word. */
const wordEmbedding: Rule = context => {
  const given = intAttribute(context.node, 'embedding_size', 0);
  const width = given > 0 ? size(given) : at(context.shape(1), 0);
  return [tensor(context.dtype(1), withLast(context.shape(0), width))];
};

/** Unlike ONNX's operator: no positions of first occurrence, and always flat. */
const unique: Rule = context => {
  const found: Shape = [context.fresh(0)];
  const length = at(context.shape(0), 0);
  return [tensor(context.dtype(0), found), tensor('int64', [length]), tensor('int64', found)];
};

const tokenize: Rule = context => {
  const input = context.shape(0);
  return [tensor('string', input === null ? null : [...input, context.fresh(0)])];
};

const hash: Rule = context => {
  const dtype = intAttribute(context.node, 'positive', 1) === 0 ? 'int32' : 'uint32';
  return [tensor(dtype, context.shape(0))];
};

/** The rules of `Range`, whose step is 1 when it is left out. */
const range: Rule = context => {
  if (context.has(2)) return (generating.Range as Rule)(context);
  const [start, limit] = [0, 1].map(input => context.data(input)?.[0] ?? null);
  return [tensor(context.dtype(0), [combined('maximum', combined('subtract', limit ?? null, start ?? null), 0)])];
};

export const fusedTensors: RuleTable = {
  ...forEach(['ComplexMul', 'ComplexMulConj'], complexProduct),
  BifurcationDetector: context => [tensor('int64', [context.fresh(0)]), tensor('int64', context.shape(2))],
  CDist: context => [tensor(context.dtype(0), [at(context.shape(0), 0), at(context.shape(1), 0)])],
  CropAndResize: cropAndResize,
  DynamicTimeWarping: context => [tensor('int32', [2, context.fresh(0)])],
  /** What an engine of another vendor gives, only it knows. */
  EPContext: () => [UNKNOWN],
  ExpandDims: expandDims,
  GatherND: gatherNd,
  GridSample: gridSample,
  Irfft: fromSpectrum,
  IsAllFinite: () => [tensor('bool', [])],
  MurmurHash3: hash,
  NGramRepeatBlock: context => [tensor(context.dtype(1), context.shape(1))],
  Pad: asSince(11, pad),
  Range: range,
  Rfft: spectrum,
  SampleOp: sameAsFirst,
  Snpe: () => [UNKNOWN],
  Tokenizer: tokenize,
  UnfoldTensor: unfold,
  Unique: unique,
  WordConvEmbedding: wordEmbedding,
};
