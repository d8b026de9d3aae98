import { counted } from '../../../shared/units';
import type { Model } from '../../model';
import { simplify } from '../mends';
import { atModel } from '../places';
import type { Check, LintRule } from '../rule';
import { runningGraphs } from '../scope';

/** The first with scales for each channel in QuantizeLinear, and axes and shapes as inputs throughout. */
const USABLE = 13;
/** The first with LayerNormalization in one node; known to every runtime of the last years. */
const RAISED = 17;
/** The first that the runtime promises to run. */
const PROMISED = 7;

export const oldOpset: LintRule<'structure'> = {
  id: 'old-opset',
  title: 'Old operator set',
  severity: 'info',
  what: `A model whose nodes are of the default operator set before version ${USABLE}; a warning before version ${PROMISED}.`,
  why: `Quantizing by channel needs version ${USABLE}, the runtime promises nothing before ${PROMISED}, and optimizers fuse newer forms only.`,
  mend: simplify(`Write the model in operator set ${RAISED}.`, `--opset ${RAISED}`, { opset: RAISED }),
  needs: 'structure',
  check,
};

function* check(model: Model): Check {
  let count = 0;
  for (const { graph } of runningGraphs(model)) {
    for (const node of graph.nodes) {
      if (node.domain === '') count += 1;
      yield undefined;
    }
  }
  if (count === 0) return;
  const imported = model.opsets.find(({ domain }) => domain === '');
  const version = imported?.version ?? 1;
  if (version >= USABLE) return;
  const nodes = counted(count, 'node');
  const text =
    imported === undefined
      ? `The file names no operator set for its ${nodes}: version 1 is assumed.`
      : `${nodes} ${count === 1 ? 'is' : 'are'} of operator set ${version}.`;
  yield { ...atModel(text), severity: version < PROMISED ? 'warning' : 'info' };
}
