import { formatInteger } from '../../../shared/units';
import type { Model } from '../../model';
import { allWeights } from '../../queries';
import type { WeightContents } from '../facts';
import { byHand } from '../mends';
import { atWeight } from '../places';
import type { Check, LintRule } from '../rule';
import { quoted } from '../wording';

export const nanWeight: LintRule<'contents'> = {
  id: 'nan-weight',
  title: 'NaN in a weight',
  severity: 'error',
  what: 'A floating-point constant with elements that are not a number.',
  why: 'Everything computed from such an element is NaN; training went wrong, or the file was damaged.',
  mend: byHand('Take a checkpoint from before training diverged and export it again.'),
  needs: 'contents',
  check,
};

function* check(model: Model, { read }: WeightContents): Check {
  for (const located of allWeights(model)) {
    yield undefined;
    const count = read.get(located.weight)?.nan ?? 0;
    if (count === 0) continue;
    const of = formatInteger(located.weight.elements);
    yield atWeight(located, `${quoted(located.name)} has ${formatInteger(count)} NaN among ${of} elements.`);
  }
}
