import type { Model } from '../../model';
import { externalWeights } from '../externalRanges';
import type { ExternalFiles } from '../facts';
import { byHand } from '../mends';
import { atWeight } from '../places';
import type { Check, LintRule } from '../rule';
import { countedBytes, quoted } from '../wording';

export const missingExternalData: LintRule<'files'> = {
  id: 'missing-external-data',
  title: 'Missing weights file',
  severity: 'error',
  what: 'A file with weights that the model refers to and that does not exist or cannot be read.',
  why: 'Without it the model cannot be run, measured or changed.',
  mend: byHand('Put the file that came with the model beside it, under the name that the model has for it.'),
  needs: 'files',
  check,
};

function* check(model: Model, files: ExternalFiles): Check {
  for (const [location, weights] of externalWeights(model)) {
    yield undefined;
    const file = files.get(location);
    const [first] = weights;
    if (file?.kind !== 'missing' || first === undefined) continue;
    const bytes = weights.reduce((sum, weight) => sum + weight.bytes, 0);
    const figures = countedBytes(weights.length, 'weight', bytes);
    yield atWeight(
      first.located,
      `${quoted(location)} is missing: ${figures}, ${quoted(first.located.name)} among them.`,
    );
  }
}
