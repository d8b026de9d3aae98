import { floatsAttribute } from '../../../model/attributes';
import { type CostRule, type CostTable, entries, free, multiplyAdds, operations, perOutput } from '../costRule';
import { product, total } from '../figure';

/** Coefficients of every class times every sample. */
const linear: CostRule = context => {
  const coefficients = floatsAttribute(context.node, 'coefficients', []);
  const intercepts = floatsAttribute(context.node, 'intercepts', []);
  const input = context.input(0);
  const samples = input.shape?.length === 1 ? product(1) : input.size(0);
  return multiplyAdds(product(samples, coefficients.length), product(samples, intercepts.length));
};

const depends: CostRule = context => operations(context.unknown('how far trees are descended depends on the values'));

export const classical: CostTable = {
  ...entries(['LinearClassifier', 'LinearRegressor'], 'MACs = samples × coefficients; + 1 FLOP per intercept', linear),
  ...entries(
    ['TreeEnsemble', 'TreeEnsembleClassifier', 'TreeEnsembleRegressor'],
    'unknown: how far trees are descended depends on the values',
    depends,
  ),
  ...entries(['Binarizer', 'Imputer'], 'FLOPs = 1 per output element (one comparison)', perOutput(1)),
  Scaler: { formula: 'FLOPs = 2 per output element (difference and product)', cost: perOutput(2) },
  Normalizer: { formula: 'FLOPs = 3 per output element (function, sum, division)', cost: perOutput(3) },
  ...entries(
    [
      'ArrayFeatureExtractor',
      'CastMap',
      'CategoryMapper',
      'DictVectorizer',
      'FeatureVectorizer',
      'LabelEncoder',
      'OneHotEncoder',
      'ZipMap',
    ],
    '0: values are moved or looked up',
    free,
  ),
  ...entries(
    ['SVMClassifier', 'SVMRegressor'],
    'MACs = samples × numbers of the support vectors; + 1 per vector for the kernel and 1 for its weight',
    context => {
      const vectors = floatsAttribute(context.node, 'support_vectors', []).length;
      const weights = floatsAttribute(context.node, 'coefficients', []).length;
      const samples = context.input(0).size(0);
      return multiplyAdds(product(samples, total(vectors)), product(2, samples, weights));
    },
  ),
};
