import type { onnx } from '../../formats/onnx/generated/onnx';
import type { Graph, Model } from '../../model/model';
import { type ModelIndex, modelIndex } from '../../model/modelIndex';
import type { GraphProto, ModelProto, NodeProto } from '../graph/protos';

export type FunctionProto = onnx.FunctionProto.$Properties;

/** A graph and the message it was read from: their nodes stand at the same places. */
export interface PlacedGraph {
  readonly graph: Graph;
  /** Of a function only its nodes and the types of its values. */
  readonly proto: GraphProto;
}

/** Where in a model a graph is. */
export interface GraphPlace {
  /** Enclosing graphs, outermost first, then the graph itself. */
  readonly graphs: readonly PlacedGraph[];
  readonly own: PlacedGraph;
  /** The function around it, if it is one or a body in one. */
  readonly called: FunctionProto | null;
}

/** The messages of a graph and of those around it; `null` when the model has no graph of that id. */
export function graphPlace(model: Model, skeleton: ModelProto, id: string): GraphPlace | null {
  const path = pathTo(modelIndex(model), id);
  const [root, ...inner] = path;
  if (root === undefined) return null;
  const called = functionProto(model, skeleton, root);
  const outermost = called === null ? rootProto(model, skeleton, root) : asGraph(called);
  if (outermost === null) return null;
  let own: PlacedGraph = { graph: root, proto: outermost };
  const graphs = [own];
  for (const graph of inner) {
    const proto = innerProto(own, graph);
    if (proto === null) return null;
    own = { graph, proto };
    graphs.push(own);
  }
  return { graphs, own, called };
}

function pathTo(index: ModelIndex, id: string): readonly Graph[] {
  const path: Graph[] = [];
  for (let at: string | null = id; at !== null; ) {
    const graph: Graph | undefined = index.get(at)?.graph;
    if (graph === undefined) return [];
    path.push(graph);
    at = graph.parent;
  }
  return path.reverse();
}

function functionProto({ functions }: Model, skeleton: ModelProto, root: Graph): FunctionProto | null {
  const at = functions.findIndex(({ graph }) => graph === root);
  return at === -1 ? null : (skeleton.functions?.[at] ?? null);
}

function rootProto(model: Model, { graph, trainingInfo }: ModelProto, root: Graph): GraphProto | null {
  if (root === model.graph) return graph ?? null;
  for (const [stage, { initialization, algorithm }] of model.training.entries()) {
    if (initialization === root) return trainingInfo?.[stage]?.initialization ?? null;
    if (algorithm === root) return trainingInfo?.[stage]?.algorithm ?? null;
  }
  return null;
}

function asGraph({ node, valueInfo }: FunctionProto): GraphProto {
  return { node: node ?? [], valueInfo: valueInfo ?? [] };
}

function innerProto(outer: PlacedGraph, wanted: Graph): GraphProto | null {
  for (const node of outer.graph.nodes) {
    for (const [place, { value }] of node.attributes.entries()) {
      const proto = attributesAt(outer.proto, node.index)[place];
      if (value.kind === 'graph' && value.value === wanted) return proto?.g ?? null;
      if (value.kind !== 'graphs') continue;
      const at = value.value.indexOf(wanted);
      if (at !== -1) return proto?.graphs?.[at] ?? null;
    }
  }
  return null;
}

function attributesAt(proto: GraphProto, node: number): NonNullable<NodeProto['attribute']> {
  return proto.node?.[node]?.attribute ?? [];
}
