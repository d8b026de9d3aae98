import { subgraphs } from './attributes';
import { constantOf } from './constants';
import type { Graph, Model, Node, Weight } from './model';

/**
 * A constant of the model and where it is held. `name` is unique within its graph: the value's name for initializers and
 * `Constant` nodes, else made of the node's index and the attribute's name.
 */
export interface LocatedWeight {
  readonly graph: string;
  readonly name: string;
  readonly weight: Weight;
  /** Index of the node that holds it as an attribute, `null` for an initializer. */
  readonly node: number | null;
}

/** One input of a node that a value enters. */
export interface Use {
  readonly graph: Graph;
  readonly node: Node;
  readonly position: number;
}

/** Who makes and who uses the values that are declared in one graph. */
export interface GraphIndex {
  readonly graph: Graph;
  readonly declared: ReadonlySet<string>;
  readonly constants: ReadonlyMap<string, LocatedWeight>;
  readonly producers: ReadonlyMap<string, Node>;
  /** Uses of each value, those in subgraphs included. */
  readonly uses: ReadonlyMap<string, readonly Use[]>;
}

export type ModelIndex = ReadonlyMap<string, GraphIndex>;

const indices = new WeakMap<Model, ModelIndex>();

/** Look-up tables of every graph, by graph id, in the order of `everyGraph`. Made once for each model. */
export function modelIndex(model: Model): ModelIndex {
  let index = indices.get(model);
  if (index === undefined) {
    index = buildIndex(model);
    indices.set(model, index);
  }
  return index;
}

/** The graph in which a name used in `graph` is declared: itself or an enclosing one. */
export function declaringGraph(index: ModelIndex, graph: string, name: string): GraphIndex | undefined {
  let candidate = index.get(graph);
  while (candidate !== undefined && !candidate.declared.has(name)) {
    candidate = candidate.graph.parent === null ? undefined : index.get(candidate.graph.parent);
  }
  return candidate;
}

/** The constant that a name used in `graph` stands for, if it is one. */
export function constantNamed(index: ModelIndex, graph: string, name: string): LocatedWeight | undefined {
  return declaringGraph(index, graph, name)?.constants.get(name);
}

/** Main graph, functions, training graphs, each followed by its subgraphs. */
export function everyGraph(model: Model): Graph[] {
  const roots = [
    model.graph,
    ...model.functions.map(({ graph }) => graph),
    ...model.training.flatMap(({ initialization, algorithm }) => [initialization, algorithm]),
  ];
  const graphs: Graph[] = [];
  const waiting = roots.filter(graph => graph !== null).reverse();
  for (let graph = waiting.pop(); graph !== undefined; graph = waiting.pop()) {
    graphs.push(graph);
    const nested = graph.nodes.flatMap(node => subgraphs(node).map(({ graph }) => graph));
    waiting.push(...nested.reverse());
  }
  return graphs;
}

function buildIndex(model: Model): ModelIndex {
  const uses = new Map<string, Map<string, Use[]>>();
  const index = new Map<string, GraphIndex>();
  for (const graph of everyGraph(model)) {
    const usesHere = new Map<string, Use[]>();
    uses.set(graph.id, usesHere);
    index.set(graph.id, { graph, ...declarations(graph), uses: usesHere });
  }
  for (const { graph } of index.values()) {
    for (const node of graph.nodes) {
      node.inputs.forEach((name, position) => {
        const owner = name === '' ? undefined : declaringGraph(index, graph.id, name);
        const known = owner === undefined ? undefined : uses.get(owner.graph.id);
        if (known === undefined) return;
        const list = known.get(name);
        if (list === undefined) known.set(name, [{ graph, node, position }]);
        else list.push({ graph, node, position });
      });
    }
  }
  return index;
}

function declarations(graph: Graph): Pick<GraphIndex, 'declared' | 'constants' | 'producers'> {
  const constants = new Map<string, LocatedWeight>();
  const producers = new Map<string, Node>();
  for (const [name, weight] of graph.initializers) constants.set(name, { graph: graph.id, name, weight, node: null });
  for (const node of graph.nodes) {
    for (const name of node.outputs) if (name !== '' && !producers.has(name)) producers.set(name, node);
    const constant = constantOf(node);
    const name = node.outputs[0] ?? '';
    if (constant !== null && name !== '' && !constants.has(name)) {
      constants.set(name, { graph: graph.id, name, weight: constant, node: node.index });
    }
  }
  const declared = new Set([...graph.inputs.map(({ name }) => name), ...constants.keys(), ...producers.keys()]);
  return { declared, constants, producers };
}
