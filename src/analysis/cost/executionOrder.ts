import { capturedByNode } from '../../model/graphEdges';
import type { Graph } from '../../model/model';
import type { ModelIndex } from '../../model/modelIndex';
import type { Steps } from '../../model/steps';

/** Names of values that a node takes from its graph or an enclosing one, its subgraphs included, each once. */
export function valuesTaken(index: ModelIndex, node: Graph['nodes'][number]): readonly string[] {
  const names = new Set(node.inputs);
  for (const name of capturedByNode(index, node)) names.add(name);
  names.delete('');
  return [...names];
}

/**
 * Indices of the nodes in an order in which they can run: that of the file if it is one, else the first in the file whose
 * inputs are there. Nodes of a cycle, which never can, come last.
 */
export function* executionOrder(index: ModelIndex, graph: Graph): Steps<readonly number[]> {
  const producers = index.get(graph.id)?.producers ?? new Map();
  const waitsFor = new Uint32Array(graph.nodes.length);
  const consumers = new Map<number, number[]>();
  let isInOrder = true;
  for (const node of graph.nodes) {
    for (const name of valuesTaken(index, node)) {
      const producer = producers.get(name);
      if (producer === undefined) continue;
      if (producer.index >= node.index) isInOrder = false;
      waitsFor[node.index] = (waitsFor[node.index] ?? 0) + 1;
      const known = consumers.get(producer.index);
      if (known === undefined) consumers.set(producer.index, [node.index]);
      else known.push(node.index);
    }
    yield;
  }
  return isInOrder ? graph.nodes.map(node => node.index) : yield* sorted(waitsFor, consumers);
}

function* sorted(waitsFor: Uint32Array, consumers: ReadonlyMap<number, readonly number[]>): Steps<readonly number[]> {
  const order: number[] = [];
  const isPlaced = new Uint8Array(waitsFor.length);
  const place = (node: number): void => {
    order.push(node);
    isPlaced[node] = 1;
  };
  for (const [node, count] of waitsFor.entries()) if (count === 0) place(node);
  // The list grows while it is read.
  for (let at = 0; at < order.length; at++) {
    for (const consumer of consumers.get(order[at] ?? 0) ?? []) {
      const left = (waitsFor[consumer] ?? 0) - 1;
      waitsFor[consumer] = left;
      if (left === 0) place(consumer);
    }
    yield;
  }
  for (const [node, placed] of isPlaced.entries()) if (placed === 0) order.push(node);
  return order;
}
