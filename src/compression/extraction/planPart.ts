import type { Graph, Model, Node } from '../../model/model';
import { declaringGraph, modelIndex } from '../../model/modelIndex';
import type { Chosen } from './choose';
import { constantNodes } from './constantNodes';
import { nothingMade } from './errors';
import { nodeReads } from './nodeReads';

/** What a model of its own that holds some nodes of a graph has. */
export interface Part {
  readonly graph: Graph;
  /** Indices of nodes of the graph in order: the chosen ones, and those whose constants they need. */
  readonly nodes: readonly number[];
  /** Nodes of enclosing graphs whose constants are needed, outermost graph first. */
  readonly outer: readonly { readonly graph: Graph; readonly node: number }[];
  /** Initializers that are needed, by the graph that has them. */
  readonly weights: readonly { readonly graph: Graph; readonly name: string }[];
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Nodes that were not chosen. */
  readonly brought: number;
  /** Chosen nodes that give constants which nothing in the part reads. */
  readonly idle: number;
  /** Inputs that nodes outside the part make from its outputs. */
  readonly fedBack: readonly string[];
}

/** Who reads what in one graph. */
interface Readings {
  readonly ofNode: readonly ReadonlySet<string>[];
  readonly readers: ReadonlyMap<string, readonly number[]>;
}

/**
 * Decides what a part is made of.
 * @param path enclosing graphs, outermost first, then the one that the nodes are in
 * @param computed whether nodes that work on constants alone come along, as a DequantizeLinear of a weight
 */
export function planPart(model: Model, path: readonly Graph[], chosen: Chosen, computed: boolean, file: string): Part {
  const graph = path.at(-1) ?? model.graph;
  const readings = readingsOf(model, graph);
  const constants = constantNodes(model, path, computed);
  const needs = new Needs(model, graph, chosen, constants);
  const wanted = wantedNodes(graph, chosen, constants.get(graph) ?? new Set());
  for (const index of wanted) needs.take(index);
  const nodes = [...needs.nodes].sort((a, b) => a - b);
  const outputs = chosen.outputs ?? outputsOf(graph, wanted, needs.nodes, readings);
  if (outputs.length === 0) throw nothingMade(file);
  const made = new Set(nodes.flatMap(index => graph.nodes[index]?.outputs ?? []));
  const inputs = [...needs.inputs].filter(name => !made.has(name));
  return {
    graph,
    nodes,
    outer: path.flatMap(each => needs.outerNodes(each).map(node => ({ graph: each, node }))),
    weights: path.flatMap(each => needs.weightsOf(each).map(name => ({ graph: each, name }))),
    inputs,
    outputs,
    brought: nodes.filter(index => !chosen.nodes.has(index)).length,
    idle: [...chosen.nodes].filter(index => !needs.nodes.has(index)).length,
    fedBack: fedBack(graph, inputs, outputs, needs.nodes, readings),
  };
}

/** Chosen nodes, but of those that give constants none that nobody needs, unless there are no others. */
function wantedNodes(graph: Graph, { nodes, outputs }: Chosen, constants: ReadonlySet<number>): readonly number[] {
  const all = graph.nodes.filter(({ index }) => nodes.has(index));
  const computing = all.filter(
    node => !constants.has(node.index) || outputs?.some(name => node.outputs.includes(name)),
  );
  return (computing.length === 0 ? all : computing).map(({ index }) => index);
}

/** Gathers what nodes need, without end where a graph goes in circles. */
class Needs {
  readonly nodes = new Set<number>();
  readonly inputs = new Set<string>();
  readonly #outer = new Map<Graph, Set<number>>();
  readonly #weights = new Map<Graph, Set<string>>();

  constructor(
    private readonly model: Model,
    private readonly graph: Graph,
    private readonly chosen: Chosen,
    private readonly constants: ReadonlyMap<Graph, ReadonlySet<number>>,
  ) {}

