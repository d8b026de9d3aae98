import type { onnx } from '../../formats/onnx/generated/onnx';
import { subgraphs } from '../../model/attributes';
import type { Graph, Model, Node } from '../../model/model';
import { allGraphs } from '../../model/queries';

export interface PlacedNode {
  readonly graph: Graph;
  readonly node: Node;
}

/** Tells which node a kernel's name speaks of. */
export interface NodeLabels {
  readonly nodes: readonly PlacedNode[];
  /** Indices into `nodes` of those that the name of a kernel holds, in order. */
  inName(kernel: string): readonly number[];
}

/** How the runtime's fusions call themselves after a node. */
const FUSED = /^fused (.*)$/s;

type GraphProto = Pick<onnx.GraphProto.$Properties, 'node'>;

/**
 * Gives every node of a decoded model, which is changed, a name that no other node of any graph has and that is found again in
 * what the runtime makes of names: the profile of models with unnamed nodes, and of bodies and functions, is exact by that.
 * @param model the same model
 */
export function labelNodes(skeleton: onnx.ModelProto.$Properties, model: Model): NodeLabels {
  const prefix = freePrefix(model);
  const nodes: PlacedNode[] = [];
  const waiting: (readonly [GraphProto, Graph])[] = [];
  for (const [index, { graph }] of model.functions.entries()) waiting.push([skeleton.functions?.[index] ?? {}, graph]);
  if (skeleton.graph) waiting.push([skeleton.graph, model.graph]);
  for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
    const [proto, graph] = pair;
    for (const [index, nodeProto] of (proto.node ?? []).entries()) {
      const node = graph.nodes[index];
      if (node === undefined) break;
      nodeProto.name = `${prefix}${nodes.length}_`;
      nodes.push({ graph, node });
      const inner = subgraphs(node);
      const protos = (nodeProto.attribute ?? []).flatMap(({ g, graphs }) => [...(g ? [g] : []), ...(graphs ?? [])]);
      if (protos.length !== inner.length) continue;
      for (const [at, held] of protos.entries()) {
        const found = inner[at];
        if (found !== undefined) waiting.push([held, found.graph]);
      }
    }
  }
  const pattern = new RegExp(`${prefix}(\\d+)_`, 'g');
  return {
    nodes,
    inName: kernel =>
      [...kernel.matchAll(pattern)].map(match => Number(match[1])).filter(found => found < nodes.length),
  };
}

/** Nodes by the names they have, where only one of all graphs has it: for models that are profiled as they are. */
export function namedNodes(model: Model): NodeLabels {
  const nodes = allGraphs(model).flatMap(graph => graph.nodes.map(node => ({ graph, node })));
  const known = new Map<string, number | null>();
  for (const [index, { node }] of nodes.entries()) known.set(node.name, known.has(node.name) ? null : index);
  known.delete('');
  return {
    nodes,
    inName: kernel => {
      const found = known.get(kernel) ?? known.get(FUSED.exec(kernel)?.[1] ?? '') ?? null;
      return found === null ? [] : [found];
    },
  };
}

/** Some kernels are called after values, which must not be taken for nodes. */
function freePrefix(model: Model): string {
  let prefix = 'lathe_node_';
  const values = allGraphs(model).flatMap(graph => graph.nodes.flatMap(({ outputs }) => outputs));
  while (values.some(value => value.includes(prefix))) prefix = `x${prefix}`;
  return prefix;
}
