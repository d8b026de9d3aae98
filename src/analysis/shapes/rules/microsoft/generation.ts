import { intAttribute } from '../../../../model/attributes';
import type { Dimension } from '../../../../model/model';
import { asSize, size } from '../../dimensions';
import { type Rule, type RuleContext, type RuleTable, tensor } from '../../rule';
import { at, combined } from '../arithmetic';

const element = (context: RuleContext, input: number): Dimension => asSize(context.data(input)?.[0] ?? null);

const vocabulary = ({ node }: RuleContext): Dimension => {
  const words = intAttribute(node, 'vocab_size', -1);
  return words > 0 ? size(words) : null;
};

/** Texts [batch, texts each, longest], their scores, and the scores of every word at every step. */
const beamSearch: Rule = context => {
  const batch = at(context.shape(0), 0);
  const each = element(context, 4);
  const longest = element(context, 1);
  // Whisper's prompt is sound: the steps are counted from another input.
  const prompt = context.node.op === 'BeamSearch' ? at(context.shape(0), 1) : null;
  const isDecoderOnly = intAttribute(context.node, 'model_type', 0) === 0;
  const steps = isDecoderOnly ? combined('subtract', longest, prompt) : null;
  const dtype = context.has(5) ? context.dtype(5) : 'float32';
  return [
    tensor('int32', [batch, each, longest]),
    tensor(dtype, [batch, each]),
    tensor(dtype, [steps, batch, element(context, 3), vocabulary(context)]),
  ];
};

const whisper: Rule = context => [
  ...beamSearch(context),
  tensor('float32', null),
  tensor('float32', [at(context.shape(0), 0)]),
];

const greedy: Rule = context => {
  const batch = at(context.shape(0), 0);
  return [tensor('int32', [batch, element(context, 1)]), tensor('float32', [batch, vocabulary(context)])];
};

/** Whole loops of text generation. */
export const generation: RuleTable = {
  BeamSearch: beamSearch,
  GreedySearch: context => greedy(context).slice(0, 1),
  Sampling: greedy,
  WhisperBeamSearch: whisper,
};
