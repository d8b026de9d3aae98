import { subgraphs } from './attributes';
import { constantOf } from './constants';
import type { Graph, Model, Node, Value, Weight } from './model';
import { Remembered, type Steps } from './steps';

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
  /** Inputs and outputs by name. */
  readonly ends: ReadonlyMap<string, Value>;
  readonly inputs: ReadonlySet<string>;
  readonly constants: ReadonlyMap<string, LocatedWeight>;
  readonly producers: ReadonlyMap<string, Node>;
  /** Uses of each value, those in subgraphs included. */
  readonly uses: ReadonlyMap<string, readonly Use[]>;
  /** Names that the graph or its subgraphs use and an enclosing graph declares, in order of first use. */
  readonly captured: readonly string[];
}

export type ModelIndex = ReadonlyMap<string, GraphIndex>;

const indices = new Remembered<Model, ModelIndex>(buildIndex);

/** Look-up tables of every graph, by graph id, in the order of `everyGraph`. Made once for each model. */
export function modelIndex(model: Model): ModelIndex {
  return indices.get(model);
}

/** The same in steps; afterwards `modelIndex` answers at once. */
export function modelIndexStepwise(model: Model): Steps<ModelIndex> {
  return indices.stepwise(model);
}

/** The graph in which a name used in `graph` is declared: itself or an enclosing one. */
export function declaringGraph<G extends GraphIndex>(
  index: ReadonlyMap<string, G>,
  graph: string,
  name: string,
): G | undefined {
  let candidate = index.get(graph);
  while (candidate !== undefined && !declares(candidate, name)) {
    candidate = candidate.graph.parent === null ? undefined : index.get(candidate.graph.parent);
  }
  return candidate;
}

/** The constant that a name used in `graph` stands for, if it is one. */
export function constantNamed(index: ModelIndex, graph: string, name: string): LocatedWeight | undefined {
  return declaringGraph(index, graph, name)?.constants.get(name);
}

function declares({ inputs, constants, producers }: GraphIndex, name: string): boolean {
  return producers.has(name) || constants.has(name) || inputs.has(name);
}

/** Main graph, functions, training graphs, each followed by its subgraphs. */
export function everyGraph(model: Model): Graph[] {
  return Array.from(modelIndex(model).values(), ({ graph }) => graph);
}

/** Tables of a graph while they are filled. */
interface Building extends GraphIndex {
  readonly constants: Map<string, LocatedWeight>;
  readonly producers: Map<string, Node>;
  readonly uses: Map<string, Use[]>;
  captured: readonly string[];
}

function* buildIndex(model: Model): Steps<ModelIndex> {
  const index = new Map<string, Building>();
  const waiting = rootGraphs(model).reverse();
  for (let graph = waiting.pop(); graph !== undefined; graph = waiting.pop()) {
    const built = emptyIndex(graph);
    index.set(graph.id, built);
    const nested = yield* declare(built);
    for (const inner of nested.reverse()) waiting.push(inner);
  }
  for (const built of index.values()) yield* noteUses(index, built);
  // Subgraphs come after the graph that holds them.
  for (const built of [...index.values()].reverse()) {
    if (built.graph.parent !== null) built.captured = yield* namesFromOutside(index, built);
  }
  return index;
}

function rootGraphs({ graph, functions, training }: Model): Graph[] {
  const stages = training.flatMap(({ initialization, algorithm }) => [initialization, algorithm]);
  return [graph, ...functions.map(known => known.graph), ...stages.filter(stage => stage !== null)];
}

function emptyIndex(graph: Graph): Building {
  const ends = new Map<string, Value>();
  for (const value of [...graph.inputs, ...graph.outputs]) if (!ends.has(value.name)) ends.set(value.name, value);
  return {
    graph,
    ends,
    inputs: new Set(graph.inputs.map(({ name }) => name)),
    constants: new Map(),
    producers: new Map(),
    uses: new Map(),
    captured: [],
  };
}

/** Fills in what the graph declares. Returns the graphs its nodes hold. */
function* declare({ graph, constants, producers }: Building): Steps<Graph[]> {
  const nested: Graph[] = [];
  for (const [name, weight] of graph.initializers) {
    constants.set(name, { graph: graph.id, name, weight, node: null });
    yield;
  }
  for (const node of graph.nodes) {
    for (const name of node.outputs) if (name !== '' && !producers.has(name)) producers.set(name, node);
    const constant = constantOf(node);
    const name = node.outputs[0] ?? '';
    if (constant !== null && name !== '' && !constants.has(name)) {
      constants.set(name, { graph: graph.id, name, weight: constant, node: node.index });
    }
    for (const inner of subgraphs(node)) nested.push(inner.graph);
    yield;
  }
  return nested;
}

function* noteUses(index: ReadonlyMap<string, Building>, { graph }: Building): Steps<void> {
  for (const node of graph.nodes) {
    node.inputs.forEach((name, position) => {
      const uses = name === '' ? undefined : declaringGraph(index, graph.id, name)?.uses;
      const list = uses?.get(name);
      if (list === undefined) uses?.set(name, [{ graph, node, position }]);
      else list.push({ graph, node, position });
    });
    yield;
  }
}

function* namesFromOutside(index: ReadonlyMap<string, Building>, { graph }: Building): Steps<readonly string[]> {
  const names = new Set<string>();
  const note = (name: string): void => {
    if (name === '') return;
    const owner = declaringGraph(index, graph.id, name);
    if (owner !== undefined && owner.graph.id !== graph.id) names.add(name);
  };
  for (const node of graph.nodes) {
    node.inputs.forEach(note);
    for (const inner of subgraphs(node)) index.get(inner.graph.id)?.captured.forEach(note);
    yield;
  }
  for (const { name } of graph.outputs) note(name);
  return [...names];
}
