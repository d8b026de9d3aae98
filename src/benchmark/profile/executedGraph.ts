import { subgraphs } from '../../model/attributes';
import type { Graph, Model, Node } from '../../model/model';
import { everyGraph, type GraphIndex, modelIndex } from '../../model/modelIndex';
import type { NodeLabels } from './nodeLabels';
import { isBlocked, valueAliases } from './valueAliases';

/** Nodes that one kernel stands for are a handful; more is a search that went astray. */
const MOST_NODES = 500;

/** The runtime knows their results when shapes are known, whatever is in the tensors. */
const SHAPES: ReadonlySet<string> = new Set(['Shape', 'Size']);

/** What one kernel of the optimized model computes, told in the original's values. */
interface Executed {
  readonly original: Graph;
  readonly node: Node;
  /** The original's value it makes; `null` when none or several are known by name. */
  readonly output: string | null;
  /** The original's values it takes; `null` when one of them is none of the original's. */
  readonly inputs: ReadonlySet<string> | null;
}

/** The model that the runtime made of another and ran, and what it holds of that one. */
export class ExecutedGraph {
  readonly #byName = new Map<string, Executed | null>();
  readonly #index;

  constructor(
    model: Model,
    optimized: Model,
    private readonly labels: NodeLabels,
  ) {
    this.#index = modelIndex(model);
    for (const [graph, original] of this.#origins(model, optimized)) this.#read(graph, original);
  }

  /**
   * Nodes of the original that lie between what a kernel takes and what it makes, in order, so that it must do what they did.
   * `null` where names do not prove it.
   */
  region(kernel: string): readonly Node[] | null {
    const executed = this.#byName.get(kernel);
    if (executed === undefined || executed === null || executed.output === null || executed.inputs === null)
      return null;
    const index = this.#index.get(executed.original.id);
    return index === undefined ? null : between(index, executed.inputs, executed.output, this.#isConstant);
  }

  /** The node whose result a kernel is called after, whatever else it does. */
  maker(kernel: string): Node | null {
    const executed = this.#byName.get(kernel);
    if (executed === undefined || executed === null || executed.output === null || !isBlocked(kernel)) return null;
    return this.#index.get(executed.original.id)?.producers.get(executed.output) ?? null;
  }

  readonly #isConstant = (graph: Graph, name: string): boolean => {
    for (let id: string | null = graph.id; id !== null; ) {
      const index = this.#index.get(id);
      if (index === undefined) return false;
      if (index.constants.has(name)) return true;
      if (index.producers.has(name) || index.inputs.has(name)) return false;
      id = index.graph.parent;
    }
    return false;
  };

  /** Graphs of the optimized model that are known to come from one of the original, outer ones first. */
  #origins(model: Model, optimized: Model): ReadonlyMap<Graph, Graph> {
    const origins = new Map<Graph, Graph>([[optimized.graph, model.graph]]);
    for (const graph of everyGraph(optimized)) {
      if (!origins.has(graph)) continue;
      for (const node of graph.nodes) {
        const holder = this.labels.nodes[this.labels.inName(node.name)[0] ?? -1];
        if (holder === undefined) continue;
        const known = subgraphs(holder.node);
        for (const { attribute, graph: inner } of subgraphs(node)) {
          const same = known.filter(candidate => candidate.attribute.name === attribute.name);
          if (same.length === 1 && same[0] !== undefined) origins.set(inner, same[0].graph);
        }
      }
    }
    return origins;
  }

  #read(graph: Graph, original: Graph): void {
    const index = this.#index.get(original.id);
    if (index === undefined) return;
    const captured = new Set(index.captured);
    const isKnown = (name: string): boolean =>
      index.producers.has(name) || index.inputs.has(name) || captured.has(name);
    const aliases = valueAliases(graph, index, isKnown, this.labels);
    const ofOriginal = (name: string): string | null => aliases.get(name) ?? (isKnown(name) ? name : null);
    const made = new Set(graph.nodes.flatMap(({ outputs }) => outputs));
    for (const node of graph.nodes) {
      const known = this.#byName.has(node.name);
      this.#byName.set(node.name, known ? null : executedNode(node, original, ofOriginal, made));
    }
  }
}

function executedNode(
  node: Node,
  original: Graph,
  ofOriginal: (name: string) => string | null,
  made: ReadonlySet<string>,
): Executed {
  const outputs = node.outputs.map(ofOriginal).filter(name => name !== null && name !== '');
  const inputs = new Set<string>();
  let isComplete = true;
  for (const name of node.inputs) {
    const value = name === '' ? null : ofOriginal(name);
    if (value !== null) inputs.add(value);
    // Weights in another layout are of no interest here, but values that something else makes are.
    else if (made.has(name)) isComplete = false;
  }
  return { original, node, output: outputs[0] ?? null, inputs: isComplete ? inputs : null };
}

function between(
  index: GraphIndex,
  inputs: ReadonlySet<string>,
  output: string,
  isConstant: (graph: Graph, name: string) => boolean,
): readonly Node[] | null {
  const found = new Set<Node>();
  const waiting = [output];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (name === '' || inputs.has(name) || isConstant(index.graph, name)) continue;
    const producer = index.producers.get(name);
    if (producer === undefined) return null;
    if (found.has(producer)) continue;
    found.add(producer);
    if (found.size > MOST_NODES) return null;
    if (!SHAPES.has(producer.op)) waiting.push(...producer.inputs);
  }
  // What depends on none of the inputs was worked out before the model ran.
  const live = new Set<string>(inputs);
  const nodes = [...found].sort((a, b) => a.index - b.index);
  return nodes.filter(node => {
    const isLive = node.inputs.some(name => name !== '' && live.has(name));
    if (isLive) for (const name of node.outputs) live.add(name);
    return isLive;
  });
}
