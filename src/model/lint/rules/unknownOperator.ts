import { counted } from '../../../shared/units';
import type { Model, Node } from '../../model';
import type { TypeFacts } from '../facts';
import { byHand } from '../mends';
import type { Check, LintRule } from '../rule';
import { inferenceGraphs } from '../scope';
import { nodeLabel, operatorLabel } from '../wording';

export const unknownOperator: LintRule<'types'> = {
  id: 'unknown-operator',
  title: 'Unknown operator',
  severity: 'info',
  what: 'An operator that neither Model Lathe knows nor a function of the model describes.',
  why: 'Shapes behind it, and with them costs and memory, are unknown where the file does not declare them.',
  mend: byHand('Export the model with its shapes, or with the operator as a function of the model.'),
  needs: 'types',
  check,
};

function* check(model: Model, { knows }: TypeFacts): Check {
  const functions = new Set(model.functions.map(({ domain, name }) => `${domain}\n${name}`));
  const unknown = new Map<string, { readonly graph: string; readonly node: Node; count: number }>();
  for (const { graph } of inferenceGraphs(model)) {
    for (const node of graph.nodes) {
      yield undefined;
      const key = `${node.domain}\n${node.op}`;
      if (functions.has(key) || knows(node.domain, node.op)) continue;
      const known = unknown.get(key);
      if (known === undefined) unknown.set(key, { graph: graph.id, node, count: 1 });
      else known.count += 1;
    }
  }
  for (const { graph, node, count } of unknown.values()) {
    const operator = operatorLabel(node.domain, node.op);
    const first = count === 1 ? nodeLabel(node) : `${nodeLabel(node)} first`;
    yield {
      message: `${counted(count, 'node')} of unknown operator ${operator}: ${first}.`,
      graph,
      node: node.index,
      value: null,
    };
  }
}
