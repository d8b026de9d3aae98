import { intAttribute, stringAttribute } from '../../../model/attributes';
import { elementType } from '../../../model/elementTypes';
import { normalizeAxis, type Shape } from '../dimensions';
import { forEach, type Rule, type RuleContext, type RuleTable, sameAsFirst, tensor } from '../rule';

/** In training mode the running statistics follow, one element for each channel. */
const batchNormalization: Rule = context => {
  const channels: Shape | null = context.shape(3) ?? context.shape(1);
  const statistics = tensor(context.dtype(3) ?? context.dtype(0), channels);
  return [tensor(context.dtype(0), context.shape(0)), statistics, statistics, statistics, statistics];
};

/** Mean and inverse deviation have the input's shape with the normalized axes at 1. */
const layerNormalization: Rule = context => {
  const input = context.shape(0);
  const axis = input === null ? null : normalizeAxis(intAttribute(context.node, 'axis', -1), input.length);
  const reduced = input === null || axis === null ? null : input.map((length, i) => (i < axis ? length : 1));
  const statistics = tensor(elementType(intAttribute(context.node, 'stash_type', 1)), reduced);
  return [tensor(context.dtype(0), input), statistics, statistics];
};

/** A loss is a scalar, or one value for each target without reduction. */
function loss(outputs: (context: RuleContext, shape: Shape | null) => ReturnType<Rule>): Rule {
  return context => {
    const reduction = stringAttribute(context.node, 'reduction', 'mean');
    return outputs(context, reduction === 'none' ? context.shape(1) : []);
  };
}

const KEEP = [
  'GroupNormalization',
  'InstanceNormalization',
  'LRN',
  'LpNormalization',
  'MeanVarianceNormalization',
  'RMSNormalization',
];

/** Without a mean: only the inverse deviation follows. */
const simplifiedNormalization: Rule = context => layerNormalization(context).slice(0, 2);

export const normalization: RuleTable = {
  ...forEach(KEEP, sameAsFirst),
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  NegativeLogLikelihoodLoss: loss((context, shape) => [tensor(context.dtype(0), shape)]),
  SimplifiedLayerNormalization: simplifiedNormalization,
  SoftmaxCrossEntropyLoss: loss((context, shape) => [
    tensor(context.dtype(0), shape),
    tensor(context.dtype(0), context.shape(0)),
  ]),
};
