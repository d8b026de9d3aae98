import { type CostTable, entries, perInput } from '../costRule';

export const reductions: CostTable = {
  ...entries(
    ['ArgMax', 'ArgMin', 'ReduceLogSum', 'ReduceMax', 'ReduceMean', 'ReduceMin', 'ReduceProd', 'ReduceSum'],
    'FLOPs = 1 per input element',
    perInput(1),
  ),
  ...entries(
    ['ReduceL1', 'ReduceL2', 'ReduceLogSumExp', 'ReduceSumSquare'],
    'FLOPs = 2 per input element (function and sum)',
    perInput(2),
  ),
};

export const fusedReductions: CostTable = entries(
  ['QLinearReduceMean', 'ReduceSumInteger'],
  'FLOPs = 1 per input element',
  perInput(1),
);
