import type { Model, Node, ValueType } from '../../model';
import { constantNamed, modelIndex } from '../../modelIndex';
import { printValueType, printWeightType } from '../../printType';
import { freeInputs, type ModelTypes, typeOfValue } from '../../valueTypes';
import type { TypeFacts } from '../facts';
import { byHand } from '../mends';
import { atNode, atValue } from '../places';
import type { Check, Found, LintRule } from '../rule';
import { runningGraphs } from '../scope';
import { nodeLabel, quoted } from '../wording';

/** Operators that compute nothing of what they are given an empty tensor for. */
const LAYERS = new Set(['Conv', 'ConvTranspose', 'Gemm', 'MatMul', 'LSTM', 'GRU', 'RNN', 'BatchNormalization']);

/** Operators that are given empty tensors on purpose, to make one or to grow one. */
const MAKERS = new Set(['Constant', 'ConstantOfShape', 'If', 'Loop', 'Scan', 'SequenceAt', 'Shape', 'Split']);

export const zeroSizedTensor: LintRule<'types'> = {
  id: 'zero-sized-tensor',
  title: 'Tensor without elements',
  severity: 'warning',
  what: 'An input that is declared with a size of 0, a layer that reads a constant without elements, and a node that makes an empty tensor of ones that are not. Empty shapes, axes and optional arguments are left out.',
  why: 'What is computed from it is empty too: often a size was lost when the model was exported.',
  mend: byHand('Export the model again with real sizes; a size of 0 does not mean that it is open.'),
  needs: 'types',
  check,
};

function* check(model: Model, { types }: TypeFacts): Check {
  for (const { name, type } of freeInputs(model.graph)) {
    if (isEmpty(type))
      yield atValue('main', name, `Input ${quoted(name)} is ${printValueType(type)}: it has no elements.`);
  }
  for (const { graph } of runningGraphs(model)) {
    for (const node of graph.nodes) yield emptyIn(model, types, graph.id, node);
  }
}

function emptyIn(model: Model, types: ModelTypes, graph: string, node: Node): Found | undefined {
  if (LAYERS.has(node.op)) {
    for (const name of node.inputs) {
      const located = name === '' ? undefined : constantNamed(modelIndex(model), graph, name);
      if (located === undefined || located.weight.elements > 0) continue;
      const weight = `${quoted(name)} (${printWeightType(located.weight)})`;
      return atNode(graph, node, `${nodeLabel(node)} reads ${weight}, which has no elements.`);
    }
  }
  if (MAKERS.has(node.op) || node.inputs.length === 0) return undefined;
  const [first = ''] = node.outputs;
  const made = first === '' ? null : typeOfValue(model, types, graph, first);
  if (!isEmpty(made)) return undefined;
  if (node.inputs.some(name => name !== '' && isEmpty(typeOfValue(model, types, graph, name)))) return undefined;
  return atNode(graph, node, `${nodeLabel(node)} makes ${printValueType(made)}, which has no elements.`);
}

function isEmpty(type: ValueType | null): boolean {
  return type?.kind === 'tensor' && type.shape?.includes(0) === true;
}
