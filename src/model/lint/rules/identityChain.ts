import { intAttribute, intsAttribute } from '../../attributes';
import { elementType } from '../../elementTypes';
import type { Dimension, Model, Node, ValueType } from '../../model';
import { type GraphIndex, modelIndex } from '../../modelIndex';
import { type ModelTypes, typeOfValue } from '../../valueTypes';
import type { TypeFacts } from '../facts';
import { simplify } from '../mends';
import { atNode } from '../places';
import type { Check, LintRule } from '../rule';
import { runningGraphs } from '../scope';
import { smallConstant } from '../smallConstant';
import { nodeLabel } from '../wording';

export const identityChain: LintRule<'types'> = {
  id: 'identity-chain',
  title: 'Operator that changes nothing',
  severity: 'info',
  what: 'Identity, Cast to the type and Reshape, Flatten, Squeeze, Unsqueeze, Expand or Slice to the shape that is there already, Transpose that turns nothing, Pad by nothing, two Transposes that undo each other. Left out where the result is an output, which needs a name of its own; Dropout has a rule of its own.',
  why: 'It costs a copy in runtimes that do not drop it, and keeps operators apart that could be fused.',
  mend: simplify('Write the model without it.'),
  needs: 'types',
  check,
};

function* check(model: Model, { types }: TypeFacts): Check {
  for (const known of runningGraphs(model)) {
    const outputs = new Set(known.graph.outputs.map(({ name }) => name));
    for (const node of known.graph.nodes) {
      yield undefined;
      if (node.domain !== '' || node.outputs.some(name => outputs.has(name))) continue;
      const idle = idleness({ model, types, known, node });
      if (idle !== null) yield atNode(known.graph.id, node, `${nodeLabel(node)} ${idle}.`);
    }
  }
}

interface Question {
  readonly model: Model;
  readonly types: ModelTypes;
  readonly known: GraphIndex;
  readonly node: Node;
}

/** How a node changes nothing, `null` when it does or may. */
function idleness(question: Question): string | null {
  switch (question.node.op) {
    case 'Identity':
      return 'hands its input on unchanged';
    case 'Cast':
      return castsToItself(question) ? 'casts to the type that is there' : null;
    case 'Reshape':
    case 'Flatten':
    case 'Squeeze':
    case 'Unsqueeze':
    case 'Expand':
      return keepsShape(question) ? 'gives the shape that is there' : null;
    case 'Slice':
      return takesAll(question) ? 'takes everything' : null;
    case 'Pad':
      return padsNothing(question) ? 'pads by nothing' : null;
    case 'Transpose':
      return transposeIdleness(question);
    default:
      return null;
  }
}

function typeOf({ model, types, known }: Question, name: string | undefined): ValueType | null {
  return name === undefined || name === '' ? null : typeOfValue(model, types, known.graph.id, name);
}

function shapeOf(question: Question, name: string | undefined): readonly Dimension[] | null {
  const type = typeOf(question, name);
  return type?.kind === 'tensor' ? type.shape : null;
}

function castsToItself(question: Question): boolean {
  const type = typeOf(question, question.node.inputs[0]);
  return type?.kind === 'tensor' && type.dtype === elementType(intAttribute(question.node, 'to', 0));
}

function keepsShape(question: Question): boolean {
  const before = shapeOf(question, question.node.inputs[0]);
  const after = shapeOf(question, question.node.outputs[0]);
  if (before === null || after === null || before.length !== after.length) return false;
  return before.every((size, axis) => size !== null && size === after[axis]);
}

function takesAll(question: Question): boolean {
  const { model, known, node } = question;
  const steps =
    (node.inputs[4] ?? '') === '' ? [] : smallConstant(modelIndex(model), known.graph.id, node.inputs[4] ?? '');
  return steps?.every(step => step > 0) === true && keepsShape(question);
}

function padsNothing({ model, known, node }: Question): boolean {
  const pads =
    intsAttribute(node, 'pads', null) ?? smallConstant(modelIndex(model), known.graph.id, node.inputs[1] ?? '');
  return pads !== null && pads.length > 0 && pads.every(amount => amount === 0);
}

function transposeIdleness(question: Question): string | null {
  const { known, node } = question;
  const order = orderOf(question, node);
  if (order === null) return null;
  if (isStraight(order)) return 'turns nothing';
  const before = known.producers.get(node.inputs[0] ?? '');
  if (before?.op !== 'Transpose' || before.domain !== '') return null;
  const first = orderOf(question, before);
  if (first === null || first.length !== order.length) return null;
  return isStraight(order.map(axis => first[axis] ?? -1)) ? `undoes ${nodeLabel(before)}` : null;
}

/** Where each axis of the result comes from. */
function orderOf(question: Question, node: Node): readonly number[] | null {
  const order = intsAttribute(node, 'perm', null);
  if (order !== null) return order;
  const rank = shapeOf(question, node.inputs[0])?.length;
  return rank === undefined ? null : Array.from({ length: rank }, (_, axis) => rank - 1 - axis);
}

function isStraight(order: readonly number[]): boolean {
  return order.every((axis, place) => axis === place);
}