  /** Takes a node of the graph with the constants it reads; what else it reads is an input, unless a chosen node makes it. */
  take(index: number): void {
    const waiting: { readonly from: Graph; readonly node: Node }[] = [];
    const add = (from: Graph, node: Node | undefined): void => {
      const known = from === this.graph ? this.nodes : setIn(this.#outer, from);
      if (node === undefined || known.has(node.index)) return;
      known.add(node.index);
      waiting.push({ from, node });
    };
    add(this.graph, this.graph.nodes[index]);
    const tables = modelIndex(this.model);
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      for (const name of nodeReads(tables, next.node)) {
        const owner = declaringGraph(tables, next.from.id, name);
        const producer = owner?.producers.get(name);
        if (owner?.graph === this.graph && producer !== undefined && this.#isMade(producer)) continue;
        if (owner === undefined || this.chosen.cuts.has(name)) this.inputs.add(name);
        else if (owner.graph.initializers.has(name)) setIn(this.#weights, owner.graph).add(name);
        else if (producer !== undefined && this.constants.get(owner.graph)?.has(producer.index) === true) {
          add(owner.graph, producer);
        } else this.inputs.add(name);
      }
    }
  }

  outerNodes(graph: Graph): readonly number[] {
    return [...(this.#outer.get(graph) ?? [])].sort((a, b) => a - b);
  }

  /** In the order of the graph. */
  weightsOf(graph: Graph): readonly string[] {
    const wanted = this.#weights.get(graph);
    return wanted === undefined ? [] : [...graph.initializers.keys()].filter(name => wanted.has(name));
  }

  /** A chosen node that gives a constant is taken when something needs it. */
  #isMade({ index }: Node): boolean {
    if (this.nodes.has(index)) return true;
    return this.chosen.nodes.has(index) && this.constants.get(this.graph)?.has(index) !== true;
  }
}

function setIn<K, V>(sets: Map<K, Set<V>>, key: K): Set<V> {
  const known = sets.get(key);
  if (known !== undefined) return known;
  const made = new Set<V>();
  sets.set(key, made);
  return made;
}

function readingsOf(model: Model, { nodes }: Graph): Readings {
  const index = modelIndex(model);
  const ofNode = nodes.map(node => nodeReads(index, node));
  const readers = new Map<string, number[]>();
  for (const [node, names] of ofNode.entries()) {
    for (const name of names) {
      const others = readers.get(name);
      if (others === undefined) readers.set(name, [node]);
      else others.push(node);
    }
  }
  return { ofNode, readers };
}

/**
 * What a part gives: values that a node outside reads or that the graph gives, and of nodes of which nobody reads
 * anything all they make. A constant is nothing to give, unless there is nothing else.
 */
function outputsOf(
  graph: Graph,
  wanted: readonly number[],
  taken: ReadonlySet<number>,
  { readers }: Readings,
): readonly string[] {
  const given = new Set(graph.outputs.map(({ name }) => name));
  const outputs = new Set<string>();
  for (const index of wanted) {
    const names = (graph.nodes[index]?.outputs ?? []).filter(name => name !== '');
    const isSink = names.every(name => !given.has(name) && (readers.get(name) ?? []).length === 0);
    for (const name of names) {
      const isRead = (readers.get(name) ?? []).some(reader => !taken.has(reader));
      if (isSink || isRead || given.has(name)) outputs.add(name);
    }
  }
  return [...outputs];
}

/** Inputs of the part that follow from its outputs through nodes outside. */
function fedBack(
  graph: Graph,
  inputs: readonly string[],
  outputs: readonly string[],
  taken: ReadonlySet<number>,
  { readers }: Readings,
): readonly string[] {
  const passed = new Set<number>();
  const made = new Set<string>();
  const waiting = [...outputs];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    for (const reader of readers.get(name) ?? []) {
      if (taken.has(reader) || passed.has(reader)) continue;
      passed.add(reader);
      for (const output of graph.nodes[reader]?.outputs ?? []) {
        made.add(output);
        waiting.push(output);
      }
    }
  }
  return inputs.filter(name => made.has(name));
}
