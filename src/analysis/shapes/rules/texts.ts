import { intsAttribute } from '../../../model/attributes';
import { broadcast } from '../dimensions';
import { type Rule, type RuleTable, tensor } from '../rule';

/** Stop words go, so that fewer may be left. */
const normalizer: Rule = context => {
  const input = context.shape(0);
  return [tensor('string', input === null ? null : [...input.slice(0, -1), context.fresh(0)])];
};

/** One count for each of the output indices that the n-grams map to. */
const tfIdf: Rule = context => {
  const input = context.shape(0);
  const indexes = intsAttribute(context.node, 'ngram_indexes', []);
  const width = indexes.length === 0 ? null : indexes.reduce((a, b) => Math.max(a, b), -1) + 1;
  return [tensor('float32', input === null ? null : [...input.slice(0, -1), width])];
};

export const texts: RuleTable = {
  ImageDecoder: context => [tensor('uint8', [context.fresh(0), context.fresh(0), context.fresh(0)])],
  RegexFullMatch: context => [tensor('bool', context.shape(0))],
  StringConcat: context => [tensor('string', broadcast([context.shape(0), context.shape(1)]))],
  StringNormalizer: normalizer,
  StringSplit: context => {
    const input = context.shape(0);
    return [tensor('string', input === null ? null : [...input, context.fresh(0)]), tensor('int64', input)];
  },
  TfIdfVectorizer: tfIdf,
};
