import type { Model } from '../../model';
import { dropoutMode } from '../dropouts';
import { simplify } from '../mends';
import { atNode } from '../places';
import type { Check, LintRule } from '../rule';
import { runningGraphs } from '../scope';
import { nodeLabel } from '../wording';

export const dropoutLeft: LintRule<'structure'> = {
  id: 'dropout-left',
  title: 'Dropout left in',
  severity: 'info',
  what: 'A Dropout that does nothing because the model is not trained here. One that drops is found by training-op.',
  why: 'It separates operators that a runtime or a quantizer could fuse, and some runtimes copy the tensor.',
  mend: simplify('Write the model without it.'),
  needs: 'structure',
  check,
};

function* check(model: Model): Check {
  for (const known of runningGraphs(model)) {
    for (const node of known.graph.nodes) {
      yield undefined;
      if (dropoutMode(model, known, node) === 'idle') {
        yield atNode(known.graph.id, node, `${nodeLabel(node)} hands its input on unchanged.`);
      }
    }
  }
}
