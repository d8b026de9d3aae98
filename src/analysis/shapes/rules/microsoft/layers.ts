import { intAttribute } from '../../../../model/attributes';
import { product, type Shape } from '../../dimensions';
import { forEach, type Rule, type RuleTable, sameAsFirst, tensor } from '../../rule';
import { at, combined, share, withLast } from '../arithmetic';

/** Output, mean, inverse deviation, and the sum of input and skip. */
const skipNormalization: Rule = context => {
  const same = tensor(context.dtype(0), context.shape(0));
  const statistics = tensor('float32', withLast(context.shape(0), 1));
  return [same, statistics, statistics, same];
};

/** Words, segments and the tables of their vectors; then the vectors, how long each text is, and the vectors as they were. */
function embedding(table: number, vectors: number): Rule {
  return context => {
    const [batch = null, length = null] = context.shape(0) ?? [];
    const embedded = tensor(context.dtype(vectors), [batch, length, at(context.shape(table), 1)]);
    return [embedded, tensor('int32', [batch]), embedded];
  };
}

/** What is dropped is marked by an element for each, or by one bit for each in 32-bit words. */
function dropout(isPacked: boolean): Rule {
  return context => {
    const shape = context.shape(0);
    const words: Shape = [shape === null ? null : combined('divideUp', product(shape), 32)];
    return [tensor(context.dtype(0), shape), isPacked ? tensor('uint32', words) : tensor('bool', shape)];
  };
}

/** One half of the last axis gates the other. */
const halved: Rule = context => [
  tensor(context.dtype(0), withLast(context.shape(0), share(at(context.shape(0), -1), 2))),
];

const twice: Rule = context => {
  const same = tensor(context.dtype(0), context.shape(0));
  return [same, same];
};

const KEEP = [
  'BiasAdd',
  'BiasGelu',
  'BiasSoftmax',
  'BranchwiseRMSNorm',
  'FastGelu',
  'GatedAdd',
  'GatedRMSNorm',
  'Gelu',
  'GroupNorm',
  'Inverse',
  'MoE',
  'MoEPacked',
  'QMoE',
  'QuickGelu',
  'ScaledSiLU',
  'Trilu',
];

/** Normalizations, activations and mixtures of experts, most of them fused from several ONNX operators. */
export const fusedLayers: RuleTable = {
  ...forEach(KEEP, sameAsFirst),
  ...forEach(['SkipLayerNormalization', 'SkipSimplifiedLayerNormalization'], skipNormalization),
  BiasDropout: dropout(false),
  BiasSplitGelu: halved,
  BitmaskBiasDropout: dropout(true),
  BitmaskDropout: dropout(true),
  EmbedLayerNormalization: embedding(2, 2),
  EngramGate: twice,
  QEmbedLayerNormalization: embedding(2, 8),
  SkipGroupNorm: twice,
  SwiGLU: context => (context.has(1) ? sameAsFirst : halved)(context),
  TorchEmbedding: context => {
    const indices = context.shape(1);
    return [tensor(context.dtype(0), indices === null ? null : [...indices, at(context.shape(0), 1)])];
  },
  LinearAttentionGate: context => {
    return [0, 3].map(input => tensor(context.dtype(input), context.shape(input)));
  },
  MoEGroupRouter: context => {
    const logits = context.shape(0);
    const tokens = logits === null ? null : product(logits.slice(0, -1));
    const scores: Shape = [tokens, at(context.shape(1), 0)];
    return [tensor(context.dtype(0), scores), tensor('float32', scores), tensor('float32', scores)];
  },
  RouterGateUpProj: context => {
    const router = intAttribute(context.node, 'router_size', -1);
    const all = at(context.shape(1), 1);
    const rest = router < 0 ? null : share(combined('subtract', all, router), 2);
    return [router < 0 ? null : router, rest].map(width => tensor(context.dtype(0), withLast(context.shape(0), width)));
  },
};
