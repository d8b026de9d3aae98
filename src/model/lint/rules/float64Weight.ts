import { formatBytes } from '../../../shared/units';
import type { Model } from '../../model';
import { operandRole } from '../../operandRoles';
import { printWeightType } from '../../printType';
import { simplify } from '../mends';
import { atWeight } from '../places';
import type { Check, LintRule } from '../rule';
import { runningGraphs } from '../scope';
import { quoted } from '../wording';

export const float64Weight: LintRule<'structure'> = {
  id: 'float64-weight',
  title: 'Weight in float64',
  severity: 'warning',
  what: 'A weight with 64-bit floating-point elements. Single numbers and arguments such as bounds are left out.',
  why: 'It takes twice the space of float32, and the runtime has few and slow kernels for it; trained networks gain nothing by it.',
  mend: simplify('Write the model in float32.', '--float32', { float32: true }),
  needs: 'structure',
  check,
};

function* check(model: Model): Check {
  for (const { constants, uses } of runningGraphs(model)) {
    for (const located of constants.values()) {
      yield undefined;
      const { name, weight } = located;
      if (weight.dtype !== 'float64' || weight.elements < 2) continue;
      const roles = (uses.get(name) ?? []).map(use => operandRole(use.node, use.position, weight.elements));
      if (!roles.includes('parameter')) continue;
      const size = formatBytes(weight.bytes);
      yield atWeight(located, `${quoted(name)} is ${printWeightType(weight)}: ${size}, half of it to spare.`);
    }
  }
}
