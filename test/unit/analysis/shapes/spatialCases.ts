import { f32, floats, i8, ints, list, type OperatorCase, scale, signed0, u8, zero8 } from './operatorCase';

export const convolution: readonly OperatorCase[] = [
  { op: 'Conv', inputs: [f32(2, 3, 9, 8), f32(4, 3, 3, 3)] },
  {
    op: 'Conv',
    inputs: [f32(2, 4, 9, 8), f32(4, 1, 3, 2)],
    attributes: { group: 4n, strides: ints(2, 3), pads: ints(1, 0, 2, 1) },
  },
  { op: 'Conv', inputs: [f32(1, 1, 11), f32(2, 1, 3)], attributes: { auto_pad: 'SAME_UPPER', strides: ints(2) } },
  { op: 'Conv', inputs: [f32(1, 1, 11, 5), f32(2, 1, 3, 3)], attributes: { auto_pad: 'VALID', dilations: ints(2, 1) } },
  {
    op: 'ConvTranspose',
    inputs: [f32(1, 2, 4, 5), f32(2, 3, 3, 3)],
    attributes: { strides: ints(2, 3), output_padding: ints(1, 0) },
  },
  {
    op: 'ConvTranspose',
    inputs: [f32(1, 4, 4, 5), f32(4, 3, 3, 3)],
    attributes: { group: 2n, pads: ints(1, 0, 1, 1), dilations: ints(2, 1) },
  },
  {
    op: 'ConvTranspose',
    inputs: [f32(1, 2, 4, 5), f32(2, 3, 3, 3)],
    attributes: { strides: ints(2, 2), output_shape: ints(9, 11) },
  },
  ...[1, 2, 3].map(
    (kernel): OperatorCase => ({
      op: 'ConvTranspose',
      inputs: [f32(1, 2, 4), f32(2, 3, kernel)],
      attributes: { strides: ints(3), auto_pad: 'SAME_UPPER' },
      open: kernel < 3,
    }),
  ),
  {
    op: 'ConvTranspose',
    inputs: [f32(1, 2, 4), f32(2, 3, 2)],
    attributes: { strides: ints(3), auto_pad: 'SAME_LOWER', output_padding: ints(1) },
  },
  {
    op: 'ConvTranspose',
    inputs: [f32(1, 2, 4), f32(2, 3, 3)],
    attributes: { strides: ints(2), auto_pad: 'VALID', output_padding: ints(1) },
  },
  { op: 'ConvInteger', inputs: [u8(1, 2, 6, 6), u8(3, 2, 3, 3), zero8], attributes: { pads: ints(1, 1, 1, 1) } },
  { op: 'QLinearConv', inputs: [u8(1, 2, 6, 6), scale, zero8, i8(3, 2, 3, 3), scale, signed0, scale, zero8] },
  {
    op: 'FusedConv',
    domain: 'com.microsoft',
    inputs: [f32(1, 2, 6, 6), f32(3, 2, 3, 3)],
    attributes: { activation: 'Relu' },
  },
  { op: 'Col2Im', opset: 18, inputs: [f32(1, 8, 9), list(6, 6), list(2, 2)], attributes: { strides: ints(2, 2) } },
];

export const pooling: readonly OperatorCase[] = [
  {
    op: 'MaxPool',
    inputs: [f32(1, 2, 7, 8)],
    attributes: { kernel_shape: ints(3, 2), strides: ints(2, 2) },
    outputs: 2,
  },
  {
    op: 'MaxPool',
    inputs: [f32(1, 2, 7, 8)],
    attributes: { kernel_shape: ints(3, 3), strides: ints(2, 3), ceil_mode: 1n },
  },
  {
    op: 'MaxPool',
    inputs: [f32(1, 2, 5, 5)],
    attributes: { kernel_shape: ints(2, 2), strides: ints(3, 3), ceil_mode: 1n, pads: ints(0, 0, 1, 1) },
  },
  { op: 'MaxPool', inputs: [f32(1, 2, 9)], attributes: { kernel_shape: ints(2), dilations: ints(3) } },
  {
    op: 'AveragePool',
    inputs: [f32(1, 2, 7, 8)],
    attributes: { kernel_shape: ints(3, 3), auto_pad: 'SAME_LOWER', strides: ints(3, 2) },
  },
  { op: 'LpPool', inputs: [f32(1, 2, 7, 8)], attributes: { kernel_shape: ints(3, 3), pads: ints(1, 1, 0, 0) } },
  ...['SAME_UPPER', 'SAME_LOWER', 'VALID'].flatMap(auto_pad =>
    [0n, 1n].map(
      (ceil_mode): OperatorCase => ({
        op: 'MaxPool',
        inputs: [f32(1, 2, 8, 7)],
        attributes: { kernel_shape: ints(3, 2), strides: ints(2, 3), auto_pad, ceil_mode },
      }),
    ),
  ),
  {
    op: 'AveragePool',
    opset: 19,
    inputs: [f32(1, 2, 9, 7)],
    attributes: { kernel_shape: ints(2, 2), strides: ints(2, 3), dilations: ints(2, 1), ceil_mode: 1n },
  },
  {
    op: 'LpPool',
    opset: 18,
    inputs: [f32(1, 2, 9, 7)],
    attributes: { kernel_shape: ints(2, 2), strides: ints(2, 3), dilations: ints(2, 1), ceil_mode: 1n },
  },
  {
    op: 'MaxUnpool',
    opset: 11,
    inputs: [f32(1, 1, 2, 2), { dtype: 'int64', shape: [1, 1, 2, 2], values: [0, 2, 8, 10] }],
    attributes: { kernel_shape: ints(2, 2), strides: ints(2, 2) },
  },
  { op: 'GlobalAveragePool', inputs: [f32(2, 3, 4, 5)] },
  { op: 'GlobalMaxPool', inputs: [f32(2, 3, 4)] },
  {
    op: 'RoiAlign',
    opset: 16,
    inputs: [f32(1, 2, 8, 8), { dtype: 'float32', shape: [2, 4], values: [0, 0, 4, 4, 1, 1, 5, 5] }, list(0, 0)],
    attributes: { output_height: 3n, output_width: 2n },
  },
  { op: 'QLinearGlobalAveragePool', domain: 'com.microsoft', inputs: [u8(1, 3, 4, 4), scale, zero8, scale, zero8] },
];

export const normalization: readonly OperatorCase[] = [
  { op: 'BatchNormalization', inputs: [f32(2, 3, 4), f32(3), f32(3), f32(3), floats(1, 1, 1)] },
  { op: 'InstanceNormalization', inputs: [f32(2, 3, 4), f32(3), f32(3)] },
  { op: 'LayerNormalization', inputs: [f32(2, 3, 4), f32(4), f32(4)], outputs: 3 },
  { op: 'LRN', inputs: [f32(1, 3, 4, 4)], attributes: { size: 3n } },
  { op: 'SkipLayerNormalization', domain: 'com.microsoft', inputs: [f32(2, 3, 4), f32(2, 3, 4), f32(4)] },
  { op: 'SoftmaxCrossEntropyLoss', inputs: [f32(2, 3), list(0, 2)], outputs: 2 },
  { op: 'NegativeLogLikelihoodLoss', inputs: [f32(2, 3), list(0, 2)], attributes: { reduction: 'none' } },
];
