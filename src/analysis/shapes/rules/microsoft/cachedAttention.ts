import { intAttribute } from '../../../../model/attributes';
import type { Dimension } from '../../../../model/model';
import { asSize, type Shape, size } from '../../dimensions';
import { type Inferred, type Rule, type RuleContext, type RuleTable, tensor } from '../../rule';
import { at, combined, share } from '../arithmetic';

/** Length and width of keys or values: [batch, length, hidden], [batch, heads, length, size], [batch, length, heads, 2, size]. */
interface Stored {
  readonly length: Dimension;
  readonly width: Dimension;
  readonly head: Dimension;
}

function storedOf(shape: Shape | null, heads: Dimension): Stored {
  switch (shape?.length) {
    case 3:
      return { length: at(shape, 1), width: at(shape, 2), head: share(at(shape, 2), heads) };
    case 4:
      return { length: at(shape, 2), width: combined('multiply', at(shape, 1), at(shape, 3)), head: at(shape, 3) };
    case 5:
      return { length: at(shape, 1), width: combined('multiply', at(shape, 2), at(shape, 4)), head: at(shape, 4) };
    default:
      return { length: null, width: null, head: null };
  }
}

interface Past {
  readonly key: number;
  readonly value: number;
  /** Whether the new keys and values go into the room that the past ones left. */
  readonly isShared: (context: RuleContext) => boolean;
}

/** Query, key and value, or all three packed into the query; then the result, the keys and values so far and the scores. */
function multiHead(past: Past): Rule {
  return context => {
    const query = context.shape(0);
    const heads = size(intAttribute(context.node, 'num_heads', -1));
    const isPacked = query?.length === 5;
    const key = isPacked ? storedOf(query, heads) : storedOf(context.shape(1), heads);
    const value = isPacked || !context.has(2) ? key : storedOf(context.shape(2), heads);
    const isAlone = !isPacked && !context.has(1);
    const width = isAlone ? share(at(query, 2), 3) : value.width;
    const dtype = context.dtype(0);
    if (query?.length !== 3 && query?.length !== 5) return [tensor(dtype, null)];
    const lengths = isAlone ? at(query, 1) : key.length;
    const total = totalLength(context, past, lengths);
    const before = [context.shape(past.key), context.shape(past.value)];
    const present = [key, value].map((stored, i): Inferred => {
      const head = before[i]?.length === 4 ? at(before[i] ?? null, 3) : isAlone ? share(width, heads) : stored.head;
      return tensor(dtype, [at(query, 0), heads, total, head]);
    });
    const scores = tensor(dtype, [at(query, 0), heads, at(query, 1), total]);
    return [tensor(dtype, [at(query, 0), at(query, 1), width]), ...present, scores];
  };
}

function totalLength(context: RuleContext, past: Past, current: Dimension): Dimension {
  if (!context.has(past.key)) return current;
  const before = at(context.shape(past.key), 2);
  return past.isShared(context) ? before : combined('add', before, current);
}

/** Fewer heads of keys and values than of queries; all three may be packed into the query. */
function grouped(context: RuleContext): { readonly hidden: Dimension; readonly head: Dimension } {
  const wide = at(context.shape(0), -1);
  const heads = intAttribute(context.node, 'num_heads', 0);
  const keyHeads = intAttribute(context.node, 'kv_num_heads', 0);
  if (!(heads >= 1 && keyHeads >= 0)) return { hidden: null, head: null };
  if (context.has(1)) return { hidden: wide, head: share(wide, heads) };
  const head = share(wide, heads + 2 * keyHeads);
  return { hidden: combined('multiply', head, heads), head };
}

/** The caches hold as many steps as the longest sequence of the batch has, or as they held before if that is more. */
const groupQuery: Rule = context => {
  const query = context.shape(0);
  const { hidden, head } = grouped(context);
  const past = context.shape(3);
  const longest = asSize(context.data(6)?.[0] ?? null);
  const heads = size(intAttribute(context.node, 'num_heads', -1));
  const keyHeads = size(intAttribute(context.node, 'kv_num_heads', -1));
  const known = context.has(3) ? combined('maximum', at(past, 2), longest) : longest;
  const length = known ?? context.fresh(1);
  const cache = (input: number): Inferred => {
    if (!context.has(input)) return tensor(context.dtype(0), [at(query, 0), keyHeads, length, head]);
    const before = context.shape(input);
    return tensor(context.dtype(input), [at(before, 0), at(before, 1), length, at(before, 3)]);
  };
  const result = tensor(context.dtype(0), query?.length === 3 ? [at(query, 0), at(query, 1), hidden] : null);
  const scores = tensor(context.dtype(0), [at(query, 0), heads, at(query, 1), longest]);
  return [result, cache(3), cache(4), scores];
};

/** The caches are written in place. `dtype` is that of the result. */
const inPlace: Rule = context => {
  const query = context.shape(0);
  const { hidden, head } = grouped(context);
  const valueSize = intAttribute(context.node, 'v_head_size', 0);
  const heads = size(intAttribute(context.node, 'num_heads', -1));
  const width = valueSize > 0 ? combined('multiply', heads, valueSize) : head === null ? null : hidden;
  const kept = [3, 4].map(input => tensor(context.dtype(input), context.shape(input)));
  return [tensor(context.dtype(0), query === null ? null : [...query.slice(0, -1), width]), ...kept];
};

/** Tokens of several sequences one after the other: [tokens, hidden], or [tokens, heads, 3, size] with all three packed. */
const packedMultiHead: Rule = context => {
  const query = context.shape(0);
  if (query?.length === 4) {
    return [tensor(context.dtype(0), [at(query, 0), combined('multiply', at(query, 1), at(query, 3))])];
  }
  return [tensor(context.dtype(0), query === null ? null : [at(query, 0), at(context.shape(2), 1)])];
};

/** Attention over chosen entries of the caches; its result may be of another type than the query. */
const dynamicSparse: Rule = context => {
  const [result = tensor(null, null), ...caches] = inPlace(context);
  const isWidened = intAttribute(context.node, 'output_bf16', 0) !== 0 && result.type?.kind === 'tensor';
  const output = isWidened ? { ...result, type: { ...result.type, dtype: 'bfloat16' as const } } : result;
  return [output, ...caches, tensor('int32', null)];
};

export const cachedAttention: RuleTable = {
  DecoderMaskedMultiHeadAttention: multiHead({
    key: 5,
    value: 6,
    isShared: ({ node }) => intAttribute(node, 'past_present_share_buffer', 0) !== 0,
  }),
  DynamicSparseAttention: dynamicSparse,
  GroupQueryAttention: groupQuery,
  MultiHeadAttention: multiHead({ key: 6, value: 7, isShared: context => context.has(8) }),
  PackedMultiHeadAttention: packedMultiHead,
  PagedAttention: inPlace,
  SparseAttention: inPlace,
  SparsePagedAttention: inPlace,
};
