import { intAttribute } from '../../../model/attributes';
import type { Dimension } from '../../../model/model';
import { type Shape, size } from '../dimensions';
import { type Rule, type RuleContext, type RuleTable, sameAsFirst, tensor } from '../rule';
import { at, combined, share } from './arithmetic';

/** Sizes of one of Q, K and V, which come as [batch, heads, length, size] or [batch, length, heads * size]. */
interface Heads {
  readonly batch: Dimension;
  readonly heads: Dimension;
  readonly length: Dimension;
  readonly size: Dimension;
}

function headsOf(shape: Shape | null, packedHeads: number): Heads | null {
  if (shape?.length === 4) {
    const [batch = null, heads = null, length = null, width = null] = shape;
    return { batch, heads, length, size: width };
  }
  if (shape?.length !== 3) return null;
  const [batch = null, length = null, hidden = null] = shape;
  return { batch, heads: size(packedHeads), length, size: packedHeads >= 1 ? share(hidden, packedHeads) : null };
}

/** Q, K, V, mask, past key, past value; then the result, the keys and values so far and the scores. */
const attend: Rule = context => {
  const { node } = context;
  const queryHeads = intAttribute(node, 'q_num_heads', 0);
  const keyHeads = intAttribute(node, 'kv_num_heads', 0);
  const q = headsOf(context.shape(0), queryHeads);
  const k = headsOf(context.shape(1), keyHeads);
  const v = headsOf(context.shape(2), keyHeads);
  const dtype = context.dtype(0);
  if (q === null || k === null || v === null) return [tensor(dtype, null)];
  const total = context.has(4) ? combined('add', k.length, at(context.shape(4), 2)) : k.length;
  const isPacked = context.shape(0)?.length === 3;
  const result = isPacked
    ? [q.batch, q.length, combined('multiply', q.heads, v.size)]
    : [q.batch, q.heads, q.length, v.size];
  return [
    tensor(dtype, result),
    tensor(context.dtype(1), [q.batch, k.heads, total, k.size]),
    tensor(context.dtype(2), [q.batch, v.heads, total, v.size]),
    tensor(dtype, [q.batch, q.heads, q.length, total]),
  ];
};

/** The result takes the width of its heads from the values. */
const flexAttend: Rule = context => {
  const [batch = null, heads = null, length = null] = context.shape(0) ?? [];
  const isKnown = context.shape(0)?.length === 4;
  return [tensor(context.dtype(0), isKnown ? [batch, heads, length, at(context.shape(2), 3)] : null)];
};

/**
 * Q, K, V [batch, steps, heads * size], state [batch, heads, key size, value size]. `resultHeads` says how many heads the
 * result has, of those of the queries and those of keys and values.
 */
export function linearAttention(
  resultHeads: (queries: number, keys: number) => number,
  windows: (context: RuleContext) => readonly Dimension[],
): Rule {
  return context => {
    const queries = intAttribute(context.node, 'q_num_heads', 0);
    const keys = intAttribute(context.node, 'kv_num_heads', 0);
    const dtype = context.dtype(0);
    if (!(queries >= 1 && keys >= 1)) return [tensor(dtype, null)];
    const batch = at(context.shape(0), 0);
    const keySize = share(at(context.shape(1), 2), keys) ?? share(at(context.shape(0), 2), queries);
    const valueSize = share(at(context.shape(2), 2), keys);
    const width = combined('multiply', size(resultHeads(queries, keys)), valueSize);
    const state = context.has(3) ? context.dtype(3) : dtype;
    return [
      tensor(dtype, [batch, at(context.shape(0), 1), width]),
      tensor(state, [...windows(context), batch, size(keys), keySize, valueSize]),
    ];
  };
}

/** The input's shape, and the last kernel - 1 steps of each channel. */
const causalConvolution: Rule = context => {
  const kernel = at(context.shape(1), -1);
  const state = [at(context.shape(0), 0), at(context.shape(0), 1), combined('subtract', kernel, 1)];
  return [tensor(context.dtype(0), context.shape(0)), tensor(context.dtype(0), state)];
};

/** https://onnx.ai/onnx/operators/onnx__Attention.html and its relatives. */
export const attention: RuleTable = {
  Attention: attend,
  CausalConvWithState: causalConvolution,
  LinearAttention: linearAttention(
    queries => queries,
    () => [],
  ),
  RotaryEmbedding: sameAsFirst,
};

export const previewAttention: RuleTable = { FlexAttention: flexAttend };
