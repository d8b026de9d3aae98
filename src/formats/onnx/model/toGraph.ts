import type { Attribute, Graph, Node, Property, Value, Weight } from '../../../model/model';
import type { Pace } from '../../pace';
import { onnx } from '../generated/onnx';
import type { Notes } from './notes';
import { isGraphKind, kindOf, toAttributeValue } from './toAttribute';
import { toProperties, toValue } from './toType';
import { toSparseWeight, toWeight } from './toWeight';

/** What the conversion of one model shares: remarks, taken graph ids, and the pauses between slices of work. */
export interface Conversion {
  readonly notes: Notes;
  readonly graphIds: Set<string>;
  readonly pace: Pace;
}

/** The lists of a graph or function. */
export interface Body {
  readonly name: string;
  readonly nodes: readonly onnx.NodeProto.$Properties[];
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly values: readonly onnx.ValueInfoProto.$Properties[];
  readonly doc: string;
  readonly metadata: readonly Property[];
}

export async function toGraph(
  graph: onnx.GraphProto.$Properties,
  wantedId: string,
  parent: string | null,
  conversion: Conversion,
): Promise<Graph> {
  const body: Body = {
    name: graph.name ?? '',
    nodes: graph.node ?? [],
    inputs: (graph.input ?? []).map(toValue),
    outputs: (graph.output ?? []).map(toValue),
    values: graph.valueInfo ?? [],
    doc: graph.docString ?? '',
    metadata: toProperties(graph.metadataProps),
  };
  const initializers = await toInitializers(graph, conversion);
  const quantization = new Map(
    (graph.quantizationAnnotation ?? []).map(entry => [
      entry.tensorName ?? '',
      toProperties(entry.quantParameterTensorNames),
    ]),
  );
  return { ...(await toBody(body, wantedId, parent, conversion)), initializers, quantization };
}

/** Converts the nodes of a graph or a function; a function has no initializers. */
export async function toBody(
  body: Body,
  wantedId: string,
  parent: string | null,
  conversion: Conversion,
): Promise<Graph> {
  const id = takeId(wantedId, conversion.graphIds);
  const { pace } = conversion;
  const values = new Map<string, Value>();
  for (const info of body.values) {
    values.set(info.name ?? '', toValue(info));
    if (pace.due) await pace.rest();
  }
  const nodes: Node[] = [];
  for (const node of body.nodes) {
    nodes.push(await toNode(node, nodes.length, id, conversion));
    if (pace.due) await pace.rest();
  }
  return {
    id,
    name: body.name,
    inputs: body.inputs,
    outputs: body.outputs,
    values,
    initializers: new Map(),
    nodes,
    quantization: new Map(),
    doc: body.doc,
    metadata: body.metadata,
    parent,
  };
}

async function toInitializers(
  graph: onnx.GraphProto.$Properties,
  conversion: Conversion,
): Promise<ReadonlyMap<string, Weight>> {
  const { notes, pace } = conversion;
  const initializers = new Map<string, Weight>();
  const add = (weight: Weight): void => {
    if (initializers.has(weight.name)) {
      notes.add('Repeated initializers', `The initializer "${weight.name}" is defined twice; the last one is shown.`);
    }
    initializers.set(weight.name, weight);
  };
  for (const tensor of graph.initializer ?? []) {
    add(toWeight(tensor, 'unnamed initializer', notes));
    if (pace.due) await pace.rest();
  }
  for (const tensor of graph.sparseInitializer ?? []) add(toSparseWeight(tensor, 'unnamed initializer', notes));
  return initializers;
}

async function toNode(
  node: onnx.NodeProto.$Properties,
  index: number,
  graphId: string,
  conversion: Conversion,
): Promise<Node> {
  const owner = `node ${index} (${node.name || node.opType || 'unnamed'})`;
  const attributes = await toAttributes(node.attribute ?? [], owner, `${graphId}/${index}`, graphId, conversion);
  return {
    index,
    name: node.name ?? '',
    op: node.opType ?? '',
    // The specification gives the default domain two names.
    domain: node.domain === 'ai.onnx' ? '' : (node.domain ?? ''),
    overload: node.overload ?? '',
    inputs: node.input ?? [],
    outputs: node.output ?? [],
    attributes,
    doc: node.docString ?? '',
    metadata: toProperties(node.metadataProps),
  };
}

/** Attributes of a node, or the defaults of a function's; graphs among them get ids that begin with `place`. */
export async function toAttributes(
  protos: readonly onnx.AttributeProto.$Properties[],
  owner: string,
  place: string,
  parent: string,
  conversion: Conversion,
): Promise<Attribute[]> {
  const attributes: Attribute[] = [];
  for (const proto of protos) {
    const name = proto.name ?? '';
    const value =
      isGraphKind(kindOf(proto)) && !proto.refAttrName
        ? await toGraphValue(proto, `${place}.${name}`, parent, conversion)
        : toAttributeValue(proto, owner, conversion.notes);
    attributes.push({ name, value, doc: proto.docString ?? '' });
  }
  return attributes;
}

async function toGraphValue(
  attribute: onnx.AttributeProto.$Properties,
  id: string,
  parent: string,
  conversion: Conversion,
): Promise<Attribute['value']> {
  if (kindOf(attribute) === onnx.AttributeProto.AttributeType.GRAPH) {
    return { kind: 'graph', value: await toGraph(attribute.g ?? {}, id, parent, conversion) };
  }
  const graphs: Graph[] = [];
  for (const graph of attribute.graphs ?? []) {
    graphs.push(await toGraph(graph, `${id}[${graphs.length}]`, parent, conversion));
  }
  return { kind: 'graphs', value: graphs };
}

/** Attributes and functions can repeat a name; ids cannot. */
function takeId(wanted: string, taken: Set<string>): string {
  let id = wanted;
  for (let copy = 2; taken.has(id); copy++) id = `${wanted}#${copy}`;
  taken.add(id);
  return id;
}
