import type { Model, ValueType } from '../../model';
import { modelIndex } from '../../modelIndex';
import { printValueType } from '../../printType';
import type { Contradiction, TypeFacts } from '../facts';
import { byHand } from '../mends';
import type { Check, LintRule } from '../rule';
import { nodeLabel, quoted } from '../wording';

export const contradictingShape: LintRule<'types'> = {
  id: 'contradicting-shape',
  title: 'Declared type that cannot be',
  severity: 'warning',
  what: 'A value whose declared shape is not what its operator gives; an error where even the element type differs.',
  why: 'Runtimes plan memory by what is declared: some refuse the model, others warn and go on with the computed shape.',
  mend: byHand('Export the model again, or take the declared shapes out of the file and let them be inferred.'),
  needs: 'types',
  check,
};

function* check(model: Model, { contradictions }: TypeFacts): Check {
  const index = modelIndex(model);
  for (const contradiction of contradictions) {
    const { graph, value, declared, inferred } = contradiction;
    const producer = index.get(graph)?.producers.get(value);
    const by = producer === undefined ? '' : ` by ${nodeLabel(producer)}`;
    const types = `declared ${printValueType(declared)} and computed ${printValueType(inferred)}${by}`;
    yield {
      message: `${quoted(value)} is ${types}.`,
      graph,
      node: producer?.index ?? null,
      value,
      severity: isOfOtherElements(contradiction) ? 'error' : 'warning',
    };
  }
}

function isOfOtherElements({ declared, inferred }: Contradiction): boolean {
  return declared.kind !== inferred.kind || dtypeOf(declared) !== dtypeOf(inferred);
}

function dtypeOf(type: ValueType): string {
  return type.kind === 'tensor' || type.kind === 'sparse' ? type.dtype : '';
}
