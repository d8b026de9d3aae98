import { isOp } from '../../graph/protos';
import { foldAffine } from '../../preflight/foldAffine';
import type { Pass } from '../pass';

/** BatchNormalization, and scales and shifts of whole channels, go into the weights of the layer before. */
export const foldNormalization: Pass = {
  id: 'fold-batch-norm',
  title: 'Fold BatchNormalization and scales of channels into the layer before',
  mends: ['unfolded-batch-norm'],
  exactness: 'rounding',
  request: null,
  async run(context) {
    const { gone, kept } = await foldAffine(context.work, { growing: false });
    for (const node of gone) context.changed(node);
    for (const { node, reason } of kept) if (isOp(node, 'BatchNormalization')) context.skipped(node, reason);
  },
};
