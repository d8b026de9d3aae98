import { type CostRule, type CostTable, entries, operations, perInput, perOutput } from '../costRule';
import { product } from '../figure';

const BINARY = [
  'Add',
  'And',
  'BitShift',
  'BitwiseAnd',
  'BitwiseOr',
  'BitwiseXor',
  'Div',
  'Equal',
  'Greater',
  'GreaterOrEqual',
  'Less',
  'LessOrEqual',
  'Mod',
  'Mul',
  'Or',
  'Pow',
  'PRelu',
  'Sub',
  'Where',
  'Xor',
];

const UNARY = [
  'Abs',
  'Acos',
  'Acosh',
  'Asin',
  'Asinh',
  'Atan',
  'Atanh',
  'BitwiseNot',
  'Ceil',
  'Celu',
  'Cos',
  'Cosh',
  'Elu',
  'Erf',
  'Exp',
  'Floor',
  'Gelu',
  'HardSigmoid',
  'HardSwish',
  'IsInf',
  'IsNaN',
  'LeakyRelu',
  'Log',
  'Mish',
  'Neg',
  'Not',
  'ParametricSoftplus',
  'Reciprocal',
  'Relu',
  'Round',
  'ScaledTanh',
  'Selu',
  'Shrink',
  'Sigmoid',
  'Sign',
  'Sin',
  'Sinh',
  'Softplus',
  'Softsign',
  'Sqrt',
  'Swish',
  'Tan',
  'Tanh',
  'ThresholdedRelu',
];

/** Inputs are combined two by two. */
function folded(extra: number): CostRule {
  return context => {
    const connected = context.node.inputs.filter(name => name !== '').length;
    return operations(product(Math.max(0, connected - 1) + extra, context.output(0).elements));
  };
}

const clip: CostRule = context => {
  const { node } = context;
  const given = [1, 2].filter(position => context.input(position).isConnected).length;
  const named = node.attributes.filter(({ name }) => name === 'min' || name === 'max').length;
  return operations(product(given + named, context.output(0).elements));
};

/** With an optional bias, which is one more sum. */
const withBias: CostRule = context => {
  return operations(product(context.input(1).isConnected ? 2 : 1, context.output(0).elements));
};

export const elementwise: CostTable = {
  ...entries(BINARY, 'FLOPs = 1 per output element', perOutput(1)),
  ...entries(UNARY, 'FLOPs = 1 per output element, whatever the function', perOutput(1)),
  ...entries(['Max', 'Min', 'Sum'], 'FLOPs = (inputs − 1) per output element', folded(0)),
  Mean: { formula: 'FLOPs = inputs per output element', cost: folded(1) },
  Clip: { formula: 'FLOPs = 1 per output element and bound', cost: clip },
  SwiGLU: { formula: 'FLOPs = 2 per output element (function and product)', cost: perOutput(2) },
  ...entries(['CumSum', 'CumProd'], 'FLOPs = 1 per element', perInput(1)),
};

export const fusedElementwise: CostTable = {
  ...entries(
    ['QLinearAdd', 'QLinearLeakyRelu', 'QLinearMul', 'QLinearSigmoid', 'QLinearWhere', 'QOrderedGelu', 'QuickGelu'],
    'FLOPs = 1 per output element; rescaling is not counted',
    perOutput(1),
  ),
  BiasGelu: { formula: 'FLOPs = 2 per output element (sum and function)', cost: perOutput(2) },
  FastGelu: { formula: 'FLOPs = 1 per output element, 2 with bias', cost: withBias },
  BiasAdd: { formula: 'FLOPs = 2 per output element (bias and skip connection)', cost: perOutput(2) },
  BiasSplitGelu: {
    formula: 'FLOPs = 1 per input element (bias), 2 per output element (function and product)',
    cost: context => {
      const outputs = context.output(0).elements;
      return operations(product(4, outputs));
    },
  },
  ...entries(
    ['ComplexMul', 'ComplexMulConj'],
    'FLOPs = 3 per output element (4 products and 2 sums for each 2)',
    perOutput(3),
  ),
  IsAllFinite: { formula: 'FLOPs = 1 per input element', cost: perInput(1) },
};
