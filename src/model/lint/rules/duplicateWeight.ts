import { formatBytes } from '../../../shared/units';
import type { Model, Weight } from '../../model';
import type { LocatedWeight } from '../../modelIndex';
import { printWeightType } from '../../printType';
import { DUPLICATE_BYTES, sharableWeights } from '../duplicateCandidates';
import type { WeightContents } from '../facts';
import { simplify } from '../mends';
import { atWeight } from '../places';
import type { Check, LintRule } from '../rule';
import { nameList } from '../wording';

export const duplicateWeight: LintRule<'contents'> = {
  id: 'duplicate-weight',
  title: 'Duplicate weight',
  severity: 'info',
  what: `Weights of at least ${formatBytes(DUPLICATE_BYTES)} with the same element type, shape and bytes. Weights that already share their bytes in a file of external data do not count.`,
  why: 'Each copy takes its space in the file and again in memory.',
  mend: simplify('Write the model with one of them, read by all.'),
  needs: 'contents',
  check,
};

function* check(model: Model, { read }: WeightContents): Check {
  const groups = new Map<string, LocatedWeight[]>();
  for (const located of sharableWeights(model)) {
    yield undefined;
    const digest = read.get(located.weight)?.digest ?? null;
    if (digest === null) continue;
    const key = `${printWeightType(located.weight)} ${digest}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [located]);
    else group.push(located);
  }
  for (const group of groups.values()) {
    yield undefined;
    const [first] = group;
    const copies = new Set(group.map(({ weight }) => storedPlace(weight))).size - 1;
    if (first === undefined || copies < 1) continue;
    const names = nameList(group.map(({ name }) => name));
    const saved = formatBytes(copies * first.weight.bytes);
    yield atWeight(first, `${names} hold the same ${printWeightType(first.weight)}: ${saved} are stored again.`);
  }
}

/** Equal for weights that are one range of one file. */
function storedPlace(weight: Weight): unknown {
  const { payload } = weight;
  return payload.kind === 'external' ? `${payload.offset} ${payload.location}` : weight;
}
