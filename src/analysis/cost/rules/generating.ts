import { type CostTable, entries, perOutput } from '../costRule';

export const generating: CostTable = {
  ...entries(
    ['Bernoulli', 'Multinomial', 'RandomNormal', 'RandomNormalLike', 'RandomUniform', 'RandomUniformLike', 'Range'],
    'FLOPs = 1 per output element',
    perOutput(1),
  ),
  ...entries(
    ['BlackmanWindow', 'HammingWindow', 'HannWindow', 'MelWeightMatrix'],
    'FLOPs = 1 per output element, whatever the function',
    perOutput(1),
  ),
};
