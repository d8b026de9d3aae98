import type { LintSeverity } from '../../../shared/reports/lintReport';
import { counted } from '../../../shared/units';
import type { Model } from '../../model';
import { simplify } from '../mends';
import { atModel } from '../places';
import type { Check, LintRule } from '../rule';
import { countedBytes, nameList } from '../wording';

/** Since this version of the file format an initializer need not be an input. */
const FREE_INITIALIZERS = 4;

export const initializerAsInput: LintRule<'structure'> = {
  id: 'initializer-as-input',
  title: 'Initializers that are also inputs',
  severity: 'warning',
  what: 'Initializers that the graph lists among its inputs too. Information only where the file version (IR 3 and older) asks for it.',
  why: 'Whoever runs the model could replace them, so the runtime may neither fold nor fuse what reads them, and the list of inputs hides the real ones.',
  mend: simplify('Write the model with them as constants.'),
  needs: 'structure',
  check,
};

function* check(model: Model): Check {
  const { inputs, initializers } = model.graph;
  const names = new Set<string>();
  let bytes = 0;
  for (const { name } of inputs) {
    yield undefined;
    const weight = initializers.get(name);
    if (weight === undefined || names.has(name)) continue;
    names.add(name);
    bytes += weight.bytes;
  }
  if (names.size === 0) return;
  const version = Number(/^IR (\d+)$/.exec(model.formatVersion)?.[1] ?? FREE_INITIALIZERS);
  const isForced = version < FREE_INITIALIZERS;
  const severity: LintSeverity = isForced ? 'info' : 'warning';
  const reason = isForced ? `, as file version IR ${version} asks for` : '';
  const figures = countedBytes(names.size, 'initializer', bytes);
  const verb = names.size === 1 ? 'is' : 'are';
  const total = counted(inputs.length, 'input');
  yield { ...atModel(`${figures}, ${verb} among the ${total}${reason}: ${nameList([...names])}.`), severity };
}
