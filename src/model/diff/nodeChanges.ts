import type { NodeChange } from '../../shared/reports/compareReport';
import type { Attribute, Node } from '../model';
import { printAttribute } from '../printAttribute';
import { printValueType, printWeightType } from '../printType';
import { isDefault } from './attributeDefaults';
import { attributeKey, operator } from './localKeys';
import { calledName } from './nameKeys';
import type { Pairing } from './pairing';
import { at, type DiffSide, row } from './side';
import type { TypeChanges } from './typeChanges';
import { haveSameOrigin, type ReachedConstant, reachedConstant } from './valueOrigins';

/** What is different between two nodes that stand for each other. */
export function nodeChanges(pairing: Pairing, a: number, b: number, types: TypeChanges): readonly NodeChange[] {
  const one = pairing.a.nodes[a] as Node;
  const other = pairing.b.nodes[b] as Node;
  if (operator(one) !== operator(other)) {
    // Another operator has other inputs and attributes; only what comes out can be compared.
    return [change('operator', '', operator(one), operator(other)), ...typeChanges(types, a, b)];
  }
  return [
    ...attributeChanges(one, other),
    ...inputChanges(pairing, a, b),
    ...outputChanges(one, other),
    ...typeChanges(types, a, b),
  ];
}

function change(what: NodeChange['what'], name: string, before: string | null, after: string | null): NodeChange {
  return { what, name, before, after };
}

function attributeChanges(a: Node, b: Node): readonly NodeChange[] {
  const others = new Map(b.attributes.map(attribute => [attribute.name, attribute]));
  const changes: NodeChange[] = [];
  for (const attribute of a.attributes) {
    const other = others.get(attribute.name);
    others.delete(attribute.name);
    if (other === undefined) {
      if (!isDefault(a.op, attribute.name, attribute.value)) {
        changes.push(change('attribute', attribute.name, textOf(attribute), null));
      }
    } else if (!isSameAttribute(attribute, other)) {
      changes.push(change('attribute', attribute.name, textOf(attribute), textOf(other)));
    }
  }
  for (const [name, attribute] of others) {
    if (!isDefault(b.op, name, attribute.value)) changes.push(change('attribute', name, null, textOf(attribute)));
  }
  return changes;
}

/** Bodies are compared node by node elsewhere, contents of tensors with the weights. */
function isSameAttribute(a: Attribute, b: Attribute): boolean {
  if (a.value.kind !== b.value.kind) return false;
  if (a.value.kind === 'graph' || a.value.kind === 'graphs') return true;
  return attributeKey(a.value, printWeightType) === attributeKey(b.value, printWeightType);
}

function textOf(attribute: Attribute): string {
  return printAttribute(attribute).text;
}

function inputChanges(pairing: Pairing, a: number, b: number): readonly NodeChange[] {
  const ours = row(pairing.a.inputs, a);
  const theirs = row(pairing.b.inputs, b);
  const changes: NodeChange[] = [];
  for (let position = 0; position < Math.max(ours.length, theirs.length); position++) {
    const value = ours[position] ?? -1;
    const other = theirs[position] ?? -1;
    const before = reachedConstant(pairing.a, value);
    const after = reachedConstant(pairing.b, other);
    if (before !== null || after !== null) {
      const isGone = (before === null && value >= 0) || (after === null && other >= 0);
      const texts = [
        before === null ? sourceText(pairing.a, value) : constantText(before),
        after === null ? sourceText(pairing.b, other) : constantText(after),
      ] as const;
      if (isGone || texts[0] !== texts[1]) changes.push(change('constant', String(position), ...texts));
    } else if (!haveSameOrigin(pairing, value, other)) {
      const texts = [sourceText(pairing.a, value), sourceText(pairing.b, other)] as const;
      changes.push(change('input', String(position), ...texts));
    }
  }
  return changes;
}

function constantText({ constant, through }: ReachedConstant): string {
  const by = through.filter(op => op !== 'Identity');
  const type = printWeightType(constant.weight);
  return by.length === 0 ? type : `${type} through ${by.toReversed().join(', ')}`;
}

/** `"x" of Relu "relu_1"`, `input "x"`; `null` where nothing is read. */
function sourceText(side: DiffSide, value: number): string | null {
  const known = side.values[value];
  if (known === undefined) return null;
  if (known.constant !== null) return `constant "${known.name}"`;
  if (known.producer < 0) return `input "${known.name}"`;
  const maker = side.nodes[known.producer] as Node;
  const called = calledName(maker);
  return called === known.name ? `"${known.name}" of ${maker.op}` : `"${known.name}" of ${maker.op} "${called}"`;
}

function outputChanges(a: Node, b: Node): readonly NodeChange[] {
  const [before, after] = [a, b].map(({ outputs }) => outputs.filter(name => name !== '').length);
  return before === after ? [] : [change('output', '', String(before), String(after))];
}

function typeChanges(types: TypeChanges, a: number, b: number): readonly NodeChange[] {
  return types
    .of(a, b)
    .map(({ slot, before, after }) => change('type', String(slot), printValueType(before), printValueType(after)));
}

/** Whether two nodes that stand for each other go by different names: theirs, or without any those of what they make. */
export function isRenamed({ a, b, nodeOfA }: Pairing, node: number): boolean {
  const one = a.nodes[node] as Node;
  const other = b.nodes[at(nodeOfA, node)] as Node;
  if (one.name !== '' && other.name !== '') return one.name !== other.name;
  return (one.outputs[0] ?? '') !== (other.outputs[0] ?? '');
}
