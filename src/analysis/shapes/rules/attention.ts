import { intAttribute, intsAttribute } from '../../../model/attributes';
import type { Dimension } from '../../../model/model';
import { calculate, type Shape, size } from '../dimensions';
import { type Rule, type RuleTable, sameAsFirst, tensor } from '../rule';

const at = (shape: Shape | null, axis: number): Dimension => shape?.[axis] ?? null;

/** Whole multiples only; `null` else. */
function perHead(hidden: Dimension, heads: number): Dimension {
  return typeof hidden === 'number' && heads >= 1 ? size(hidden / heads) : null;
}

/** ONNX Attention: Q, K, V, mask, past key, past value, as [batch, heads, length, size] or [batch, length, heads * size]. */
const standard: Rule = context => {
  const { node } = context;
  const [q, k, v] = [context.shape(0), context.shape(1), context.shape(2)];
  const queryHeads = intAttribute(node, 'q_num_heads', 0);
  const keyHeads = intAttribute(node, 'kv_num_heads', 0);
  const dtype = context.dtype(0);
  if (q === null || k === null || v === null) return [tensor(dtype, null)];
  const isPacked = q.length === 3;
  const batch = at(q, 0);
  const heads = isPacked ? size(queryHeads) : at(q, 1);
  const kvHeads = isPacked ? size(keyHeads) : at(k, 1);
  const queries = isPacked ? at(q, 1) : at(q, 2);
  const keySize = isPacked ? perHead(at(k, 2), keyHeads) : at(k, 3);
  const valueSize = isPacked ? perHead(at(v, 2), keyHeads) : at(v, 3);
  const current = isPacked ? at(k, 1) : at(k, 2);
  const total = context.has(4) ? calculate('add', current, at(context.shape(4), 2)) : current;
  const hidden = isPacked ? calculate('multiply', heads, valueSize) : null;
  return [
    tensor(dtype, isPacked ? [batch, queries, hidden] : [batch, heads, queries, valueSize]),
    tensor(context.dtype(1), [batch, kvHeads, total, keySize]),
    tensor(context.dtype(2), [batch, kvHeads, total, valueSize]),
    tensor(dtype, [batch, heads, queries, total]),
  ];
};

/** com.microsoft Attention and QAttention: input [batch, length, hidden], packed weight [hidden, 3 * hidden]. */
const packed: Rule = context => {
  const input = context.shape(0);
  const sizes = intsAttribute(context.node, 'qkv_hidden_sizes', null);
  const third = (length: Dimension): Dimension => (typeof length === 'number' ? size(length / 3) : null);
  const hidden = sizes === null ? third(at(context.shape(1), 1)) : size(sizes[2] ?? -1);
  const dtype = context.node.op === 'QAttention' ? context.dtype(3) : context.dtype(0);
  return [tensor(dtype, [at(input, 0), at(input, 1), hidden])];
};

/** com.microsoft MultiHeadAttention: separate query, key and value [batch, length, hidden]. */
const multiHead: Rule = context => {
  const query = context.shape(0);
  const value = context.shape(2);
  if (query?.length !== 3 || (value !== null && value.length !== 3 && value.length !== 4)) {
    return [tensor(context.dtype(0), null)];
  }
  const hidden = value?.length === 4 ? calculate('multiply', at(value, 1), at(value, 3)) : at(value ?? query, 2);
  return [tensor(context.dtype(0), [at(query, 0), at(query, 1), hidden])];
};

/** com.microsoft GroupQueryAttention: the result has the query's shape unless key and value are packed into it. */
const groupQuery: Rule = context => {
  const query = context.shape(0);
  const heads = intAttribute(context.node, 'num_heads', 0);
  const keyHeads = intAttribute(context.node, 'kv_num_heads', 0);
  const wide = at(query, 2);
  const isPacked = !context.has(1);
  const headSize = typeof wide === 'number' ? size(wide / (isPacked ? heads + 2 * keyHeads : heads)) : null;
  const hidden = isPacked ? calculate('multiply', headSize, heads) : wide;
  const present: Shape = [at(query, 0), size(keyHeads), null, headSize];
  const cache = tensor(context.dtype(3) ?? context.dtype(0), present);
  return [tensor(context.dtype(0), [at(query, 0), at(query, 1), hidden]), cache, cache];
};

export const attention: RuleTable = { RotaryEmbedding: sameAsFirst };

/** ONNX's own Attention; com.microsoft has another operator of that name. */
export const standardAttention: RuleTable = { Attention: standard };

export const microsoftAttention: RuleTable = {
  Attention: packed,
  GroupQueryAttention: groupQuery,
  MultiHeadAttention: multiHead,
  QAttention: packed,
};
