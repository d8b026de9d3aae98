/** Operators that do the same kind of work on their weights, in float or in integers: one may become another. */
const FAMILIES: readonly (readonly string[])[] = [
  ['Conv', 'ConvInteger', 'QLinearConv', 'FusedConv', 'NhwcConv', 'NhwcFusedConv'],
  [
    'MatMul',
    'Gemm',
    'MatMulInteger',
    'MatMulIntegerToFloat',
    'DynamicQuantizeMatMul',
    'QLinearMatMul',
    'QGemm',
    'MatMulNBits',
    'MatMulBnb4',
    'MatMulFpQ4',
    'FusedMatMul',
    'FusedGemm',
  ],
  ['Add', 'QLinearAdd', 'BiasAdd'],
  ['Mul', 'QLinearMul'],
  ['Sigmoid', 'QLinearSigmoid'],
  ['LeakyRelu', 'QLinearLeakyRelu'],
  ['Softmax', 'QLinearSoftmax'],
  ['Concat', 'QLinearConcat'],
  ['AveragePool', 'QLinearAveragePool'],
  ['GlobalAveragePool', 'QLinearGlobalAveragePool'],
  ['Attention', 'QAttention', 'MultiHeadAttention', 'GroupQueryAttention'],
  ['LSTM', 'DynamicQuantizeLSTM'],
  ['Gather', 'GatherBlockQuantized'],
  ['Gelu', 'FastGelu', 'BiasGelu', 'QuickGelu'],
  ['LayerNormalization', 'SkipLayerNormalization', 'SimplifiedLayerNormalization', 'RMSNormalization'],
];

const familyOf = new Map(FAMILIES.flatMap(([first = '', ...others]) => [first, ...others].map(op => [op, first])));

/** A name that operators of the same kind of work share. */
export function operatorFamily(op: string): string {
  return familyOf.get(op) ?? op;
}

/** Operators that only turn numbers into other forms of themselves: what quantization puts between layers. */
const CONVERSIONS = new Set(['Cast', 'DequantizeLinear', 'DynamicQuantizeLinear', 'Identity', 'QuantizeLinear']);

export function isConversion(op: string): boolean {
  return CONVERSIONS.has(op);
}

/** Operators in which a layer stores or computes integers. */
export function isQuantizedOperator(op: string): boolean {
  return /^(Q[A-Z]|QLinear|DynamicQuantize|Quantize|Dequantize)|Integer|NBits|Bnb4|FpQ4|BlockQuantized/.test(op);
}
