import { formatBytes } from '../../../shared/units';
import type { Model } from '../../model';
import { operandRole } from '../../operandRoles';
import { printWeightType } from '../../printType';
import { simplify } from '../mends';
import { atWeight } from '../places';
import type { Check, LintRule } from '../rule';
import { runningGraphs } from '../scope';
import { quoted } from '../wording';

/** Below this a constant is an axis, a bound or a scale. */
const SMALLEST = 1024;

export const constantNodeWeight: LintRule<'structure'> = {
  id: 'constant-node-weight',
  title: 'Weight in a Constant node',
  severity: 'info',
  what: `A Constant node with at least ${formatBytes(SMALLEST)} that some node reads as a weight. Functions are left out: they cannot have initializers.`,
  why: 'Tools that quantize, prune or move weights to other files look at initializers only and pass over it.',
  mend: simplify('Write the model with it as an initializer.'),
  needs: 'structure',
  check,
};

function* check(model: Model): Check {
  for (const { constants, uses } of runningGraphs(model)) {
    for (const located of constants.values()) {
      yield undefined;
      const { name, node, weight } = located;
      if (node === null || weight.bytes < SMALLEST) continue;
      const readAs = (uses.get(name) ?? []).map(use => operandRole(use.node, use.position, weight.elements));
      if (!readAs.includes('parameter')) continue;
      const size = formatBytes(weight.bytes);
      yield atWeight(
        located,
        `${quoted(name)} (${printWeightType(weight)}, ${size}) is the result of a Constant node.`,
      );
    }
  }
}
