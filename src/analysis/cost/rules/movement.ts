import { type CostTable, entries, free } from '../costRule';

const MOVING = [
  'BitCast',
  'Cast',
  'CastLike',
  'CenterCropPad',
  'Col2Im',
  'Compress',
  'Concat',
  'ConcatFromSequence',
  'Constant',
  'ConstantOfShape',
  'DepthToSpace',
  'Dropout',
  'Expand',
  'EyeLike',
  'Flatten',
  'Gather',
  'GatherElements',
  'GatherND',
  'Identity',
  'ImageDecoder',
  'MaxUnpool',
  'OneHot',
  'Optional',
  'OptionalGetElement',
  'OptionalHasElement',
  'Pad',
  'Reshape',
  'ReverseSequence',
  'Scatter',
  'ScatterElements',
  'ScatterND',
  'SequenceAt',
  'SequenceConstruct',
  'SequenceEmpty',
  'SequenceErase',
  'SequenceInsert',
  'SequenceLength',
  'Shape',
  'Size',
  'Slice',
  'SpaceToDepth',
  'Split',
  'SplitToSequence',
  'Squeeze',
  'TensorScatter',
  'Tile',
  'Transpose',
  'Trilu',
  'Unsqueeze',
  'Upsample',
];

/** What the runtime keeps of early operator sets and puts in between. */
const MOVING_OF_RUNTIME = ['Crop', 'DynamicSlice', 'GivenTensorFill', 'MemcpyFromHost', 'MemcpyToHost'];

const TEXTS = ['RegexFullMatch', 'StringConcat', 'StringNormalizer', 'StringSplit', 'TfIdfVectorizer'];

export const movement: CostTable = {
  ...entries(MOVING, '0: numbers are moved, copied or converted; dropout is what it is at inference', free),
  ...entries(MOVING_OF_RUNTIME, '0: numbers are moved', free),
  ...entries(TEXTS, '0: text is no arithmetic', free),
};

const MOVING_MICROSOFT = [
  'BiasDropout',
  'BitmaskBiasDropout',
  'BitmaskDropout',
  'ExpandDims',
  'GatherBlockQuantized',
  'NGramRepeatBlock',
  'QLinearConcat',
  'RemovePadding',
  'RestorePadding',
  'Tokenizer',
  'TorchEmbedding',
  'UnfoldTensor',
];

export const fusedMovement: CostTable = entries(MOVING_MICROSOFT, '0: numbers are moved, copied or converted', free);

export const blockedMovement: CostTable = entries(
  ['ReorderInput', 'ReorderOutput', 'Upsample'],
  '0: numbers are moved',
  free,
);
