import type { Model } from '../../model';
import { liveNodesStepwise } from '../liveNodes';
import { simplify } from '../mends';
import { atNode } from '../places';
import { type Check, type LintRule, stepping } from '../rule';
import { inferenceGraphs } from '../scope';
import { nodeLabel } from '../wording';

export const deadNode: LintRule<'structure'> = {
  id: 'dead-node',
  title: 'Node without effect',
  severity: 'warning',
  what: 'A node whose results no output depends on. Operators of custom domains are left out: they may do more than compute.',
  why: 'Its time and memory are wasted where the runtime does not drop it, and its weights are shipped either way.',
  mend: simplify('Write the model without it.'),
  needs: 'structure',
  check,
};

function* check(model: Model): Check {
  const live = yield* stepping(liveNodesStepwise(model));
  for (const { graph, uses } of inferenceGraphs(model)) {
    for (const node of graph.nodes) {
      yield undefined;
      if (live.has(node)) continue;
      const isRead = node.outputs.some(name => uses.has(name));
      const why = isRead ? 'only nodes without effect read its results' : 'nothing reads its results';
      yield atNode(graph.id, node, `${nodeLabel(node)} reaches no output: ${why}.`);
    }
  }
}
