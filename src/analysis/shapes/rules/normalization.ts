import { intAttribute } from '../../../model/attributes';
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

/** Output, mean, inverse deviation, and the sum of input and skip. */
const skipNormalization: Rule = context => {
  const same = tensor(context.dtype(0), context.shape(0));
  const statistics = tensor('float32', context.shape(0)?.map((n, i, all) => (i < all.length - 1 ? n : 1)) ?? null);
  return [same, statistics, statistics, same];
};

const embedNormalization: Rule = context => {
  const [batch, length] = context.shape(0) ?? [];
  const hidden = context.shape(2)?.[1] ?? null;
  const shape = [batch ?? null, length ?? null, hidden];
  const embedded = tensor(context.dtype(2), shape);
  return [embedded, tensor('int32', [batch ?? null]), embedded];
};

/** A loss is a scalar, or one value for each target without reduction. */
function loss(outputs: (context: RuleContext, shape: Shape | null) => ReturnType<Rule>): Rule {
  return context => {
    const value = context.node.attributes.find(({ name }) => name === 'reduction')?.value;
    const reduction = value?.kind === 'string' ? new TextDecoder().decode(value.value) : 'mean';
    return outputs(context, reduction === 'none' ? context.shape(1) : []);
  };
}

const KEEP = [
  'GroupNorm',
  'GroupNormalization',
  'InstanceNormalization',
  'LRN',
  'LpNormalization',
  'MeanVarianceNormalization',
  'RMSNormalization',
];

export const normalization: RuleTable = {
  ...forEach(KEEP, sameAsFirst),
  ...forEach(['LayerNormalization', 'SimplifiedLayerNormalization'], layerNormalization),
  ...forEach(['SkipLayerNormalization', 'SkipSimplifiedLayerNormalization'], skipNormalization),
  BatchNormalization: batchNormalization,
  EmbedLayerNormalization: embedNormalization,
  NegativeLogLikelihoodLoss: loss((context, shape) => [tensor(context.dtype(0), shape)]),
  SoftmaxCrossEntropyLoss: loss((context, shape) => [
    tensor(context.dtype(0), shape),
    tensor(context.dtype(0), context.shape(0)),
  ]),
};
