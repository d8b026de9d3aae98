import { weightBytes } from '../figures';
import { dropFoldedViews } from '../fold/dropFoldedViews';
import { evaluateFoldable } from '../fold/evaluateFoldable';
import { growthLimits } from '../fold/limits';
import { planFolding } from '../fold/planFolding';
import type { Pass } from '../pass';

/** What depends on constants alone is computed now, by the runtime itself, and kept where that does not blow the file up. */
export const foldConstants: Pass = {
  id: 'fold-constants',
  title: 'Compute what depends on constants alone',
  mends: ['constant-subgraph'],
  exactness: 'exact',
  request: null,
  async run(context) {
    const limits = growthLimits(weightBytes(context.work));
    await dropFoldedViews(context, limits);
    const planned = await planFolding(context, limits);
    if (planned.length > 0) await evaluateFoldable(context, planned);
  },
};
