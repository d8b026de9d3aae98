import { formatBytes } from '../../../shared/units';
import type { Model } from '../../model';
import { coveredBytes, externalWeights } from '../externalRanges';
import type { ExternalFiles } from '../facts';
import { simplify } from '../mends';
import { atWeight } from '../places';
import type { Check, LintRule } from '../rule';
import { quoted } from '../wording';

/** What writers leave between two weights so that each can be mapped into memory: the coarsest granularity there is. */
const ALIGNMENT = 65_536;

export const oversizedExternalData: LintRule<'files'> = {
  id: 'oversized-external-data',
  title: 'Weights file with unused bytes',
  severity: 'info',
  what: 'A file with weights in which bytes lie that no weight of this model reads, more than alignment explains.',
  why: 'They are shipped and stored for nothing, unless another model reads them.',
  mend: simplify('If no other model reads the file, write this one anew: its result has its own weights only.'),
  needs: 'files',
  check,
};

function* check(model: Model, files: ExternalFiles): Check {
  for (const [location, weights] of externalWeights(model)) {
    yield undefined;
    const file = files.get(location);
    const [first] = weights;
    if (file?.kind !== 'usable' || first === undefined) continue;
    const unused = file.size - coveredBytes(weights);
    if (unused <= ALIGNMENT * (weights.length + 1)) continue;
    const figures = `${formatBytes(unused)} of ${formatBytes(file.size)}`;
    yield atWeight(first.located, `${figures} in ${quoted(location)} are read by no weight of this model.`);
  }
}
