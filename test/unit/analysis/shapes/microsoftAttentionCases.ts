import { graphBuilder } from '../../../fixtures/builders/onnxModel';
import { f32, floats, i8, type OperatorCase, type OperatorInput, scalar, u8 } from './operatorCase';

const i32 = (...shape: number[]): OperatorInput => ({ dtype: 'int32', shape });
const i64 = (...shape: number[]): OperatorInput => ({ dtype: 'int64', shape });
const flag: OperatorInput = { dtype: 'bool', shape: [1] };
const domain = 'com.microsoft';
const heads = { num_heads: 2n };
const grouped = { num_heads: 4n, kv_num_heads: 2n };
const scaleOf = f32(1);
const scalarScale = f32();

/** A graph that the runtime takes for a language model until it is asked to run. */
const decoder = graphBuilder('decoder')
  .input('a', 'float32', [1])
  .node('Identity', ['a'], ['b'])
  .output('b', 'float32', [1]);
const loop = { decoder, eos_token_id: 1n, pad_token_id: 0n, vocab_size: 50n };
const count = (value: number): OperatorInput => ({ dtype: 'int32', shape: [1], values: [value] });

/** com.microsoft's operators of attention and text generation. */
export const microsoftAttention: readonly OperatorCase[] = [
  { op: 'Attention', domain, inputs: [f32(1, 3, 8), f32(8, 24), f32(24)], attributes: heads },
  {
    op: 'Attention',
    domain,
    inputs: [f32(1, 3, 8), f32(8, 20), f32(20)],
    attributes: { ...heads, qkv_hidden_sizes: [8n, 8n, 4n] },
  },
  {
    op: 'Attention',
    domain,
    inputs: [f32(1, 3, 8), f32(8, 24), f32(24), null, f32(2, 1, 2, 5, 4)],
    attributes: { ...heads, unidirectional: 1n },
    outputs: 2,
  },
  { op: 'PackedAttention', domain, inputs: [f32(5, 8), f32(8, 24), f32(24), i32(2, 3), i32(3)], attributes: heads },
  {
    op: 'QAttention',
    domain,
    inputs: [
      u8(1, 3, 8),
      i8(8, 24),
      f32(24),
      scalar('float32', 0.1),
      scalar('float32', 0.1),
      null,
      scalar('uint8', 3),
      scalar('int8', 0),
    ],
    attributes: heads,
  },
  {
    op: 'QAttention',
    domain,
    inputs: [
      u8(1, 3, 8),
      i8(8, 24),
      f32(24),
      scalar('float32', 0.1),
      scalar('float32', 0.1),
      null,
      scalar('uint8', 3),
      scalar('int8', 0),
      f32(2, 1, 2, 5, 4),
    ],
    attributes: { ...heads, unidirectional: 1n },
    outputs: 2,
  },
  {
    op: 'QOrderedAttention',
    domain,
    inputs: [
      i8(1, 3, 8),
      ...[scalarScale, scalarScale, scalarScale, scalarScale],
      ...[i8(8, 8), i8(8, 8), i8(8, 8)],
      ...[scalarScale, scalarScale, scalarScale],
      ...[f32(8), f32(8), f32(8)],
      ...[scalarScale, scalarScale, scalarScale],
    ],
    attributes: { ...heads, order_input: 1n, order_output: 1n, order_weight: 0n },
  },
  {
    op: 'LongformerAttention',
    domain,
    inputs: [f32(1, 4, 8), f32(8, 24), f32(24), f32(1, 4), f32(8, 24), f32(24), i32(1, 4)],
    attributes: { ...heads, window: 2n },
  },
  {
    op: 'QOrderedLongformerAttention',
    domain,
    inputs: [
      ...[i8(1, 4, 8), scaleOf, i8(8, 24), scaleOf, f32(24), scaleOf, scaleOf],
      ...[{ dtype: 'float16', shape: [1, 4] } as const, i8(8, 24), scaleOf, f32(24), scaleOf, i32(1, 4), scaleOf],
    ],
    attributes: { ...heads, window: 2n, order_input: 1n, order_output: 1n, order_weight: 0n, order_global_weight: 0n },
  },
  {
    op: 'DecoderAttention',
    domain,
    inputs: [
      ...[f32(3, 2, 8), f32(3, 2, 8), f32(8, 8), f32(8, 16), f32(24)],
      ...[null, null, null, flag, flag, flag, flag],
    ],
    attributes: heads,
  },
  {
    op: 'DecoderMaskedSelfAttention',
    domain,
    inputs: [f32(1, 1, 8), f32(8, 24), f32(24), null, f32(2, 1, 2, 9, 4), null, scalar('int32', 4)],
    attributes: { ...heads, past_present_share_buffer: 1n },
    outputs: 2,
    untold: [1],
  },
  { op: 'MultiHeadAttention', domain, inputs: [f32(1, 3, 8), f32(1, 5, 8), f32(1, 5, 8)], attributes: heads },
  { op: 'MultiHeadAttention', domain, inputs: [f32(1, 3, 8), f32(1, 5, 8), f32(1, 5, 12)], attributes: heads },
  { op: 'MultiHeadAttention', domain, inputs: [f32(1, 3, 8), f32(1, 2, 5, 4), f32(1, 2, 5, 4)], attributes: heads },
  { op: 'MultiHeadAttention', domain, inputs: [f32(1, 3, 2, 3, 4)], attributes: heads },
  { op: 'MultiHeadAttention', domain, inputs: [f32(1, 3, 8), f32(1, 5, 2, 2, 4)], attributes: heads },
  {
    op: 'MultiHeadAttention',
    domain,
    inputs: [f32(1, 3, 8), f32(1, 3, 8), f32(1, 3, 8), null, null, null, f32(1, 2, 6, 4), f32(1, 2, 6, 4)],
    attributes: heads,
    outputs: 3,
  },
  {
    op: 'DecoderMaskedMultiHeadAttention',
    domain,
    inputs: [f32(1, 1, 8), f32(1, 1, 8), f32(1, 1, 8)],
    attributes: heads,
  },
  {
    op: 'DecoderMaskedMultiHeadAttention',
    domain,
    inputs: [
      ...[f32(1, 1, 8), f32(1, 1, 8), f32(1, 1, 8), null, null],
      ...[f32(1, 2, 9, 4), f32(1, 2, 9, 4), scalar('int32', 3)],
    ],
    attributes: { ...heads, past_present_share_buffer: 1n },
    outputs: 3,
  },
  {
    op: 'GroupQueryAttention',
    domain,
    inputs: [
      ...[f32(1, 3, 32), f32(1, 3, 16), f32(1, 3, 16), null, null],
      ...[{ dtype: 'int32', shape: [1], values: [2] } as const, scalar('int32', 3)],
    ],
    attributes: grouped,
    outputs: 3,
  },
  {
    op: 'GroupQueryAttention',
    domain,
    inputs: [
      ...[f32(1, 1, 32), f32(1, 1, 16), f32(1, 1, 16), f32(1, 2, 4, 8), f32(1, 2, 4, 8)],
      ...[{ dtype: 'int32', shape: [1], values: [4] } as const, scalar('int32', 5)],
    ],
    attributes: grouped,
    outputs: 3,
  },
  {
    op: 'GroupQueryAttention',
    domain,
    inputs: [
      ...[f32(1, 1, 64), null, null, f32(1, 2, 16, 8), f32(1, 2, 16, 8)],
      ...[{ dtype: 'int32', shape: [1], values: [4] } as const, scalar('int32', 5)],
    ],
    attributes: grouped,
    outputs: 3,
  },
  {
    op: 'SparseAttention',
    domain,
    inputs: [
      ...[f32(1, 4, 32), f32(1, 4, 16), f32(1, 4, 16), f32(1, 2, 16, 8), f32(1, 2, 16, 8)],
      ...[i32(1, 2), i32(1, 1), scalar('int32', 4), i32(1)],
    ],
    attributes: { ...grouped, sparse_block_size: 16n },
    outputs: 3,
  },
  {
    op: 'PagedAttention',
    domain,
    inputs: [
      ...['query', 'key', 'value'].map(name => ({ dtype: 'float16', shape: [5, name === 'query' ? 32 : 16] }) as const),
      ...([3, 4] as const).map(() => ({ dtype: 'float16', shape: [6, 16, 2, 8] }) as const),
      ...[i32(3), i32(2), i32(2, 3)],
    ],
    attributes: grouped,
    outputs: 3,
  },
  {
    op: 'PackedMultiHeadAttention',
    domain,
    inputs: [f32(5, 8), f32(5, 8), f32(5, 12), null, i32(2, 3), i32(3)],
    attributes: heads,
  },
  {
    op: 'PackedMultiHeadAttention',
    domain,
    inputs: [f32(5, 2, 3, 4), null, null, null, i32(2, 3), i32(3)],
    attributes: heads,
  },
  {
    op: 'RelativePositionBias',
    domain,
    inputs: [f32(32, 2), scalar('int64', 4), scalar('int64', 4)],
    attributes: { max_distance: 16n, is_bidirectional: 1n },
    untold: [0],
  },
  {
    op: 'GatedRelativePositionBias',
    domain,
    inputs: [f32(1, 3, 8), f32(8), f32(1, 2, 3, 3), f32(4, 6), f32(6), f32(1, 2, 1, 1)],
    attributes: heads,
  },
  {
    op: 'GatedRelativePositionBias',
    domain,
    inputs: [f32(5, 8), f32(8), f32(1, 2, 3, 3), f32(4, 6), f32(6), f32(1, 2, 1, 1), i32(2, 3)],
    attributes: heads,
  },
  { op: 'RemovePadding', domain, inputs: [f32(2, 3, 4), i32(2)], outputs: 4, open: true },
  { op: 'RestorePadding', domain, inputs: [f32(5, 4), i32(2, 3)] },
  { op: 'RotaryEmbedding', domain, inputs: [f32(1, 2, 8), i64(1), f32(4, 4), f32(4, 4)] },
  {
    op: 'GemmaRotaryEmbedding',
    domain,
    inputs: [f32(1, 3, 4), ...([1, 2, 3, 4] as const).map(() => ({ dtype: 'float16', shape: [1, 2, 3, 4] }) as const)],
    outputs: 2,
  },
  {
    op: 'MRotaryEmbedding',
    domain,
    inputs: [f32(1, 2, 8), i64(3, 1, 2), f32(4, 4), f32(4, 4)],
    attributes: { mrope_section: [2n, 1n, 1n] },
  },
  {
    op: 'LinearAttention',
    domain,
    inputs: [f32(2, 3, 8), f32(2, 3, 8), f32(2, 3, 12), null, f32(2, 3, 2), f32(2, 3, 2)],
    attributes: { q_num_heads: 2n, kv_num_heads: 2n },
    outputs: 2,
  },
  {
    op: 'CausalConvWithState',
    domain,
    inputs: [f32(2, 4, 6), f32(4, 1, 3), f32(4)],
    attributes: { activation: 'silu' },
    outputs: 2,
  },
  {
    op: 'CausalConvWithState',
    domain,
    inputs: [f32(2, 4, 6), f32(4, 1, 3), f32(4), f32(2, 4, 2)],
    outputs: 2,
  },
  {
    op: 'VarlenCausalConvWithState',
    domain,
    inputs: [f32(7, 4), f32(4, 1, 3), i32(3), null, f32(2, 4, 2)],
    outputs: 2,
  },
  {
    op: 'GatedDeltaNet',
    domain,
    inputs: [f32(6, 2, 4), f32(6, 2, 4), f32(6, 2, 3), i32(3), f32(6, 2), f32(6, 2), f32(2, 2, 3, 4)],
    outputs: 2,
  },
  { op: 'LinearAttentionGate', domain, inputs: [f32(2, 3, 4), f32(4), f32(4), f32(2, 3, 4)], outputs: 2 },
  {
    op: 'EngramGate',
    domain,
    inputs: [f32(2, 3, 2, 4), f32(2, 3, 2, 4), f32(2, 3, 4), f32(2, 4), f32(2, 4)],
  },
  {
    op: 'NGramHashMapping',
    domain,
    inputs: [i64(2, 5), i64(3), i64(4)],
    attributes: { max_ngram_size: 3n, n_head_per_ngram: 2n, pad_id: 0n },
    outputs: 2,
  },
  { op: 'GreedySearch', domain, inputs: [i32(2, 3), count(20)], attributes: loop },
  { op: 'Sampling', domain, inputs: [i32(2, 3), count(20)], attributes: loop },
  {
    op: 'BeamSearch',
    domain,
    inputs: [
      ...[i32(2, 3), count(20), count(1), count(4), count(2)],
      ...[floats(1), null, null, null, null, null, null],
    ],
    attributes: loop,
  },
];
