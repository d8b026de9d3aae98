import { f32, type OperatorCase, type OperatorInput, scalar } from './operatorCase';

const domain = 'com.microsoft';
const half = (...shape: number[]): OperatorInput => ({ dtype: 'float16', shape });
const brain = (...shape: number[]): OperatorInput => ({ dtype: 'bfloat16', shape });
const i32 = (...shape: number[]): OperatorInput => ({ dtype: 'int32', shape });
const i64 = (...shape: number[]): OperatorInput => ({ dtype: 'int64', shape });
const bytes = (...shape: number[]): OperatorInput => ({ dtype: 'uint8', shape });

/** One of com.microsoft's operators that the runtime here does not have, and what onnxruntime 1.32 tells of its outputs. */
export interface NewerCase extends OperatorCase {
  readonly told: readonly string[];
}

export const microsoftNewer: readonly NewerCase[] = [
  { op: 'BranchwiseRMSNorm', domain, inputs: [f32(2, 3, 2, 4), f32(2, 4)], told: ['float32[2,3,2,4]'] },
  { op: 'ScaledSiLU', domain, inputs: [f32(2, 3)], attributes: { alpha: 1.5 }, told: ['float32[2,3]'] },
  { op: 'SwiGLU', domain, inputs: [f32(2, 8)], told: ['float32[2,4]'] },
  { op: 'SwiGLU', domain, inputs: [f32(2, 8), f32(2, 8)], told: ['float32[2,8]'] },
  {
    op: 'HyperConnectionPostMix',
    domain,
    inputs: [f32(2, 3, 2, 4), f32(2, 3, 4), f32(2, 3, 2)],
    told: ['float32[2,3,2,4]'],
  },
  { op: 'HyperConnectionPreMix', domain, inputs: [f32(2, 3, 2, 4), f32(2, 3, 2)], told: ['float32[2,3,4]'] },
  {
    op: 'HyperConnectionPreMix',
    domain,
    inputs: [f32(2, 3, 8), f32(2, 3, 2)],
    attributes: { num_branches: 2n },
    told: ['float32[2,3,4]'],
  },
  {
    op: 'HyperConnectionLowRankMix',
    domain,
    inputs: [f32(2, 3, 8), f32(8), f32(8, 5), f32(5, 8), f32(8, 2)],
    attributes: { num_branches: 2n },
    outputs: 3,
    told: ['float32[2,3,4]', 'float32[2,3,2]', 'float32[2,3,8]'],
  },
  {
    op: 'RouterGateUpProj',
    domain,
    inputs: [half(2, 3, 8), half(8, 14)],
    attributes: { router_size: 4n, activation: 'swiglu' },
    outputs: 2,
    told: ['float16[2,3,4]', 'float16[2,3,5]'],
  },
  {
    op: 'MoEGroupRouter',
    domain,
    inputs: [f32(6, 8), f32(8)],
    attributes: { n_group: 2n, topk_group: 1n, top_k: 2n, group_topk: 2n },
    told: ['float32[6,8]'],
  },
  {
    op: 'MoEPacked',
    domain,
    inputs: [half(2, 3, 256), f32(6, 4), bytes(4, 256, 144), bytes(4, 256, 144), bytes(4, 256, 144)],
    attributes: { k: 2n, gate_type: 12n, up_type: 12n, down_type: 12n, activation_type: 'swiglu' },
    told: ['float16[2,3,256]'],
  },
  {
    op: 'MatMulPacked',
    domain,
    inputs: [half(2, 3, 256), bytes(5, 144)],
    attributes: { K: 256n, N: 5n, packed_type: 12n },
    told: ['float16[2,3,5]'],
  },
  {
    op: 'MatMulNBitsQLoRA',
    domain,
    inputs: [f32(2, 32), bytes(5, 1, 16), f32(5, 1), bytes(4, 1, 16), f32(4, 1), bytes(5, 1, 16), f32(5, 1)],
    attributes: { K: 32n, N: 5n, bits: 4n, block_size: 32n, lora_bits: 4n, lora_block_size: 32n },
    told: ['float32[2,5]'],
  },
  { op: 'ConvStateReplay', domain, inputs: [f32(20), f32(30), f32(40), i64(8)], told: ['float32[40]'] },
  { op: 'GatedDeltaNetStateReplay', domain, inputs: [f32(20), f32(30), f32(40), i64(11)], told: ['float32[40]'] },
  {
    op: 'RMSNormRotary',
    domain,
    inputs: [brain(2, 3, 4, 16), f32(16), i64(1), brain(9, 4), brain(9, 4)],
    attributes: { rotary_embedding_dim: 8n },
    outputs: 2,
    told: ['bfloat16[2,3,64]', 'float32[2,3,4,16]'],
  },
  {
    op: 'RMSNormRotary',
    domain,
    inputs: [brain(2, 3, 4, 16), f32(8), i64(1), f32(9, 4), f32(9, 4)],
    attributes: { rotary_embedding_dim: 8n, input_width: 8n, flatten_batch: 1n, output_fp16: 1n },
    outputs: 2,
    told: ['float16[1,6,32]', 'float32[2,3,4,8]'],
  },
  {
    op: 'SpeculativePrefixCommit',
    domain,
    inputs: [i64(2, 8), i64(2, 8), i32(1), i64(32), i64(4), i64(32), i64(4)],
    outputs: 3,
    told: ['int32[2]', 'int64[32]', 'int64[4]'],
  },
  {
    op: 'VarlenNGramHashMapping',
    domain,
    inputs: [i64(7), i64(3), i64(4), i32(3)],
    attributes: { max_ngram_size: 3n, n_head_per_ngram: 2n, pad_id: 0n },
    outputs: 2,
    told: ['int64[7,4]', 'int64[2,2]'],
  },
  {
    op: 'Mamba2Verify',
    domain,
    inputs: [
      ...[brain(4, 514), brain(5, 384, 3), f32(5, 2, 128, 64), brain(384, 4), brain(384)],
      ...[f32(2), f32(2), f32(2), f32(128), i32(1)],
    ],
    attributes: { heads: 2n, head_dim: 64n, d_state: 128n, n_groups: 1n },
    outputs: 3,
    told: ['bfloat16[4,128]', 'bfloat16[5,384,3]', 'float32[5,2,128,64]'],
  },
  {
    op: 'SparseAttentionIndexer',
    domain,
    inputs: [f32(1, 2, 8), f32(1, 2, 4), f32(4), f32(4), f32(9, 2), f32(9, 2), i64(1, 6), f32(1, 4, 4)],
    attributes: { policy_mode: 'qsa', token_budget: 8n, compress_ratio: 4n },
    outputs: 2,
    told: ['int32[1,2,11]', 'float32[1,6,4]'],
  },
  {
    op: 'PackedSparseAttentionIndexerMerge',
    domain,
    inputs: [i32(3, 5), i32(3), i32(7), i32(7), i32(7)],
    attributes: { max_output_entries: 16n, policy_mode: 'append_range' },
    outputs: 3,
    told: ['int32[7,16]', 'int32[7]', 'int32[7]'],
  },
  {
    op: 'PackedSparseAttentionIndexer',
    domain,
    inputs: [
      ...[f32(7, 8), f32(7, 4), f32(4), f32(4), f32(9, 2), f32(9, 2), i32(3), i32(2)],
      ...[null, null, null, null, f32(2, 16, 4), f32(2, 7, 4), null, i32(2, 2)],
    ],
    attributes: { policy_mode: 'qsa', token_budget: 8n, compress_ratio: 4n, state_capacity: 16n },
    outputs: 6,
    omitted: [4],
    told: ['int32[7,11]', 'int32[7]', 'float32[2,16,4]', 'float32[2,7,4]', 'int32[2,2]'],
  },
  {
    op: 'DynamicSparseAttention',
    domain,
    inputs: [
      ...[half(1, 2, 32), half(1, 2, 16), half(1, 2, 16), half(1, 2, 16, 8), half(1, 2, 16, 8), null, null],
      ...[i32(2, 4), i32(2), i32(1), scalar('int32', 5)],
    ],
    attributes: { num_heads: 4n, kv_num_heads: 2n },
    outputs: 3,
    told: ['float16[1,2,32]', 'float16[1,2,16,8]', 'float16[1,2,16,8]'],
  },
  {
    op: 'SparsePagedAttention',
    domain,
    inputs: [
      ...[half(5, 32), half(5, 16), half(5, 16), half(6, 16, 2, 8), half(6, 16, 2, 8)],
      ...[i32(3), i32(2), i32(2, 3), null, i32(5, 4), i32(5)],
    ],
    attributes: { num_heads: 4n, kv_num_heads: 2n },
    outputs: 3,
    told: ['float16[5,32]', 'float16[6,16,2,8]', 'float16[6,16,2,8]'],
  },
];
