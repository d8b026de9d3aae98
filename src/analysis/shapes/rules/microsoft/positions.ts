import { intAttribute } from '../../../../model/attributes';
import { asSize, size } from '../../dimensions';
import { type Rule, type RuleTable, sameAsFirst, tensor } from '../../rule';
import { at, combined } from '../arithmetic';

/** A bias for each head and pair of positions, looked up in a table [buckets, heads]. */
const relativeBias: Rule = context => {
  const [queries, keys] = [1, 2].map(input => asSize(context.data(input)?.[0] ?? null));
  return [tensor(context.dtype(0), [1, at(context.shape(0), 1), queries ?? null, keys ?? null])];
};

/** Packed tokens come with the offsets [batch, length] of where they were. */
const gatedBias: Rule = context => {
  const where = context.has(6) ? context.shape(6) : context.shape(0);
  const length = at(where, 1);
  return [tensor(context.dtype(0), [at(where, 0), size(intAttribute(context.node, 'num_heads', -1)), length, length])];
};

/** Tokens without padding, where each was, how many there are up to each sequence, and the longest length. */
const removePadding: Rule = context => {
  const [batch = null, length = null, hidden = null] = context.shape(0) ?? [];
  const dtype = context.dtype(1);
  return [
    tensor(context.dtype(0), [context.fresh(0), hidden]),
    tensor(dtype, [batch, length]),
    tensor(dtype, [combined('add', batch, 1)]),
    tensor(dtype, [1]),
  ];
};

/** Embedding, query, rotated query, key, rotated key. */
const gemmaRotary: Rule = context => {
  return [1, 3].map(input => tensor(context.dtype(input), context.shape(input)));
};

/** [batch, length, heads, stride]: a slice of the last axis is normalized and turned, then the heads are put together. */
const normalizedRotary: Rule = ({ node, shape }) => {
  const [batch = null, length = null, heads = null, stride = null] = shape(0) ?? [];
  const given = intAttribute(node, 'input_width', 0);
  const width = given === 0 ? stride : size(given);
  const isFlat = intAttribute(node, 'flatten_batch', 0) !== 0;
  const rows = isFlat ? [1, combined('multiply', batch, length)] : [batch, length];
  const dtype = intAttribute(node, 'output_fp16', 0) === 0 ? 'bfloat16' : 'float16';
  return [
    tensor(dtype, [...rows, combined('multiply', heads, width)]),
    tensor('float32', [batch, length, heads, width]),
  ];
};

export const positions: RuleTable = {
  GatedRelativePositionBias: gatedBias,
  GemmaRotaryEmbedding: gemmaRotary,
  MRotaryEmbedding: sameAsFirst,
  RMSNormRotary: normalizedRotary,
  RelativePositionBias: relativeBias,
  RemovePadding: removePadding,
  RestorePadding: context => {
    const where = context.shape(1);
    return [tensor(context.dtype(0), [at(where, 0), at(where, 1), at(context.shape(0), 1)])];
  },
  RotaryEmbedding: sameAsFirst,
};
