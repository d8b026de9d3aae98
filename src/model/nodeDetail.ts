import type { NodeDetail, PortDetail } from '../shared/protocol/editor';
import { subgraphs } from './attributes';
import { unknownGraph, unknownNode } from './errors';
import { capturedByNode } from './graphEdges';
import type { Graph, Model, Node } from './model';
import { constantNamed, modelIndex } from './modelIndex';
import { printAttribute } from './printAttribute';
import { printValueType } from './printType';
import { type ModelTypes, typeOfValue } from './valueTypes';
import { weightSummary } from './weightSummary';

/**
 * Everything the page shows of one node. Values that its subgraphs take from this graph follow its own inputs.
 * @throws LatheError `model.unknownGraph`, `model.unknownNode`.
 */
export function nodeDetail(model: Model, id: string, index: number, types: ModelTypes): NodeDetail {
  const known = modelIndex(model).get(id);
  if (known === undefined) throw unknownGraph(id);
  const { graph, producers } = known;
  const node = graph.nodes[index];
  if (node === undefined) throw unknownNode(id, index);
  const port = (value: string, nodes: readonly number[]): PortDetail => {
    const constant = constantNamed(modelIndex(model), id, value);
    const type = printValueType(typeOfValue(model, types, id, value));
    return { value, type, weight: constant === undefined ? null : weightSummary(constant), nodes };
  };
  const producerOf = (value: string): number[] => {
    const producer = producers.get(value);
    return producer === undefined ? [] : [producer.index];
  };
  const captured = [...new Set(capturedByNode(modelIndex(model), node))];
  return {
    graph: id,
    index,
    name: node.name,
    op: node.op,
    domain: node.domain,
    doc: node.doc,
    attributes: node.attributes.map(printAttribute),
    inputs: [...node.inputs, ...captured].map(value => port(value, producerOf(value))),
    outputs: node.outputs.map(value => port(value, consumersOf(model, graph, value))),
    metadata: node.metadata,
  };
}

/** Nodes of this graph that take the value, themselves or in one of their subgraphs. */
function consumersOf(model: Model, graph: Graph, value: string): number[] {
  if (value === '') return [];
  const index = modelIndex(model);
  const takes = (node: Node): boolean => {
    return (
      node.inputs.includes(value) || subgraphs(node).some(inner => index.get(inner.graph.id)?.captured.includes(value))
    );
  };
  return graph.nodes.filter(takes).map(({ index }) => index);
}
