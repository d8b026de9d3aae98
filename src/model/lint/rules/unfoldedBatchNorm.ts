import { intAttribute } from '../../attributes';
import type { Model, Node } from '../../model';
import { constantNamed, type GraphIndex, type ModelIndex, modelIndex } from '../../modelIndex';
import { simplify } from '../mends';
import { atNode } from '../places';
import type { Check, LintRule } from '../rule';
import { runningGraphs } from '../scope';
import { nodeLabel } from '../wording';

const LAYERS = new Set(['Conv', 'ConvTranspose', 'Gemm']);

export const unfoldedBatchNorm: LintRule<'structure'> = {
  id: 'unfolded-batch-norm',
  title: 'BatchNormalization that could be folded',
  severity: 'warning',
  what: 'A BatchNormalization with constant statistics right behind a Conv, ConvTranspose or Gemm with constant weights whose result nothing else reads.',
  why: 'Folded into the weights it costs nothing; left alone it is a pass over the activations in every runtime that does not fold, and stands between a layer and its rounding when the model is quantized.',
  mend: simplify('Write the model with it folded into the layer before.'),
  needs: 'structure',
  check,
};

function* check(model: Model): Check {
  const index = modelIndex(model);
  for (const known of runningGraphs(model)) {
    const outputs = new Set(known.graph.outputs.map(({ name }) => name));
    for (const node of known.graph.nodes) {
      yield undefined;
      const layer = isFoldable(index, known, node) ? layerBefore(index, known, node, outputs) : null;
      if (layer !== null)
        yield atNode(known.graph.id, node, `${nodeLabel(node)} can be folded into ${nodeLabel(layer)}.`);
    }
  }
}

/** Whether it normalizes with constants of the file, as at inference. */
function isFoldable(index: ModelIndex, { graph }: GraphIndex, node: Node): boolean {
  if (node.op !== 'BatchNormalization' || node.domain !== '') return false;
  if (intAttribute(node, 'training_mode', 0) !== 0 || node.outputs.slice(1).some(name => name !== '')) return false;
  const statistics = [1, 2, 3, 4].map(input => constantNamed(index, graph.id, node.inputs[input] ?? ''));
  return statistics.every(constant => constant !== undefined);
}

function layerBefore(
  index: ModelIndex,
  { graph, producers, uses }: GraphIndex,
  node: Node,
  outputs: ReadonlySet<string>,
): Node | null {
  const value = node.inputs[0] ?? '';
  const layer = producers.get(value);
  if (layer === undefined || !LAYERS.has(layer.op) || layer.domain !== '') return null;
  if (outputs.has(value) || uses.get(value)?.length !== 1) return null;
  const isConstant = (input: number): boolean =>
    constantNamed(index, graph.id, layer.inputs[input] ?? '') !== undefined;
  const hasBias = (layer.inputs[2] ?? '') !== '';
  return isConstant(1) && (!hasBias || isConstant(2)) ? layer : null;
}
