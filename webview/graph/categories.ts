/** Families of operators that share a colour in the drawing. */
export const CATEGORIES = {
  product: { label: 'Convolution, matrix product, recurrent', color: '--vscode-charts-blue' },
  activation: { label: 'Activation', color: '--vscode-charts-green' },
  normalization: { label: 'Normalization', color: '--vscode-charts-purple' },
  reduction: { label: 'Pooling, reduction, search', color: '--vscode-charts-orange' },
  arithmetic: { label: 'Arithmetic, comparison', color: '--vscode-charts-yellow' },
  quantization: { label: 'Quantization', color: '--vscode-charts-red' },
  other: { label: 'Shape, data movement, everything else', color: '--vscode-descriptionForeground' },
} as const;

export type Category = keyof typeof CATEGORIES;

export const CATEGORY_NAMES = Object.keys(CATEGORIES).filter((name): name is Category => name in CATEGORIES);

const OPERATORS: Readonly<Record<Exclude<Category, 'other'>, string>> = {
  product:
    'Conv ConvTranspose ConvInteger QLinearConv DeformConv FusedConv MatMul MatMulInteger QLinearMatMul MatMulNBits Gemm FusedGemm ' +
    'FusedMatMul DynamicQuantizeMatMul MatMulIntegerToFloat QGemm Einsum LSTM GRU RNN Attention MultiHeadAttention ' +
    'GroupQueryAttention QAttention Scan DFT STFT Col2Im RotaryEmbedding',
  activation:
    'Relu LeakyRelu PRelu Elu Selu Celu Gelu FastGelu BiasGelu QuickGelu Sigmoid HardSigmoid HardSwish Swish Mish Softplus Softsign Tanh ' +
    'ThresholdedRelu Softmax LogSoftmax Hardmax Clip Erf Shrink QLinearSigmoid QLinearLeakyRelu QLinearSoftmax',
  normalization:
    'BatchNormalization InstanceNormalization GroupNormalization LayerNormalization RMSNormalization SkipLayerNormalization ' +
    'SimplifiedLayerNormalization SkipSimplifiedLayerNormalization MeanVarianceNormalization LpNormalization LRN Dropout',
  reduction:
    'MaxPool AveragePool LpPool GlobalAveragePool GlobalMaxPool GlobalLpPool MaxRoiPool RoiAlign MaxUnpool ArgMax ArgMin TopK ' +
    'NonMaxSuppression ReduceSum ReduceMean ReduceMax ReduceMin ReduceProd ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ' +
    'ReduceSumSquare CumSum QLinearGlobalAveragePool QLinearAveragePool Unique',
  arithmetic:
    'Add Sub Mul Div Mod Pow Sqrt Exp Log Abs Neg Reciprocal Sign Floor Ceil Round Sum Mean Max Min Sin Cos Tan Asin Acos Atan Sinh ' +
    'Cosh Asinh Acosh Atanh And Or Xor Not Equal Less LessOrEqual Greater GreaterOrEqual Where IsNaN IsInf BitShift BitwiseAnd ' +
    'BitwiseOr BitwiseXor BitwiseNot QLinearAdd QLinearMul Det',
  quantization: 'QuantizeLinear DequantizeLinear DynamicQuantizeLinear',
};

const BY_OPERATOR = new Map(
  CATEGORY_NAMES.flatMap(name => (name === 'other' ? [] : OPERATORS[name].split(' ').map(op => [op, name] as const))),
);

/** The family of an operator, named with or without its domain (`com.microsoft.FusedConv`). */
export function categoryOf(op: string): Category {
  return BY_OPERATOR.get(op) ?? BY_OPERATOR.get(op.slice(op.lastIndexOf('.') + 1)) ?? 'other';
}
