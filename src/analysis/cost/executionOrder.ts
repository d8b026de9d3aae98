import { capturedByNode } from '../../model/graphEdges';
import type { Graph, Node } from '../../model/model';
import type { ModelIndex } from '../../model/modelIndex';
import type { Steps } from '../../model/steps';

/** Names of the values that each node takes from its graph or an enclosing one, its subgraphs included, each once. */
export function* valuesTaken(index: ModelIndex, graph: Graph): Steps<readonly (readonly string[])[]> {
  const taken: (readonly string[])[] = [];
  for (const node of graph.nodes) {
    taken.push(takenBy(index, node));
    yield;
  }
  return taken;
}

function takenBy(index: ModelIndex, node: Node): readonly string[] {
  const captured = capturedByNode(index, node);
  const { inputs } = node;
  if (captured.length === 0 && inputs.length < 2) return inputs;
  const names = new Set(captured.length === 0 ? inputs : [...inputs, ...captured]);
  names.delete('');
  return names.size === inputs.length && captured.length === 0 ? inputs : [...names];
}

/**
 * Indices of the nodes in an order in which they can run: that of the file if it is one, else the first in the file whose
 * inputs are there. Nodes of a cycle, which never can, come last.
 */
export function* executionOrder(
  graph: Graph,
  producers: ReadonlyMap<string, Node>,
  taken: readonly (readonly string[])[],
): Steps<readonly number[]> {
  for (const node of graph.nodes) {
    const isLate = taken[node.index]?.some(name => (producers.get(name)?.index ?? -1) >= node.index) === true;
    if (isLate) return yield* sorted(graph, producers, taken);
    yield;
  }
  return graph.nodes.map(node => node.index);
}

function* sorted(
  graph: Graph,
  producers: ReadonlyMap<string, Node>,
  taken: readonly (readonly string[])[],
): Steps<readonly number[]> {
  const waitsFor = new Uint32Array(graph.nodes.length);
  const consumers = graph.nodes.map((): number[] => []);
  for (const node of graph.nodes) {
    for (const name of taken[node.index] ?? []) {
      const producer = producers.get(name);
      if (producer === undefined) continue;
      waitsFor[node.index] = (waitsFor[node.index] ?? 0) + 1;
      consumers[producer.index]?.push(node.index);
    }
    yield;
  }
  const order = Array.from(waitsFor.keys()).filter(node => waitsFor[node] === 0);
  // The list grows while it is read.
  for (let at = 0; at < order.length; at++) {
    for (const consumer of consumers[order[at] ?? 0] ?? []) {
      const left = (waitsFor[consumer] ?? 0) - 1;
      waitsFor[consumer] = left;
      if (left === 0) order.push(consumer);
    }
    yield;
  }
  for (const [node, left] of waitsFor.entries()) if (left > 0) order.push(node);
  return order;
}
