import type { Model, Node } from '../../model';
import { modelIndex } from '../../modelIndex';
import { graphById } from '../../queries';
import type { InvalidPlace, TypeFacts } from '../facts';
import { byHand } from '../mends';
import type { Check, LintRule } from '../rule';
import { nodeLabel, quoted } from '../wording';

export const invalidGraph: LintRule<'types'> = {
  id: 'invalid-graph',
  title: 'Invalid graph',
  severity: 'error',
  what: 'Nodes in a circle or before what they read, two values of one name, values that nothing gives, functions that call themselves.',
  why: 'The specification forbids it, and runtimes reject the model or compute something else.',
  mend: byHand('Export the model again, or repair what made the file.'),
  needs: 'types',
  check,
};

function* check(model: Model, { invalid }: TypeFacts): Check {
  for (const place of invalid) {
    const { graph, node, value } = place;
    // A value of a circle is told of as such.
    if (place.kind === 'missingValue' && modelIndex(model).get(graph)?.producers.has(value) === true) continue;
    const at = node === null ? undefined : graphById(model, graph)?.nodes[node];
    yield { message: describe(place, at), graph, node, value: place.kind === 'recursiveFunction' ? null : value };
  }
}

function describe({ kind, value }: InvalidPlace, node: Node | undefined): string {
  const who = node === undefined ? 'The output' : nodeLabel(node);
  switch (kind) {
    case 'cycle':
      return `${who} needs ${quoted(value)}, which is computed from its own result.`;
    case 'unsorted':
      return `${who} comes before the node that makes its input ${quoted(value)}.`;
    case 'duplicateValue':
      return `${who} gives ${quoted(value)}, and so does something before it.`;
    case 'missingValue':
      return node === undefined
        ? `Nothing gives the output ${quoted(value)}.`
        : `${who} reads ${quoted(value)}, which nothing gives.`;
    case 'recursiveFunction':
      return `${who} calls function ${quoted(value)} from within itself.`;
  }
}
