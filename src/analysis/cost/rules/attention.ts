import { intAttribute, intsAttribute, stringAttribute } from '../../../model/attributes';
import { type Cost, type CostContext, type CostRule, type CostTable, multiplyAdds } from '../costRule';
import { type Figure, product, quotient, total } from '../figure';

/** Sizes of scaled dot-product attention, of one run. */
interface Attention {
  readonly batch: Figure;
  readonly heads: Figure;
  readonly queries: Figure;
  readonly keys: Figure;
  /** Heads × size of a head, of queries and keys, and of values. */
  readonly hidden: Figure;
  readonly valueHidden: Figure;
  readonly hasMask: boolean;
}

/** Two products, and for each score: scaling, softmax (5), the sum with a mask. */
function attend({ batch, heads, queries, keys, hidden, valueHidden, hasMask }: Attention, further: Figure = []): Cost {
  const macs = product(batch, queries, keys, total(hidden, valueHidden));
  const scores = product(batch, heads, queries, keys);
  return multiplyAdds(macs, total(product(hasMask ? 7 : 6, scores), further));
}

function plus(cost: Cost, macs: Figure): Cost {
  return { macs: total(cost.macs, macs), flops: total(cost.flops, product(2, macs)) };
}

/** Keys that are kept from earlier steps, and those of this one. */
function allKeys(context: CostContext, past: number, axis: number, current: Figure): Figure {
  const cache = context.input(past);
  return cache.isConnected ? total(cache.size(axis), current) : current;
}

/** Query [batch, heads, length, size] or [batch, length, heads × size]. */
const standard: CostRule = context => {
  const [q, k, v] = [context.input(0), context.input(1), context.input(2)];
  const isPacked = q.shape?.length === 3;
  const queryHeads = intAttribute(context.node, 'q_num_heads', 0);
  const keyHeads = intAttribute(context.node, 'kv_num_heads', 0);
  const heads = isPacked ? context.amount(queryHeads) : q.size(1);
  const current = k.size(-2);
  const valueHidden = isPacked ? quotient(product(v.size(2), queryHeads), keyHeads) : product(heads, v.size(3));
  return attend({
    batch: q.size(0),
    heads,
    queries: q.size(-2),
    keys: allKeys(context, 4, 2, current),
    hidden: isPacked ? q.size(2) : product(heads, q.size(3)),
    valueHidden,
    hasMask: context.input(3).isConnected,
  });
};

/** Input [batch, length, width], packed weight [width, hidden of Q, K and V]. */
function projecting(mask: number, past: number, bias: number): CostRule {
  return context => {
    const input = context.input(0);
    const weight = context.input(1);
    const sizes = intsAttribute(context.node, 'qkv_hidden_sizes', null);
    const columns = weight.size(1);
    const third = quotient(columns, 3);
    const [hidden, valueHidden] = sizes === null ? [third, third] : [product(sizes[0] ?? 0), product(sizes[2] ?? 0)];
    const positions = product(input.size(0), input.size(1));
    const attention = attend(
      {
        batch: input.size(0),
        heads: product(intAttribute(context.node, 'num_heads', 0)),
        queries: input.size(1),
        keys: allKeys(context, past, 3, input.size(1)),
        hidden,
        valueHidden,
        hasMask: context.input(mask).isConnected || context.input(5).isConnected,
      },
      context.input(bias).isConnected ? product(positions, columns) : [],
    );
    return plus(attention, product(positions, input.size(2), columns));
  };
}

