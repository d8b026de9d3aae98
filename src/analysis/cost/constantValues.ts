import { subgraphs } from '../../model/attributes';
import type { Node } from '../../model/model';
import type { GraphIndex, ModelIndex } from '../../model/modelIndex';
import type { Steps } from '../../model/steps';
import { costEntry } from './costTable';

/** Operators that give something else each time. */
const RANDOM: ReadonlySet<string> = new Set([
  'Bernoulli',
  'Dropout',
  'Multinomial',
  'RandomNormal',
  'RandomNormalLike',
  'RandomUniform',
  'RandomUniformLike',
]);

/** Names by graph of what is computed from constants alone. */
export type ConstantValues = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Values that follow from constants alone, constants included: a dequantized weight, a shape. They are the same in every
 * run, so a runtime makes them once and keeps them as it keeps weights.
 */
export function* constantValues(index: ModelIndex): Steps<ConstantValues> {
  const found = new Map<string, Set<string>>();
  for (const known of index.values()) {
    const own = new Set(known.constants.keys());
    found.set(known.graph.id, own);
    for (const node of known.graph.nodes) {
      if (follows(index, found, known, node)) for (const name of node.outputs) own.add(name);
      yield;
    }
  }
  return found;
}

/** Whether a name used in a graph stands for such a value. */
export function isConstantValue(index: ModelIndex, values: ConstantValues, graph: string, name: string): boolean {
  for (let known = index.get(graph); known !== undefined; ) {
    // What is in the set of a graph is declared there.
    if (values.get(known.graph.id)?.has(name) === true) return true;
    if (known.producers.has(name) || known.inputs.has(name)) return false;
    known = known.graph.parent === null ? undefined : index.get(known.graph.parent);
  }
  return false;
}

function follows(index: ModelIndex, found: ConstantValues, { graph, producers }: GraphIndex, node: Node): boolean {
  const isOwn = node.outputs.every(name => name === '' || producers.get(name) === node);
  if (!isOwn || RANDOM.has(node.op)) return false;
  if (subgraphs(node).length > 0 || !node.inputs.some(name => name !== '')) return false;
  const follow = node.inputs.every(name => name === '' || isConstantValue(index, found, graph.id, name));
  return follow && costEntry(node.domain, node.op) !== undefined;
}
