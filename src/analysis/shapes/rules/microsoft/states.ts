import { intAttribute, stringAttribute } from '../../../../model/attributes';
import type { Dimension } from '../../../../model/model';
import { type Shape, size } from '../../dimensions';
import { forEach, type Inferred, type Rule, type RuleContext, type RuleTable, tensor } from '../../rule';
import { at, combined, share, withLast } from '../arithmetic';
import { linearAttention } from '../attention';

const number = ({ node }: RuleContext, name: string): Dimension => {
  const value = intAttribute(node, name, 0);
  return value > 0 ? size(value) : null;
};

const same = (context: RuleContext, input: number): Inferred => tensor(context.dtype(input), context.shape(input));

/** A state of each of the last steps, when so many are asked for. */
function windows(context: RuleContext): readonly Dimension[] {
  const count = intAttribute(context.node, 'state_window', 0);
  return count > 0 ? [size(count)] : [];
}

/** Attributes that lay the state out in other ways than [batch, channels, steps]. */
const LAYOUTS = ['channels_last', 'input_channels', 'state_length', 'state_update_capacity'];

/** The kernel's reach backwards along the last axis is what has to be kept. */
const causalConvolution: Rule = context => {
  const { node } = context;
  const input = context.shape(0);
  const isPlain = LAYOUTS.every(name => intAttribute(node, name, 0) === 0);
  if (context.has(3)) {
    const output = intAttribute(node, 'input_channels', 0) === 0 ? input : null;
    return [tensor(context.dtype(0), output), tensor(context.dtype(0), context.shape(3))];
  }
  if (!isPlain) return [tensor(context.dtype(0), null), tensor(context.dtype(0), null)];
  const reach = combined('subtract', at(context.shape(1), -1), 1);
  const kept = combined('multiply', reach, intAttribute(node, 'dilation', 1));
  const state = withLast(input, kept);
  return [
    tensor(context.dtype(0), input),
    tensor(context.dtype(0), state === null ? null : [...windows(context), ...state]),
  ];
};

const packedConvolution: Rule = context => {
  const [batch = null, channels = null] = context.shape(4) ?? [];
  const captured = [batch, size(intAttribute(context.node, 'state_update_capacity', 0)), channels];
  return [same(context, 0), same(context, 4), tensor(context.dtype(0), captured)];
};

/** Tokens [tokens, heads, size] one after the other; the queries alone may hold all three. */
const gatedDelta: Rule = context => {
  const [query, value, state] = [context.shape(0), context.shape(2), context.shape(6)];
  const heads = context.has(1) ? combined('maximum', at(query, 1), at(value, 1)) : null;
  const width = context.has(2) ? at(value, 2) : at(state, 2);
  return [
    tensor(context.dtype(0), [at(query, 0), heads, width]),
    tensor('float32', context.has(6) ? state : [null, at(value, 1), at(value, 2), at(context.shape(1), 2)]),
    tensor('float32', [at(state, 0), null]),
  ];
};

/** Streams lie in an axis of their own, or side by side in the last one when the node says how many. */
const preMix: Rule = context => {
  const streams = context.shape(0);
  const count = number(context, 'num_branches');
  const grouped = streams === null || streams.length < 2 ? null : [...streams.slice(0, -2), at(streams, -1)];
  const flat = withLast(streams, share(at(streams, -1), count));
  return [tensor(context.dtype(0), count === null ? grouped : flat)];
};

const lowRankMix: Rule = context => {
  const streams = context.shape(0);
  const count = number(context, 'num_branches');
  const widths = [share(at(streams, -1), count), count];
  return [...widths.map(width => tensor(context.dtype(0), withLast(streams, width))), same(context, 0)];
};

