import { counted, formatInteger } from '../../../shared/units';
import type { Model } from '../../model';
import { type LocatedWeight, type ModelIndex, modelIndex } from '../../modelIndex';
import { operandRole } from '../../operandRoles';
import { allWeights } from '../../queries';
import type { WeightContents } from '../facts';
import { byHand } from '../mends';
import { atWeight } from '../places';
import type { Check, LintRule } from '../rule';
import { quoted } from '../wording';

/** Operators that multiply with what they read: infinity times zero is NaN. */
const MULTIPLYING = new Set([
  'Attention',
  'BatchNormalization',
  'Conv',
  'ConvTranspose',
  'Div',
  'Einsum',
  'GRU',
  'Gemm',
  'GroupNormalization',
  'InstanceNormalization',
  'LSTM',
  'LayerNormalization',
  'MatMul',
  'Mul',
  'RMSNormalization',
  'RNN',
  'SkipLayerNormalization',
]);

export const infiniteWeight: LintRule<'contents'> = {
  id: 'infinite-weight',
  title: 'Infinity in a weight',
  severity: 'warning',
  what: 'A floating-point constant with infinite elements. Bounds of Clip and the like are left out, and so are masks: constants of zeros and −∞ that are added or chosen.',
  why: 'Infinity times zero, or minus infinity, is NaN; and a range that holds it cannot be quantized.',
  mend: byHand('Export the model again from a sound checkpoint; for a mask use the lowest finite number.'),
  needs: 'contents',
  check,
};

function* check(model: Model, { read }: WeightContents): Check {
  const index = modelIndex(model);
  for (const located of allWeights(model)) {
    yield undefined;
    const content = read.get(located.weight);
    if (content === undefined) continue;
    const { positiveInfinite, negativeInfinite } = content;
    const count = positiveInfinite + negativeInfinite;
    if (count === 0 || !matters(index, located, positiveInfinite === 0)) continue;
    const of = formatInteger(located.weight.elements);
    yield atWeight(located, `${quoted(located.name)} has ${counted(count, 'infinite element')} of ${of}.`);
  }
}

function matters(index: ModelIndex, { graph, name, weight, node }: LocatedWeight, canBeMask: boolean): boolean {
  const known = index.get(graph);
  const uses = known?.uses.get(name) ?? [];
  if (uses.length === 0) return node === null || known?.graph.nodes[node]?.op !== 'ConstantOfShape';
  return uses.some(use => {
    const isWeight = operandRole(use.node, use.position, weight.elements) === 'parameter';
    return isWeight && (!canBeMask || MULTIPLYING.has(use.node.op));
  });
}
