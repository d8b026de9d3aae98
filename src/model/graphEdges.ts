import { subgraphs } from './attributes';
import type { Graph, Model, Node } from './model';
import { constantNamed, type ModelIndex, modelIndexStepwise } from './modelIndex';
import type { Steps } from './steps';
import { freeInputs } from './valueTypes';

/** What a graph's picture is made of besides its nodes. */
export interface GraphEdges {
  /** Free inputs, then the values a subgraph takes from enclosing graphs. */
  readonly inputs: readonly { readonly name: string; readonly doc: string }[];
  /** How many of `inputs` are such values; they are the last. */
  readonly captured: number;
  /** Vertex numbers: node index, then `nodes + input`, then `nodes + inputs + output`. */
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** The value of each edge. */
  readonly values: readonly string[];
}

/**
 * Edges between nodes, inputs and outputs of one graph: one for each value between the same two vertices. Initializers
 * make none. What a node's subgraphs take from this graph counts as an input of the node.
 */
export function* graphEdgesStepwise(model: Model, graph: Graph): Steps<GraphEdges> {
  const index = yield* modelIndexStepwise(model);
  const captured = (index.get(graph.id)?.captured ?? [])
    .filter(name => constantNamed(index, graph.id, name) === undefined)
    .map(name => ({ name, doc: 'From the enclosing graph.' }));
  const inputs = [...freeInputs(graph), ...captured];
  const sources = new Map(inputs.map(({ name }, i) => [name, graph.nodes.length + i]));
  for (const node of graph.nodes) {
    for (const name of node.outputs) if (name !== '' && !sources.has(name)) sources.set(name, node.index);
    yield;
  }
  const from: number[] = [];
  const to: number[] = [];
  const values: string[] = [];
  const connect = (value: string, target: number): void => {
    const source = sources.get(value);
    if (source === undefined) return;
    from.push(source);
    to.push(target);
    values.push(value);
  };
  for (const node of graph.nodes) {
    for (const value of valuesTaken(index, node)) connect(value, node.index);
    yield;
  }
  for (const [i, { name }] of graph.outputs.entries()) connect(name, graph.nodes.length + inputs.length + i);
  return { inputs, captured: captured.length, from, to, values };
}

/** Names that the subgraphs of a node use and do not declare. */
export function capturedByNode(index: ModelIndex, node: Node): string[] {
  return subgraphs(node).flatMap(({ graph }) => index.get(graph.id)?.captured ?? []);
}

/** What enters a node, its subgraphs included, each value once. */
function valuesTaken(index: ModelIndex, node: Node): Iterable<string> {
  const captured = capturedByNode(index, node);
  if (captured.length === 0 && node.inputs.length < 2) return node.inputs;
  return new Set(captured.length === 0 ? node.inputs : [...node.inputs, ...captured]);
}