/** Hashes of the last 2 to `max_ngram_size` tokens, and the tokens that the next call needs. */
function ngrams(isPacked: boolean): Rule {
  return context => {
    const dtype = context.dtype(0);
    const before = combined('subtract', number(context, 'max_ngram_size'), 1);
    const hashes = combined('multiply', before, number(context, 'n_head_per_ngram'));
    const ids = context.shape(0);
    const batch = isPacked ? combined('subtract', at(context.shape(3), 0), 1) : at(ids, 0);
    const captured: Shape = [batch, number(context, 'state_update_capacity'), before];
    const found = [tensor(dtype, ids === null ? null : [...ids, hashes]), tensor(dtype, [batch, before])];
    return isPacked ? [...found, tensor('int32', [batch, before]), tensor(dtype, captured)] : found;
  };
}

const mambaVerify: Rule = context => {
  const rows = at(context.shape(0), 0);
  const inner = combined('multiply', number(context, 'heads'), number(context, 'head_dim'));
  const channels = at(context.shape(1), 1);
  const { dtype } = context;
  return [
    tensor(dtype(0), [rows, inner]),
    same(context, 1),
    same(context, 2),
    tensor(dtype(0), [rows, channels]),
    tensor('float32', [rows, inner]),
  ];
};

/** How many entries are chosen for each query. */
function chosen(context: RuleContext): Dimension {
  if (stringAttribute(context.node, 'policy_mode', '') === 'csa') return number(context, 'index_topk');
  const extra = combined('subtract', number(context, 'compress_ratio'), 1);
  return combined('add', number(context, 'token_budget'), extra);
}

const indexer: Rule = context => {
  const query = context.shape(0);
  const [past, key] = [context.shape(7), context.shape(1)];
  // Compressed keys come out only as blocks fill up.
  const isGrowing = stringAttribute(context.node, 'policy_mode', '') === 'qsa' && context.has(7);
  const grown = isGrowing ? [at(key, 0), combined('add', at(past, 1), at(key, 1)), at(key, 2)] : null;
  const cache = context.has(12) ? past : grown;
  return [
    tensor('int32', [at(query, 0), at(query, 1), chosen(context)]),
    tensor(context.dtype(1), cache),
    tensor(context.dtype(0), null),
  ];
};

const packedIndexer: Rule = context => {
  const tokens = at(context.shape(0), 0);
  const batch = at(context.shape(7), 0);
  const captured = [batch, number(context, 'state_update_capacity'), at(context.shape(2), 0)];
  return [
    tensor('int32', [tokens, chosen(context)]),
    tensor('int32', [tokens]),
    ...[12, 13, 14, 15].map(input => same(context, input)),
    tensor(context.dtype(0), captured),
    tensor('int32', [tokens]),
    tensor('int32', [batch]),
  ];
};

const merge: Rule = context => {
  const rows = at(context.shape(2), 0);
  const shapes: Shape[] = [[rows, number(context, 'max_output_entries')], [rows], [rows]];
  return shapes.map(shape => tensor('int32', shape));
};

/** Of the verifier's tokens [batch, rows] as many are kept as the draft foresaw. */
const commitPrefix: Rule = context => {
  const tokens = context.shape(0);
  const batch = tokens?.length === 1 ? 1 : at(tokens, 0);
  return [tensor('int32', [batch]), same(context, 3), same(context, 4)];
};

/** Operators that carry a state from step to step, and those that choose what is kept of it. */
export const states: RuleTable = {
  ...forEach(['ConvStateReplay', 'GatedDeltaNetStateReplay'], context => [same(context, 2)]),
  CausalConvWithState: causalConvolution,
  GatedDeltaNet: gatedDelta,
  GatherPacked: () => [],
  HyperConnectionLowRankMix: lowRankMix,
  HyperConnectionPostMix: context => [same(context, 0)],
  HyperConnectionPreMix: preMix,
  LinearAttention: linearAttention(Math.max, windows),
  Mamba2Verify: mambaVerify,
  NGramHashMapping: ngrams(false),
  PackedSparseAttentionIndexer: packedIndexer,
  PackedSparseAttentionIndexerMerge: merge,
  SparseAttentionIndexer: indexer,
  SpeculativePrefixCommit: commitPrefix,
  VarlenCausalConvWithState: packedConvolution,
  VarlenNGramHashMapping: ngrams(true),
};
