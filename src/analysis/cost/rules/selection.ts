import { type CostTable, entries, operations, perInput } from '../costRule';

export const selection: CostTable = {
  TopK: {
    formula: 'FLOPs = 1 per input element (one comparison; sorting the chosen is not counted)',
    cost: perInput(1),
  },
  ...entries(
    ['NonZero', 'Unique'],
    'FLOPs = 1 per input element (one comparison; sorting is not counted)',
    perInput(1),
  ),
  NonMaxSuppression: {
    formula: 'unknown: how many boxes are compared depends on them',
    cost: context => operations(context.unknown('how many boxes are compared depends on their values')),
  },
};
