import { subgraphs } from './attributes';
import type { Graph, Model, Node } from './model';
import { constantNamed, declaringGraph, type ModelIndex, modelIndex } from './modelIndex';
import { freeInputs } from './valueTypes';

/** What a graph's picture is made of besides its nodes. */
export interface GraphEdges {
  /** Free inputs, then the values a subgraph takes from enclosing graphs. */
  readonly inputs: readonly { readonly name: string; readonly doc: string }[];
  /** Vertex numbers: node index, then `nodes + input`, then `nodes + inputs + output`. */
  readonly edges: readonly { readonly from: number; readonly to: number; readonly value: string }[];
}

/**
 * Edges between nodes, inputs and outputs of one graph: one for each value between the same two vertices. Initializers
 * make none. What a node's subgraphs take from this graph counts as an input of the node.
 */
export function graphEdges(model: Model, graph: Graph): GraphEdges {
  const index = modelIndex(model);
  const captured = capturedBy(index, graph)
    .filter(name => constantNamed(index, graph.id, name) === undefined)
    .map(name => ({ name, doc: 'From the enclosing graph.' }));
  const inputs = [...freeInputs(graph), ...captured];
  const sources = new Map(inputs.map(({ name }, i) => [name, graph.nodes.length + i]));
  for (const node of graph.nodes) {
    for (const name of node.outputs) if (name !== '' && !sources.has(name)) sources.set(name, node.index);
  }
  const edges: GraphEdges['edges'][number][] = [];
  const connect = (names: Iterable<string>, to: number): void => {
    for (const value of new Set(names)) {
      const from = sources.get(value);
      if (from !== undefined) edges.push({ from, to, value });
    }
  };
  for (const node of graph.nodes) connect([...node.inputs, ...capturedByNode(index, node)], node.index);
  for (const [i, { name }] of graph.outputs.entries()) connect([name], graph.nodes.length + inputs.length + i);
  return { inputs, edges };
}

/** Names that the subgraphs of a node use and do not declare. */
export function capturedByNode(index: ModelIndex, node: Node): string[] {
  return subgraphs(node).flatMap(({ graph }) => capturedBy(index, graph));
}

/** Names that a graph or its subgraphs use and an enclosing graph declares, in order of first use. */
function capturedBy(index: ModelIndex, graph: Graph): string[] {
  const names = new Set<string>();
  const note = (name: string): void => {
    if (name === '') return;
    const owner = declaringGraph(index, graph.id, name);
    if (owner !== undefined && owner.graph.id !== graph.id) names.add(name);
  };
  for (const node of graph.nodes) {
    node.inputs.forEach(note);
    capturedByNode(index, node).forEach(note);
  }
  for (const { name } of graph.outputs) note(name);
  return [...names];
}
