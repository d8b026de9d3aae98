import { counted, formatInteger } from '../../../shared/units';
import { packedBytes } from '../../dtype';
import type { Model, Weight } from '../../model';
import { printWeightType } from '../../printType';
import { allWeightsStepwise } from '../../queries';
import { byHand } from '../mends';
import { atWeight } from '../places';
import { type Check, type LintRule, stepping } from '../rule';
import { quoted } from '../wording';

export const damagedWeight: LintRule<'structure'> = {
  id: 'damaged-weight',
  title: 'Weight without its data',
  severity: 'error',
  what: 'A weight in the model file that stores nothing, or not as many bytes as its shape and type take.',
  why: 'The runtime rejects the model, or reads something else than was trained.',
  mend: byHand('Export the model again; the file was cut or edited.'),
  needs: 'structure',
  check,
};

function* check(model: Model): Check {
  for (const located of yield* stepping(allWeightsStepwise(model))) {
    yield undefined;
    const stored = storedBytes(located.weight);
    const { elements, sparse, dtype } = located.weight;
    const wanted = packedBytes(dtype, sparse?.stored ?? elements);
    if (stored === null || stored === wanted || dtype === 'string') continue;
    const has = stored === 0 ? 'stores nothing' : `stores ${counted(stored, 'byte')}`;
    const type = printWeightType(located.weight);
    yield atWeight(located, `${quoted(located.name)} ${has}; ${type} takes ${formatInteger(wanted)}.`);
  }
}

/** `null` where only reading tells. */
function storedBytes({ payload }: Weight): number | null {
  switch (payload.kind) {
    case 'range':
      return payload.length;
    case 'inline':
      return payload.bytes.length;
    case 'empty':
      return 0;
    default:
      return null;
  }
}
