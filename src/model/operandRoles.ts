import type { Node } from './model';

/**
 * What a constant operand is to its operator: something that was learned (`parameter`), how quantized numbers are to be
 * read (`quantization`), or an argument such as a shape, axes or bounds (`argument`).
 */
export type OperandRole = 'parameter' | 'quantization' | 'argument';

/** Operators that hand their first input on, reshaped or converted: a weight behind them belongs to the consumer. */
const PASS_THROUGH = new Set([
  'Cast',
  'CastLike',
  'DequantizeLinear',
  'Flatten',
  'Identity',
  'QuantizeLinear',
  'Reshape',
  'Squeeze',
  'Transpose',
  'Unsqueeze',
]);

/** Operators whose one-element constants are arguments (`x * 0.5`), not something learned. */
const ELEMENTWISE = new Set([
  'Add',
  'And',
  'BitShift',
  'Clip',
  'Div',
  'Equal',
  'Greater',
  'GreaterOrEqual',
  'Less',
  'LessOrEqual',
  'Max',
  'Min',
  'Mod',
  'Mul',
  'Or',
  'Pow',
  'Sub',
  'Where',
  'Xor',
]);

/** Positions of inputs that are never parameters; `from` means this position and all after it. */
const ARGUMENTS: ReadonlyMap<string, { readonly at?: readonly number[]; readonly from?: number }> = new Map([
  ['AffineGrid', { from: 1 }],
  ['Attention', { at: [3] }],
  ['BitShift', { from: 0 }],
  ['CastLike', { from: 1 }],
  ['CenterCropPad', { from: 1 }],
  ['Clip', { from: 1 }],
  ['Col2Im', { from: 1 }],
  ['Compress', { from: 1 }],
  ['ConstantOfShape', { from: 0 }],
  ['CumSum', { from: 1 }],
  ['DFT', { from: 1 }],
  ['Dropout', { from: 1 }],
  ['Expand', { from: 1 }],
  ['Gather', { from: 1 }],
  ['GatherBlockQuantized', { at: [1] }],
  ['GatherElements', { from: 1 }],
  ['GatherND', { from: 1 }],
  ['GRU', { at: [4] }],
  ['If', { from: 0 }],
  ['LSTM', { at: [4] }],
  ['Loop', { at: [0, 1] }],
  ['MaxUnpool', { from: 1 }],
  ['NonMaxSuppression', { from: 2 }],
  ['OneHot', { from: 1 }],
  ['Pad', { from: 1 }],
  ['RNN', { at: [4] }],
  ['Range', { from: 0 }],
  ['ReduceL1', { from: 1 }],
  ['ReduceL2', { from: 1 }],
  ['ReduceLogSum', { from: 1 }],
  ['ReduceLogSumExp', { from: 1 }],
  ['ReduceMax', { from: 1 }],
  ['ReduceMean', { from: 1 }],
  ['ReduceMin', { from: 1 }],
  ['ReduceProd', { from: 1 }],
  ['ReduceSum', { from: 1 }],
  ['ReduceSumSquare', { from: 1 }],
  ['Reshape', { from: 1 }],
  ['Resize', { from: 1 }],
  ['ReverseSequence', { from: 1 }],
  ['Scatter', { at: [1] }],
  ['ScatterElements', { at: [1] }],
  ['ScatterND', { at: [1] }],
  ['SequenceAt', { from: 1 }],
  ['Slice', { from: 1 }],
  ['Split', { from: 1 }],
  ['SplitToSequence', { from: 1 }],
  ['Squeeze', { from: 1 }],
  ['STFT', { at: [1, 3] }],
  ['Tile', { from: 1 }],
  ['TopK', { from: 1 }],
  ['Trilu', { from: 1 }],
  ['Unsqueeze', { from: 1 }],
  ['Upsample', { from: 1 }],
]);

/** Positions of scales and zero points. */
const QUANTIZATION: ReadonlyMap<string, readonly number[]> = new Map([
  ['ConvInteger', [2, 3]],
  ['DequantizeLinear', [1, 2]],
  ['DynamicQuantizeMatMul', [2, 3]],
  ['GatherBlockQuantized', [2, 3]],
  ['MatMulBnb4', [2]],
  ['MatMulInteger', [2, 3]],
  ['MatMulIntegerToFloat', [2, 3, 4, 5]],
  ['MatMulNBits', [2, 3, 4]],
  ['QAttention', [3, 4, 6, 7]],
  ['QGemm', [1, 2, 4, 5, 7, 8]],
  ['QLinearAdd', [1, 2, 4, 5, 6, 7]],
  ['QLinearConv', [1, 2, 4, 5, 6, 7]],
  ['QLinearGlobalAveragePool', [1, 2, 3, 4]],
  ['QLinearAveragePool', [1, 2, 3, 4]],
  ['QLinearLeakyRelu', [1, 2, 3, 4]],
  ['QLinearMatMul', [1, 2, 4, 5, 6, 7]],
  ['QLinearMul', [1, 2, 4, 5, 6, 7]],
  ['QLinearSigmoid', [1, 2, 3, 4]],
  ['QLinearSoftmax', [1, 2, 3, 4]],
  ['QuantizeLinear', [1, 2]],
]);

const KNOWN_DOMAINS = new Set(['', 'ai.onnx', 'com.microsoft']);

/** Whether a weight that enters this node's first input belongs to whoever consumes its output. */
export function passesThrough(node: Node): boolean {
  return KNOWN_DOMAINS.has(node.domain) && PASS_THROUGH.has(node.op);
}

/** The role of a constant of `elements` elements at input `position` of a node. */
export function operandRole(node: Node, position: number, elements: number): OperandRole {
  if (!KNOWN_DOMAINS.has(node.domain)) return 'parameter';
  if (QUANTIZATION.get(node.op)?.includes(position) === true) return 'quantization';
  if (elements <= 1 && ELEMENTWISE.has(node.op)) return 'argument';
  const rule = ARGUMENTS.get(node.op);
  const isArgument =
    rule !== undefined && (position >= (rule.from ?? Infinity) || rule.at?.includes(position) === true);
  return isArgument ? 'argument' : 'parameter';
}
