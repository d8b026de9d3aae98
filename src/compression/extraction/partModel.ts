import type { onnx } from '../../formats/onnx/generated/onnx';
import { safeInteger } from '../../formats/onnx/integers';
import type { Graph } from '../../model/model';
import { type GraphProto, isDefaultDomain, type ModelProto, type NodeProto } from '../graph/protos';
import { calledFunctions } from './calledFunctions';
import type { PartEnd } from './ends';
import { everyNode } from './everyNode';
import type { FunctionProto, GraphPlace, PlacedGraph } from './graphPlace';
import type { Part } from './planPart';
import { withoutReferences } from './references';

/** First IR version in which an initializer need not be listed among the inputs. */
const FREE_INITIALIZERS = 4;

/** A part as a model of its own, and what came along besides nodes and weights. */
export interface PartModel {
  readonly model: ModelProto;
  readonly functions: readonly string[];
}

/**
 * Puts a part together: nodes in their order, the tensors they read, the functions they call and the operator sets they are of.
 * Payloads stay entries of the source's table.
 * @throws LatheError `extract.openAttribute` inside functions whose calls differ.
 */
export function partModel(
  skeleton: ModelProto,
  place: GraphPlace,
  part: Part,
  ends: { readonly inputs: readonly PartEnd[]; readonly outputs: readonly PartEnd[] },
  name: string,
  file: string,
): PartModel {
  const protoOf = new Map<Graph, PlacedGraph['proto']>(place.graphs.map(({ graph, proto }) => [graph, proto]));
  const nodeAt = (graph: Graph, index: number): NodeProto[] => {
    const node = protoOf.get(graph)?.node?.[index];
    return node === undefined ? [] : [node];
  };
  const written = [
    ...part.outer.flatMap(({ graph, node }) => nodeAt(graph, node)),
    ...part.nodes.flatMap(index => nodeAt(part.graph, index)),
  ];
  const nodes = place.called === null ? written : withoutReferences(written, place.called, skeleton, file);
  const functions = calledFunctions(skeleton, nodes);
  const graph: GraphProto = {
    name,
    node: [...nodes],
    input: ends.inputs.map(({ proto }) => proto),
    output: ends.outputs.map(({ proto }) => proto),
    ...tensorsOf(part, protoOf),
    ...notesOf(place.own.proto, nodes, part, ends.outputs),
  };
  const version = safeInteger(skeleton.irVersion ?? 0, 'The IR version', 'ir_version');
  const { producerName, producerVersion, domain, modelVersion } = skeleton;
  return {
    model: {
      irVersion: Math.max(version, FREE_INITIALIZERS),
      opsetImport: operatorSets(skeleton, place.called, nodes, functions),
      ...(producerName ? { producerName } : {}),
      ...(producerVersion ? { producerVersion } : {}),
      ...(domain ? { domain } : {}),
      ...(modelVersion ? { modelVersion } : {}),
      graph,
      functions: [...functions],
    },
    functions: functions.map(each => each.name ?? ''),
  };
}

function tensorsOf(
  { weights }: Part,
  protoOf: ReadonlyMap<Graph, GraphProto>,
): Required<Pick<GraphProto, 'initializer' | 'sparseInitializer'>> {
  const wanted = new Map<Graph, Set<string>>();
  for (const { graph, name } of weights) wanted.set(graph, (wanted.get(graph) ?? new Set()).add(name));
  const dense = new Map<string, onnx.TensorProto.$Properties>();
  const sparse = new Map<string, onnx.SparseTensorProto.$Properties>();
  for (const [graph, names] of wanted) {
    const { initializer, sparseInitializer } = protoOf.get(graph) ?? {};
    for (const tensor of initializer ?? []) if (names.has(tensor.name ?? '')) dense.set(tensor.name ?? '', tensor);
    for (const tensor of sparseInitializer ?? []) {
      const name = tensor.values?.name ?? '';
      if (names.has(name)) sparse.set(name, tensor);
    }
  }
  return { initializer: [...dense.values()], sparseInitializer: [...sparse.values()] };
}

/** What the graph declares of values inside the part, and how quantized ones are to be read. */
function notesOf(
  { valueInfo, quantizationAnnotation }: GraphProto,
  nodes: readonly NodeProto[],
  { weights }: Part,
  outputs: readonly PartEnd[],
): Pick<GraphProto, 'valueInfo' | 'quantizationAnnotation'> {
  const made = new Set(nodes.flatMap(node => node.output ?? []));
  const declared = new Set(outputs.map(({ name }) => name));
  const tensors = new Set(weights.map(({ name }) => name));
  return {
    valueInfo: (valueInfo ?? []).filter(({ name }) => made.has(name ?? '') && !declared.has(name ?? '')),
    quantizationAnnotation: (quantizationAnnotation ?? []).filter(
      ({ tensorName, quantParameterTensorNames }) =>
        (made.has(tensorName ?? '') || tensors.has(tensorName ?? '')) &&
        (quantParameterTensorNames ?? []).every(({ value }) => tensors.has(value ?? '')),
    ),
  };
}

/** Operator sets that the nodes are of; the functions have their own, of which the model names the domains too. */
function operatorSets(
  skeleton: ModelProto,
  called: FunctionProto | null,
  nodes: readonly NodeProto[],
  functions: readonly FunctionProto[],
): onnx.OperatorSetIdProto.$Properties[] {
  const imports = new Map<string, onnx.OperatorSetIdProto.$Properties>();
  const own = called === null ? [] : (called.opsetImport ?? []);
  for (const each of [...(skeleton.opsetImport ?? []), ...own]) {
    imports.set(isDefaultDomain(each.domain) ? '' : (each.domain ?? ''), each);
  }
  const used = new Set(['']);
  for (const body of [nodes, ...functions.map(each => each.node ?? [])]) {
    for (const { domain } of everyNode(body)) used.add(isDefaultDomain(domain) ? '' : (domain ?? ''));
  }
  return [...imports].filter(([domain]) => used.has(domain)).map(([, each]) => each);
}
