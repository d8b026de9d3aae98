import { type GraphProto, type NodeProto, subgraphsOf } from './protos';

/** Who makes and who reads each value of one graph. Built once; not kept up to date. */
export class GraphIndex {
  readonly producers = new Map<string, NodeProto>();
  readonly #consumers = new Map<string, NodeProto[]>();
  readonly #inSubgraphs = new Set<string>();
  readonly #outputs: ReadonlySet<string>;

  constructor(graph: GraphProto) {
    this.#outputs = new Set((graph.output ?? []).map(output => output.name ?? ''));
    for (const node of graph.node ?? []) {
      for (const name of node.output ?? []) if (name !== '') this.producers.set(name, node);
      for (const name of new Set(node.input)) {
        const known = this.#consumers.get(name);
        if (known === undefined) this.#consumers.set(name, [node]);
        else known.push(node);
      }
      for (const subgraph of subgraphsOf(node)) collectNames(subgraph, this.#inSubgraphs);
    }
  }

  producer(value: string): NodeProto | undefined {
    return this.producers.get(value);
  }

  /** Nodes of this graph that read a value, each once. */
  consumers(value: string): readonly NodeProto[] {
    return this.#consumers.get(value) ?? [];
  }

  isOutput(value: string): boolean {
    return this.#outputs.has(value);
  }

  /** Whether a branch or loop body may read the value (it may also have a value of its own of that name). */
  isCaptured(value: string): boolean {
    return this.#inSubgraphs.has(value);
  }

  /** The one node that reads a value that nothing else needs; `undefined` otherwise. */
  onlyConsumer(value: string): NodeProto | undefined {
    if (this.isOutput(value) || this.isCaptured(value)) return undefined;
    const [only, ...others] = this.consumers(value);
    return others.length === 0 && only?.input?.filter(name => name === value).length === 1 ? only : undefined;
  }
}

/** Every name of a value that occurs in a graph or below it. */
export function collectNames(graph: GraphProto, names: Set<string>): void {
  for (const value of [...(graph.input ?? []), ...(graph.output ?? [])]) names.add(value.name ?? '');
  for (const tensor of graph.initializer ?? []) names.add(tensor.name ?? '');
  for (const sparse of graph.sparseInitializer ?? []) names.add(sparse.values?.name ?? '');
  for (const node of graph.node ?? []) {
    for (const name of node.input ?? []) names.add(name);
    for (const name of node.output ?? []) names.add(name);
    for (const subgraph of subgraphsOf(node)) collectNames(subgraph, names);
  }
}

/** Main-graph values that are needed: inputs of its nodes, names in subgraphs, and outputs. */
export function usedNames(graph: GraphProto): Set<string> {
  const used = new Set<string>();
  for (const output of graph.output ?? []) used.add(output.name ?? '');
  for (const node of graph.node ?? []) {
    for (const name of node.input ?? []) used.add(name);
    for (const subgraph of subgraphsOf(node)) collectNames(subgraph, used);
  }
  return used;
}
