import { f32, floats, i8, ints, type OperatorCase, type OperatorInput, scalar, scale, u8, zero8 } from './operatorCase';

const domain = 'com.microsoft';
const i32 = (...shape: number[]): OperatorInput => ({ dtype: 'int32', shape });
const zeros = (dtype: 'uint8' | 'int64', ...shape: number[]): OperatorInput => ({
  dtype,
  shape,
  values: new Array<number>(shape.reduce((a, b) => a * b, 1)).fill(0),
});
const ones = (...shape: number[]): OperatorInput => ({
  dtype: 'float32',
  shape,
  values: new Array<number>(shape.reduce((a, b) => a * b, 1)).fill(1),
});
const quantized = (...shape: number[]): readonly OperatorInput[] => [u8(...shape), scale, zero8];
const result = [scale, zero8];
const half = (...shape: number[]): OperatorInput => ({ dtype: 'float16', shape });

/** com.microsoft's quantized operators and matrix products. */
export const microsoftQuantized: readonly OperatorCase[] = [
  { op: 'QLinearAdd', domain, inputs: [...quantized(2, 1, 3), ...quantized(4, 1), ...result] },
  { op: 'QLinearMul', domain, inputs: [...quantized(2, 1, 3), ...quantized(4, 1), ...result] },
  {
    op: 'QLinearWhere',
    domain,
    inputs: [{ dtype: 'bool', shape: [2, 1] }, ...quantized(3), ...quantized(1), ...result],
  },
  { op: 'QLinearLeakyRelu', domain, inputs: [...quantized(2, 3), ...result], attributes: { alpha: 0.1 } },
  { op: 'QLinearSoftmax', domain, inputs: [...quantized(2, 3), ...result], attributes: { axis: 1n, opset: 13n } },
  {
    op: 'QLinearReduceMean',
    domain,
    inputs: [...quantized(2, 3, 4), ...result],
    attributes: { axes: ints(-1), keepdims: 1n },
  },
  {
    op: 'QLinearReduceMean',
    domain,
    inputs: [...quantized(2, 3, 4), ...result],
    attributes: { axes: ints(0), keepdims: 0n },
  },
  {
    op: 'QLinearConcat',
    domain,
    inputs: [...result, ...quantized(2, 3), ...quantized(2, 4)],
    attributes: { axis: -1n },
  },
  {
    op: 'QLinearConv',
    domain,
    inputs: [...quantized(1, 6, 7, 2), i8(3, 2, 3, 3), scale, scalar('int8', 0), ...result],
    attributes: { channels_last: 1n, strides: ints(2, 1) },
  },
  {
    op: 'QLinearConv',
    domain,
    inputs: [...quantized(1, 2, 6, 7), i8(3, 2, 3, 3), scale, scalar('int8', 0), ...result],
  },
  {
    op: 'QLinearAveragePool',
    domain,
    inputs: [...quantized(1, 7, 8, 2), ...result],
    attributes: { channels_last: 1n, kernel_shape: ints(3, 2), strides: ints(2, 2), ceil_mode: 1n },
  },
  {
    op: 'QLinearAveragePool',
    domain,
    inputs: [...quantized(1, 2, 7, 8), ...result],
    attributes: { kernel_shape: ints(3, 2) },
  },
  {
    op: 'QLinearGlobalAveragePool',
    domain,
    inputs: [...quantized(1, 4, 5, 3), ...result],
    attributes: { channels_last: 1n },
  },
  { op: 'QGemm', domain, inputs: [u8(3, 4), scale, zero8, i8(4, 5), scale, scalar('int8', 0)] },
  {
    op: 'QGemm',
    domain,
    inputs: [u8(4, 3), scale, zero8, i8(5, 4), scale, scalar('int8', 0), null, ...result],
    attributes: { transA: 1n, transB: 1n },
  },
  { op: 'QuantizeLinear', domain, inputs: [f32(2, 3), scale, scalar('int16', 0)] },
  { op: 'DequantizeLinear', domain, inputs: [u8(2, 3), scale, zero8] },
  { op: 'MulInteger', domain, inputs: [u8(2, 1), zero8, u8(3), zero8] },
  {
    op: 'MatMulInteger16',
    domain,
    inputs: [
      { dtype: 'int16', shape: [2, 3, 4] },
      { dtype: 'int16', shape: [4, 5] },
    ],
  },
  {
    op: 'MatMulInteger16',
    domain,
    inputs: [
      { dtype: 'uint16', shape: [2, 3, 4] },
      { dtype: 'uint16', shape: [4, 5] },
    ],
  },
  {
    op: 'MatMulInteger16',
    domain,
    inputs: [
      { dtype: 'uint16', shape: [2, 3, 4] },
      { dtype: 'int16', shape: [4, 5] },
    ],
  },
  { op: 'DynamicQuantizeMatMul', domain, inputs: [f32(2, 3, 4), i8(4, 5), scale, scalar('int8', 0)] },
  { op: 'MatMulIntegerToFloat', domain, inputs: [u8(2, 3, 4), u8(4, 5), scale, scale] },
  ...[48, 40].map(
    (K): OperatorCase => ({
      op: 'MatMulNBits',
      domain,
      inputs: [f32(2, 3, K), zeros('uint8', 5, 2, 16), ones(10)],
      attributes: { K: BigInt(K), N: 5n, bits: 4n, block_size: 32n },
    }),
  ),
  {
    op: 'MatMulNBits',
    domain,
    inputs: [f32(48), zeros('uint8', 5, 2, 32), ones(10)],
    attributes: { K: 48n, N: 5n, bits: 8n, block_size: 32n },
  },
  {
    op: 'MatMulBnb4',
    domain,
    inputs: [f32(2, 32), zeros('uint8', 80), ones(5)],
    attributes: { K: 32n, N: 5n, block_size: 32n, quant_type: 1n },
  },
  {
    op: 'MatMulFpQ4',
    domain,
    inputs: [f32(2, 32), u8(100), { dtype: 'int64', shape: [2], values: [32, 5] }],
    attributes: { blk_quant_type: 0n },
  },
  {
    op: 'MatMulNBitsMlp',
    domain,
    inputs: [f32(1, 3, 32), null, f32(32), u8(64, 1, 16), f32(64, 1), null, u8(64, 1, 16), f32(64, 1)],
    attributes: { K: 32n, N: 64n, bits: 4n, block_size: 32n, activation: 'silu' },
  },
  {
    op: 'MatMulNBitsQkv',
    domain,
    inputs: [
      ...[f32(1, 3, 32), null, f32(32), u8(64, 1, 16), f32(64, 1), null],
      ...[u8(16, 1, 16), f32(16, 1), null, u8(16, 1, 16), f32(16, 1)],
    ],
    attributes: { K: 32n, Nq: 64n, Nkv: 16n, bits: 4n, block_size: 32n },
    outputs: 3,
  },
  {
    op: 'MatMulBlockQuantizedFp4Weight',
    domain,
    inputs: [half(2, 3, 32), u8(5, 16), u8(5, 2), scale],
    attributes: { block_size: 16n },
  },
  {
    op: 'MatMulBlockQuantizedFp8Weight',
    domain,
    inputs: [half(2, 3, 128), { dtype: 'float8e4m3fn', shape: [5, 128], bytes: new Uint8Array(640) }, f32(5, 1)],
    attributes: { block_size: 128n },
  },
  {
    op: 'GatherBlockQuantized',
    domain,
    inputs: [u8(6, 32), { dtype: 'int64', shape: [2, 3], values: [0, 1, 2, 3, 4, 5] }, f32(6, 4)],
    attributes: { bits: 4n, block_size: 16n, gather_axis: 0n, quantize_axis: 1n },
  },
  {
    op: 'GatherBlockQuantized',
    domain,
    inputs: [u8(6, 32), { dtype: 'int64', shape: [2, 3], values: [0, 1, 2, 3, 4, 5] }, f32(6, 2)],
    attributes: { bits: 8n, block_size: 16n, gather_axis: 0n, quantize_axis: 1n },
  },
  {
    op: 'GatherBlockQuantized',
    domain,
    inputs: [
      { dtype: 'uint4', shape: [6, 32], bytes: new Uint8Array(96) },
      { dtype: 'int64', shape: [2], values: [0, 5] },
      { dtype: 'float16', shape: [6, 2] },
    ],
    attributes: { block_size: 16n },
  },
  { op: 'FusedMatMul', domain, inputs: [f32(2, 4, 3), f32(2, 4, 5)], attributes: { transA: 1n } },
  { op: 'FusedMatMul', domain, inputs: [f32(4, 2, 3), f32(2, 3, 5)], attributes: { transBatchA: 1n, transA: 0n } },
  {
    op: 'FusedMatMul',
    domain,
    inputs: [f32(3, 6, 2, 4), f32(6, 2, 4, 5)],
    attributes: { transBatchA: 1n, transB: 0n },
  },
  { op: 'TransposeMatMul', domain, inputs: [f32(2, 4, 3), f32(5, 3)], attributes: { transB: 1n } },
  {
    op: 'FusedMatMulActivation',
    domain,
    inputs: [f32(2, 4, 3), f32(5, 3)],
    attributes: { transB: 1n, activation: 'Relu' },
  },
  {
    op: 'FusedGemm',
    domain,
    inputs: [f32(5, 3), f32(4, 5), f32(4)],
    attributes: { transA: 1n, transB: 1n, activation: 'Relu' },
  },
  { op: 'GemmFastGelu', domain, inputs: [f32(2, 3, 4), f32(4, 5)] },
  { op: 'GemmFloat8', domain, inputs: [f32(3, 4), f32(5, 4)], attributes: { transB: 1n, dtype: 10n } },
  {
    op: 'QOrderedMatMul',
    domain,
    inputs: [i8(1, 3, 4), f32(), i8(4, 5), f32(), f32()],
    attributes: { order_A: 1n, order_B: 1n, order_Y: 1n },
  },
  {
    op: 'QOrderedMatMul',
    domain,
    inputs: [i8(1, 3, 4), f32(), i8(4, 5), f32(), f32()],
    attributes: { order_A: 1n, order_B: 0n, order_Y: 1n },
  },
  { op: 'QOrderedGelu', domain, inputs: [i8(2, 3), f32(), f32()] },
  {
    op: 'QOrderedLayerNormalization',
    domain,
    inputs: [i8(2, 3, 4), f32(), f32(4), f32(4), f32()],
    attributes: { axis: -1n, order_X: 1n, order_Y: 1n },
  },
  { op: 'QuantizeWithOrder', domain, inputs: [f32(2, 3), f32()], attributes: { order_input: 1n, order_output: 1n } },
  {
    op: 'DequantizeWithOrder',
    domain,
    inputs: [i8(2, 3), f32()],
    attributes: { order_input: 1n, order_output: 1n, to: 10n },
  },
  { op: 'QuantizeBFP', domain, inputs: [f32(2, 3)], attributes: { bfp_type: 0n }, outputs: 3, open: true },
  {
    op: 'DequantizeBFP',
    domain,
    inputs: [u8(9), { dtype: 'int64', shape: [2], values: [2, 3] }, { dtype: 'int64', shape: [2], values: [3, 1] }],
    attributes: { bfp_type: 0n, dtype: 1n },
    untold: [0],
  },
  {
    op: 'DynamicQuantizeLSTM',
    domain,
    inputs: [
      ...[f32(5, 2, 3), zeros('uint8', 1, 3, 16), zeros('uint8', 1, 4, 16), null, null, null, null, null],
      ...[floats(0.1), { dtype: 'uint8', shape: [1], values: [3] } as const, floats(0.1)],
      { dtype: 'uint8', shape: [1], values: [3] },
    ],
    attributes: { hidden_size: 4n },
    outputs: 3,
  },
  { op: 'ReduceSumInteger', domain, inputs: [i8(2, 3)], attributes: { axes: ints(1), keepdims: 1n }, untold: [0] },
  {
    op: 'MoE',
    domain,
    inputs: [f32(6, 8), f32(6, 4), f32(4, 16, 8), null, f32(4, 8, 16)],
    attributes: { k: 2n, activation_type: 'relu' },
  },
  {
    op: 'QMoE',
    domain,
    inputs: [f32(2, 3, 32), f32(6, 4), u8(4, 16, 16), f32(4, 16), null, u8(4, 32, 8), f32(4, 32)],
    attributes: { k: 2n, activation_type: 'relu', expert_weight_bits: 4n },
  },
  {
    op: 'QEmbedLayerNormalization',
    domain,
    inputs: [
      ...[i32(2, 3), i32(2, 3), u8(9, 8), u8(9, 8), u8(9, 8), u8(8), u8(8), null],
      ...[scale, scale, scale, scale, scale, zero8, zero8, zero8, zero8, zero8],
    ],
    outputs: 2,
  },
];
