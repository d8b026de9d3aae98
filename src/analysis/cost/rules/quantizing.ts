import { type CostTable, perInput } from '../costRule';

export const quantizing: CostTable = {
  QuantizeLinear: { formula: 'FLOPs = 2 per element (division and sum with the zero point)', cost: perInput(2) },
  DequantizeLinear: {
    formula: 'FLOPs = 2 per element (difference from the zero point and product)',
    cost: perInput(2),
  },
  DynamicQuantizeLinear: {
    formula: 'FLOPs = 4 per element (minimum, maximum, division, sum with the zero point)',
    cost: perInput(4),
  },
};
