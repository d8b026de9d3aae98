import { subgraphs } from '../../model/attributes';
import type { Graph, Node } from '../../model/model';
import type { ModelIndex } from '../../model/modelIndex';
import type { Steps } from '../../model/steps';
import type { InvalidPlaces } from './invalidGraph';

/** What a node needs before it: its inputs and what the graphs it holds use from outside. */
export function* neededValues(node: Node, index: ModelIndex | null): Generator<string, void, void> {
  for (const name of node.inputs) if (name !== '') yield name;
  if (index === null) return;
  for (const { graph } of subgraphs(node)) yield* index.get(graph.id)?.captured ?? [];
}

/**
 * The nodes of a graph so that each comes after those that make what it needs, otherwise in the file's order. Where nodes
 * need each other in a circle one of them comes first anyway.
 */
export function* sortedNodes(graph: Graph, index: ModelIndex | null, invalid: InvalidPlaces): Steps<readonly Node[]> {
  const producers = new Map<string, Node>();
  for (const node of graph.nodes) {
    for (const name of node.outputs) if (name !== '' && !producers.has(name)) producers.set(name, node);
    yield;
  }
  const sorted: Node[] = [];
  const state = new Uint8Array(graph.nodes.length);
  for (const first of graph.nodes) {
    if (state[first.index] !== UNSEEN) continue;
    const path: Open[] = [{ node: first, needs: neededValues(first, index) }];
    state[first.index] = OPEN;
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      yield;
      const next = top.needs.next();
      if (next.done === true) {
        state[top.node.index] = DONE;
        sorted.push(top.node);
        path.pop();
        continue;
      }
      const producer = producers.get(next.value);
      if (producer === undefined || state[producer.index] === DONE) continue;
      if (state[producer.index] === OPEN) invalid.add('cycle', graph.id, top.node.index, next.value);
      else {
        invalid.add('unsorted', graph.id, top.node.index, next.value);
        state[producer.index] = OPEN;
        path.push({ node: producer, needs: neededValues(producer, index) });
      }
    }
  }
  return sorted;
}

interface Open {
  readonly node: Node;
  readonly needs: Generator<string, void, void>;
}

const UNSEEN = 0;
const OPEN = 1;
const DONE = 2;
