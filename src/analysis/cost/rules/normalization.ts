import { intAttribute } from '../../../model/attributes';
import { type CostRule, type CostTable, entries, operations, perInput } from '../costRule';
import { product, total } from '../figure';

/** Mean 1, deviations 1, squares and their sum 2, scaling 1 for each number; further for weights. */
const STATISTICS = 5;

function normalized(base: number, scale: number, bias: number): CostRule {
  return context => {
    const weights = [scale, bias].filter(position => context.input(position).isConnected).length;
    return operations(product(base + weights, context.input(0).elements));
  };
}

const batch: CostRule = context => {
  const isTraining = intAttribute(context.node, 'training_mode', 0) !== 0;
  return operations(product(isTraining ? STATISTICS + 2 : 2, context.input(0).elements));
};

/** Sum with the skip connection (and bias), then layer normalization. */
function skip(base: number, gamma: number, beta: number, bias: number): CostRule {
  return context => {
    const further = [gamma, beta, bias].filter(position => position >= 0 && context.input(position).isConnected).length;
    return operations(product(base + 1 + further, context.input(0).elements));
  };
}

const localResponse: CostRule = context => {
  const size = intAttribute(context.node, 'size', -1);
  if (size < 1) return operations(context.unknown('the attribute size is missing'));
  return operations(product(2 * size + 4, context.input(0).elements));
};

const embedding: CostRule = context => {
  const outputs = context.output(0).elements;
  const sums = context.input(4).isConnected ? 2 : 1;
  return operations(product(sums + STATISTICS + 2, outputs));
};

/** Group normalization with an activation; the skip connection of the Skip variant is one more sum. */
function groupNorm(base: number): CostRule {
  return context => {
    const activation = intAttribute(context.node, 'activation', 0) === 0 ? 0 : 1;
    return operations(product(base + activation, context.input(0).elements));
  };
}

const loss: CostRule = context => operations(total(product(6, context.input(0).elements)));

const STATED = '5 per element (mean, deviations, squares, their sum, scaling)';

export const normalization: CostTable = {
  BatchNormalization: {
    formula: 'FLOPs = 2 per element (product and sum; the statistics are constants); 7 in training mode',
    cost: batch,
  },
  ...entries(
    ['LayerNormalization', 'InstanceNormalization', 'GroupNormalization'],
    `FLOPs = ${STATED}, + 1 each with scale and bias`,
    normalized(STATISTICS, 1, 2),
  ),
  ...entries(
    ['RMSNormalization', 'SimplifiedLayerNormalization'],
    'FLOPs = 3 per element (squares, their sum, scaling), + 1 with scale',
    normalized(3, 1, Number.POSITIVE_INFINITY),
  ),
  MeanVarianceNormalization: { formula: `FLOPs = ${STATED}`, cost: perInput(STATISTICS) },
  LpNormalization: { formula: 'FLOPs = 3 per element (power, sum, division)', cost: perInput(3) },
  LRN: {
    formula: 'FLOPs = (2 × size + 4) per element (squares and sum of the window; product, sum, power, division)',
    cost: localResponse,
  },
  ...entries(
    ['Softmax', 'LogSoftmax'],
    'FLOPs = 5 per element (maximum, difference, exponential, sum, division or difference)',
    perInput(5),
  ),
  Hardmax: { formula: 'FLOPs = 1 per element (maximum)', cost: perInput(1) },
  SoftmaxCrossEntropyLoss: { formula: 'FLOPs = 6 per score (log softmax and sum)', cost: loss },
  NegativeLogLikelihoodLoss: {
    formula: 'FLOPs = 2 per target (product with the weight and sum)',
    cost: context => operations(product(2, context.input(1).elements)),
  },
};

export const fusedNormalization: CostTable = {
  SkipLayerNormalization: {
    formula: 'as LayerNormalization; + 1 FLOP per element each for the skip connection and for a bias',
    cost: skip(STATISTICS, 2, 3, 4),
  },
  SkipSimplifiedLayerNormalization: {
    formula: 'as RMSNormalization; + 1 FLOP per element each for the skip connection and for a bias',
    cost: skip(3, 2, -1, 3),
  },
  EmbedLayerNormalization: {
    formula: 'FLOPs = 1 per sum of embeddings, then as LayerNormalization, per output element',
    cost: embedding,
  },
  GroupNorm: { formula: 'as GroupNormalization; + 1 FLOP per element for the activation', cost: groupNorm(7) },
  SkipGroupNorm: { formula: 'as GroupNorm; + 1 FLOP per element for the skip connection', cost: groupNorm(8) },
  BiasSoftmax: { formula: 'as Softmax; + 1 FLOP per element for the sum', cost: perInput(6) },
  QLinearSoftmax: { formula: 'as Softmax; rescaling is not counted', cost: perInput(5) },
};
