import { cannotUseFloat32 } from '../../errors';
import type { Pass } from '../pass';
import { retype } from '../retype';

/** Weights and arithmetic in float64 become float32; inputs and outputs of the model keep their types. */
export const float32: Pass = {
  id: 'float32',
  title: 'Compute in float32 instead of float64',
  mends: ['float64-weight'],
  exactness: 'rounding',
  request: { option: '--float32', isGiven: options => options.float32 },
  async run(context) {
    const obstacle = await retype(context);
    if (obstacle !== null) throw cannotUseFloat32(context.source.name, obstacle);
  },
};
