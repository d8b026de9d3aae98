import { counted } from '../../../shared/units';
import { intAttribute } from '../../attributes';
import type { Model, Node } from '../../model';
import type { GraphIndex } from '../../modelIndex';
import { dropoutMode } from '../dropouts';
import { byHand } from '../mends';
import { atModel, atNode } from '../places';
import type { Check, Found, LintRule } from '../rule';
import { opsetsIn, runningGraphs } from '../scope';
import { nodeLabel, operatorLabel, quoted } from '../wording';

const TRAINING_DOMAINS = new Set(['ai.onnx.training', 'ai.onnx.preview.training']);

/** Since this version an attribute says whether BatchNormalization trains; before, the number of its outputs. */
const MODE_IS_ATTRIBUTE = 14;
const FIRST_WITHOUT_TEST_FLAG = 7;

export const trainingOp: LintRule<'structure'> = {
  id: 'training-op',
  title: 'Training left in',
  severity: 'warning',
  what: 'Dropout that drops, BatchNormalization that computes statistics of the batch, gradient and optimizer operators, training graphs. Information where an input of the model decides.',
  why: 'Answers differ from what was trained, or from run to run, and work is done that only training needs.',
  mend: byHand('Export the model in evaluation mode (in PyTorch `model.eval()`), without its training part.'),
  needs: 'structure',
  check,
};

function* check(model: Model): Check {
  if (model.training.length > 0) yield atModel(`The file has ${counted(model.training.length, 'training graph')}.`);
  for (const known of runningGraphs(model)) {
    for (const node of known.graph.nodes) yield trainingIn(model, known, node);
  }
}

function trainingIn(model: Model, known: GraphIndex, node: Node): Found | undefined {
  const { graph } = known;
  if (TRAINING_DOMAINS.has(node.domain) || (node.domain === 'com.microsoft' && /Grad$|Optimizer/.test(node.op))) {
    const operator = operatorLabel(node.domain, node.op);
    return atNode(graph.id, node, `${nodeLabel(node)} is ${operator}, which only training needs.`);
  }
  const dropout = dropoutMode(model, known, node);
  if (dropout === 'trains') return atNode(graph.id, node, `${nodeLabel(node)} drops elements at random.`);
  if (dropout === 'asks') {
    const text = `${nodeLabel(node)} drops elements when ${quoted(node.inputs[2] ?? '')} says so.`;
    return { ...atNode(graph.id, node, text), severity: 'info' };
  }
  if (!normalizesTheBatch(node, opsetsIn(model, graph).get('') ?? 1)) return undefined;
  return atNode(graph.id, node, `${nodeLabel(node)} normalizes by the batch it gets instead of what was trained.`);
}

function normalizesTheBatch(node: Node, opset: number): boolean {
  if (node.op !== 'BatchNormalization' || node.domain !== '') return false;
  if (opset >= MODE_IS_ATTRIBUTE) return intAttribute(node, 'training_mode', 0) !== 0;
  if (opset < FIRST_WITHOUT_TEST_FLAG) return intAttribute(node, 'is_test', 0) === 0;
  return node.outputs.slice(1).some(name => name !== '');
}