/** Query [batch, length, hidden]; packed forms [batch, length, heads, 3 or 2, size]; keys may be [batch, heads, length, size]. */
const multiHead: CostRule = context => {
  const [query, key, value] = [context.input(0), context.input(1), context.input(2)];
  const heads = product(intAttribute(context.node, 'num_heads', 0));
  const isPacked = query.shape?.length === 5;
  const hidden = isPacked ? product(query.size(2), query.size(4)) : query.size(2);
  const current = !key.isConnected ? query.size(1) : key.size(key.shape?.length === 4 ? 2 : 1);
  const valueHidden = !value.isConnected
    ? hidden
    : value.shape?.length === 4
      ? product(heads, value.size(3))
      : value.size(2);
  const isCrossed = key.shape?.length === 4;
  return attend({
    batch: query.size(0),
    heads,
    queries: query.size(1),
    keys: isCrossed ? current : allKeys(context, 6, 2, current),
    hidden,
    valueHidden,
    hasMask: context.input(4).isConnected || context.input(5).isConnected,
  });
};

/** Query [batch, length, heads × size], or query, key and value in one; rotation is 3 FLOPs for each number of Q and K. */
const groupQuery: CostRule = context => {
  const { node } = context;
  const query = context.input(0);
  const heads = intAttribute(node, 'num_heads', 0);
  const keyHeads = intAttribute(node, 'kv_num_heads', 0);
  if (!(heads > 0) || !(keyHeads > 0)) return multiplyAdds(context.unknown('the number of heads is missing'));
  const isPacked = !context.input(1).isConnected;
  const width = quotient(query.size(2), isPacked ? heads + 2 * keyHeads : heads);
  const hidden = product(heads, width);
  const known = context.numbers(6)?.[0];
  const keys = known === undefined ? allKeys(context, 3, 2, query.size(1)) : product(known);
  const rotated = product(3, query.size(0), query.size(1), heads + keyHeads, width);
  return attend(
    {
      batch: query.size(0),
      heads: product(heads),
      queries: query.size(1),
      keys,
      hidden,
      valueHidden: hidden,
      hasMask: true,
    },
    intAttribute(node, 'do_rotary', 0) === 0 ? [] : rotated,
  );
};

/** A state of [key size, value size] for each key head is updated and read at each step. */
const linear: CostRule = context => {
  const [query, key, value] = [context.input(0), context.input(1), context.input(2)];
  const heads = intAttribute(context.node, 'q_num_heads', 0);
  const keyHeads = intAttribute(context.node, 'kv_num_heads', 0);
  if (!(heads > 0) || !(keyHeads > 0)) return multiplyAdds(context.unknown('the number of heads is missing'));
  const update = stringAttribute(context.node, 'update_rule', 'gated_delta');
  const state = quotient(product(query.size(0), query.size(1), key.size(2), value.size(2)), keyHeads * keyHeads);
  const products = heads + keyHeads * (update.includes('delta') ? 2 : 1);
  return multiplyAdds(product(products, state), product(update.includes('gated') ? keyHeads : 0, state));
};

const SCORES =
  'MACs = batch × queries × keys × (heads × key size + heads × value size); + per score 1 FLOP for scaling, 5 for softmax, 1 with a mask; keys include the past; masked scores count';

const rotary: CostTable = {
  RotaryEmbedding: {
    formula: 'FLOPs = 3 × input elements (2 products and 1 sum each)',
    cost: context => ({ macs: [], flops: product(3, context.input(0).elements) }),
  },
};

/** ONNX's own operators; com.microsoft has others of the same names. */
export const attention: CostTable = {
  ...rotary,
  Attention: { formula: SCORES, cost: standard },
  LinearAttention: {
    formula:
      'MACs = batch × steps × key size × value size × (heads + key heads), + key heads once more with a delta rule; gating is 1 FLOP per number of the state',
    cost: linear,
  },
};

export const microsoftAttention: CostTable = {
  ...rotary,
  Attention: {
    formula: `${SCORES}; + batch × length × width × (Q + K + V sizes) MACs for the projection, + 1 FLOP each with bias`,
    cost: projecting(3, 4, 2),
  },
  QAttention: { formula: 'as com.microsoft.Attention; rescaling is not counted', cost: projecting(5, 8, 2) },
  MultiHeadAttention: { formula: SCORES, cost: multiHead },
  GroupQueryAttention: {
    formula: `${SCORES}; with rotation + 3 FLOPs per number of queries and new keys`,
    cost: groupQuery,
  },
};
