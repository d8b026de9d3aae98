import { intsAttribute } from '../../../model/attributes';
import { broadcast } from '../dimensions';
import { type Rule, type RuleTable, tensor } from '../rule';

const normalizer: Rule = context => {
  const input = context.shape(0);
  return [
    tensor('string', input === null ? null : input.map((length, axis) => (axis < input.length - 1 ? length : null))),
  ];
};

/** One count for each of the output indices that the n-grams map to. */
const tfIdf: Rule = context => {
  const input = context.shape(0);
  const indexes = intsAttribute(context.node, 'ngram_indexes', []);
  const width = indexes.length === 0 ? null : indexes.reduce((a, b) => Math.max(a, b), -1) + 1;
  return [tensor('float32', input === null ? null : [...input.slice(0, -1), width])];
};

export const texts: RuleTable = {
  ImageDecoder: () => [tensor('uint8', [null, null, null])],
  RegexFullMatch: context => [tensor('bool', context.shape(0))],
  StringConcat: context => [tensor('string', broadcast([context.shape(0), context.shape(1)]))],
  StringNormalizer: normalizer,
  StringSplit: context => {
    const input = context.shape(0);
    return [tensor('string', input === null ? null : [...input, null]), tensor('int64', input)];
  },
  TfIdfVectorizer: tfIdf,
};
