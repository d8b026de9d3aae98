import { counted } from '../../../shared/units';
import type { Model } from '../../model';
import { graphById } from '../../queries';
import type { RuntimeAnswers } from '../facts';
import { byHand } from '../mends';
import { atModel } from '../places';
import type { Check, LintRule } from '../rule';
import { PURE_DOMAINS } from '../scope';
import { nodeLabel, operatorLabel } from '../wording';

export const unsupportedOperator: LintRule<'runtime'> = {
  id: 'unsupported-operator',
  title: 'Operator that the runtime cannot run',
  severity: 'error',
  what: 'An operator that the runtime here has no kernel for with these element types and this operator set. It is asked with a model of that one node. If it takes no model of this file version or with these operator sets, that alone is said.',
  why: 'The model cannot be run here: neither quantized by samples, nor compared, nor benchmarked.',
  mend: byHand(
    'Export the model with other operators, types or operator set, or run it where its custom operators are installed.',
  ),
  needs: 'runtime',
  check,
};

function* check(model: Model, { runtime, refusal: whole, operators }: RuntimeAnswers): Check {
  if (whole !== null) yield atModel(`Files of this version or with these operator sets: ${runtime} says: ${whole}`);
  for (const { domain, op, version, inputs, nodes, refusal } of operators) {
    yield undefined;
    const [first] = nodes;
    if (refusal === null || first === undefined) continue;
    const node = graphById(model, first.graph)?.nodes[first.node];
    const place = node === undefined ? '' : `, ${nodeLabel(node)}${nodes.length === 1 ? '' : ' first'}`;
    const label = operatorLabel(domain, op);
    const what = PURE_DOMAINS.has(domain)
      ? `${label} of operator set ${version}${inputs === '' ? '' : ` with ${inputs}`}`
      : `${label} of a custom domain`;
    const count = counted(nodes.length, 'node');
    yield {
      message: `${what} (${count}${place}): ${runtime} says: ${refusal}`,
      graph: first.graph,
      node: first.node,
      value: null,
    };
  }
}
