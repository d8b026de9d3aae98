import { stringAttribute } from '../../model/attributes';
import type { Graph, Node } from '../../model/model';
import type { GraphIndex } from '../../model/modelIndex';
import type { NodeLabels } from './nodeLabels';

/** Kernels in blocked layout are called after the value they make; normalizations and products become convolutions. */
const BLOCKED = /^(.*?)(_bn|_mul)?_nchwc(?:_token_\d+)?$/s;
const MADE_BY: ReadonlyMap<string, string> = new Map([
  ['_bn', 'BatchNormalization'],
  ['_mul', 'Mul'],
]);

/** Input of a blocked convolution that is added to its result. */
const SUM = 3;
const SUMS = ['Add', 'Sum'];

/**
 * Values of the original graph by the names they have in the optimized one, where the same numbers go by another name: in another
 * layout, mostly.
 */
export function valueAliases(
  graph: Graph,
  index: GraphIndex,
  isKnown: (name: string) => boolean,
  labels: NodeLabels,
): ReadonlyMap<string, string> {
  const aliases = new Map<string, string>();
  const original = (name: string): string | null => aliases.get(name) ?? (isKnown(name) ? name : null);
  for (const node of graph.nodes) {
    const [input = '', output = ''] = [node.inputs[0], node.outputs[0]];
    if (output === '' || isKnown(output)) continue;
    const value =
      node.op === 'ReorderInput' ? original(input) : (blockedValue(node, index, original) ?? kept(node, labels));
    if (value !== null) aliases.set(output, value);
  }
  return aliases;
}

/** Whether a kernel is called after the value it makes. */
export function isBlocked(kernel: string): boolean {
  return BLOCKED.test(kernel);
}

function blockedValue(node: Node, index: GraphIndex, original: (name: string) => string | null): string | null {
  const match = BLOCKED.exec(node.name);
  if (match === null) return null;
  const [, base = '', by = ''] = match;
  const whole = `${base}${by}`;
  let value = index.producers.has(whole) ? whole : base;
  const maker = index.producers.get(value);
  if (maker === undefined || (value !== whole && maker.op !== MADE_BY.get(by))) return null;
  // What was fused later does not show in the name.
  const added = node.inputs[SUM] ?? '';
  if (added !== '') {
    const sum = original(added);
    const next = sum === null ? null : after(index, value, SUMS, sum);
    if (next === null) return null;
    value = next;
  }
  const activation = stringAttribute(node, 'activation', '');
  return activation === '' ? value : after(index, value, [activation], null);
}

/** The value itself when it is made by one already, else what its only use makes of it by one of the operators. */
function after(index: GraphIndex, value: string, operators: readonly string[], other: string | null): string | null {
  const isStep = (node: Node | undefined): boolean =>
    node !== undefined && operators.includes(node.op) && (other === null || node.inputs.includes(other));
  if (isStep(index.producers.get(value))) return value;
  const uses = index.uses.get(value) ?? [];
  const [use] = uses;
  return use !== undefined && uses.length === 1 && isStep(use.node) ? (use.node.outputs[0] ?? null) : null;
}

/** A node that was kept and only runs in another layout. */
function kept(node: Node, labels: NodeLabels): string | null {
  const [found, ...others] = labels.inName(node.name);
  const known = found === undefined || others.length > 0 ? undefined : labels.nodes[found]?.node;
  if (known === undefined || known.op !== node.op || known.outputs.length !== node.outputs.length) return null;
  return stringAttribute(node, 'activation', '') === '' ? (known.outputs[0] ?? null) : null;
}
