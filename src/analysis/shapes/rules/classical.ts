import {
  attribute,
  floatsAttribute,
  intAttribute,
  intsAttribute,
  stringAttribute,
  stringsAttribute,
} from '../../../model/attributes';
import type { DType } from '../../../model/dtype';
import type { Dimension, ValueType } from '../../../model/model';
import { size, sum } from '../dimensions';
import { type Inferred, type Rule, type RuleContext, type RuleTable, sameAsFirst, tensor } from '../rule';

/** Rows of the input: a lone vector is one row. */
function rows(context: RuleContext): Dimension {
  const input = context.shape(0);
  if (input === null) return null;
  return input.length === 1 ? 1 : (input[0] ?? null);
}

/** Number of class labels, whichever attribute holds them, and the type of a predicted label. */
function labels({ node }: RuleContext): { readonly dtype: DType; readonly count: number | null } {
  const texts = stringsAttribute(node, 'classlabels_strings', stringsAttribute(node, 'classlabels_string', null));
  if (texts !== null && texts.length > 0) return { dtype: 'string', count: texts.length };
  const numbers = intsAttribute(node, 'classlabels_ints', intsAttribute(node, 'classlabels_int64s', null));
  return { dtype: 'int64', count: numbers?.length ?? null };
}

/** A label and the score of each class for each row. */
const classifier: Rule = context => {
  const { dtype, count } = labels(context);
  return [tensor(dtype, [rows(context)]), tensor('float32', [rows(context), count])];
};

function regressor(targets: (context: RuleContext) => number): Rule {
  return context => [tensor('float32', [rows(context), size(targets(context))])];
}

const targetsOf = ({ node }: RuleContext): number => intAttribute(node, 'n_targets', intAttribute(node, 'targets', 1));

const float: Rule = context => [tensor('float32', context.shape(0))];

/** A table from one kind of key to another; the attribute that holds the values tells the type. */
const labelEncoder: Rule = context => {
  const values: readonly [string, DType][] = [
    ['values_strings', 'string'],
    ['values_int64s', 'int64'],
    ['values_floats', 'float32'],
  ];
  const found = values.find(([name]) => attribute(context.node, name) !== undefined)?.[1];
  const table = attribute(context.node, 'values_tensor');
  const swapped = context.dtype(0) === 'string' ? 'int64' : 'string';
  const dtype = found ?? (table?.kind === 'tensor' ? table.value.dtype : swapped);
  return [tensor(dtype, context.shape(0))];
};

const oneHotEncoder: Rule = context => {
  const count =
    intsAttribute(context.node, 'cats_int64s', null) ?? stringsAttribute(context.node, 'cats_strings', null);
  const input = context.shape(0);
  return [tensor('float32', input === null ? null : [...input, count?.length ?? null])];
};

/** A sequence of one map from label to score for each row. */
const zipMap: Rule = (context): Inferred[] => {
  const { dtype: key } = labels(context);
  const of: ValueType = { kind: 'map', key, of: { kind: 'tensor', dtype: 'float32', shape: [] } };
  return [{ type: { kind: 'sequence', of }, data: null }];
};

const featureVectorizer: Rule = context => {
  const widths = intsAttribute(context.node, 'inputdimensions', null);
  const known = widths ?? context.node.inputs.map((_, i) => context.shape(i)?.[1] ?? null);
  return [tensor('float32', [rows(context), sum(known)])];
};

const imputer: Rule = context => {
  const isFloat = floatsAttribute(context.node, 'imputed_value_floats', null) !== null;
  return [tensor(isFloat ? 'float32' : context.dtype(0), context.shape(0))];
};

/** Places for the keys of the vocabulary. */
const dictVectorizer: Rule = context => {
  const { node } = context;
  const count = (stringsAttribute(node, 'string_vocabulary', null) ?? intsAttribute(node, 'int64_vocabulary', null))
    ?.length;
  const type = context.type(0);
  const dtype = type?.kind === 'map' && type.of?.kind === 'tensor' ? type.of.dtype : null;
  return [tensor(dtype, [1, count ?? null])];
};

const MAP_TYPES: Readonly<Record<string, DType>> = { TO_FLOAT: 'float32', TO_INT64: 'int64', TO_STRING: 'string' };

/** As many elements as the map has, or as `max_map` says. */
const castMap: Rule = ({ node }) => {
  const isSparse = stringAttribute(node, 'map_form', 'DENSE') === 'SPARSE';
  const to = new Map(Object.entries(MAP_TYPES)).get(stringAttribute(node, 'cast_to', 'TO_FLOAT')) ?? null;
  return [tensor(to, [1, isSparse ? size(intAttribute(node, 'max_map', 1)) : null])];
};

/** Columns of the input; those of a vector make one row. */
const picked: Rule = context => {
  const input = context.shape(0);
  const count = context.shape(1)?.at(-1) ?? null;
  if (input === null) return [tensor(context.dtype(0), null)];
  return [tensor(context.dtype(0), input.length === 1 ? [1, count] : [...input.slice(0, -1), count])];
};

/** ai.onnx.ml: trees, linear models, support vectors and preprocessing. */
export const classical: RuleTable = {
  ArrayFeatureExtractor: picked,
  Binarizer: sameAsFirst,
  CastMap: castMap,
  CategoryMapper: context => [tensor(context.dtype(0) === 'string' ? 'int64' : 'string', context.shape(0))],
  DictVectorizer: dictVectorizer,
  FeatureVectorizer: featureVectorizer,
  Imputer: imputer,
  LabelEncoder: labelEncoder,
  LinearClassifier: classifier,
  LinearRegressor: regressor(targetsOf),
  Normalizer: float,
  OneHotEncoder: oneHotEncoder,
  SVMClassifier: context => [tensor(labels(context).dtype, [rows(context)]), tensor('float32', [rows(context), null])],
  SVMRegressor: regressor(() => 1),
  Scaler: float,
  TreeEnsemble: context => [tensor(context.dtype(0), [rows(context), size(targetsOf(context))])],
  TreeEnsembleClassifier: classifier,
  TreeEnsembleRegressor: regressor(targetsOf),
  ZipMap: zipMap,
};
