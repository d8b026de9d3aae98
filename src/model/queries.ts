import type { DType } from './dtype';
import type { Graph, Model, Node } from './model';
import {
  constantNamed,
  declaringGraph,
  everyGraph,
  type LocatedWeight,
  type ModelIndex,
  modelIndex,
  modelIndexStepwise,
} from './modelIndex';
import { type OperandRole, operandRole, passesThrough } from './operandRoles';
import { scaleAfter } from './quantizedWeights';
import { finish, Remembered, type Steps } from './steps';

/** A constant that a layer reads. */
export interface LayerWeight extends LocatedWeight {
  /** Input of the layer's node that it reaches; `null` for a tensor attribute. */
  readonly input: number | null;
  readonly role: Exclude<OperandRole, 'argument'>;
}

/** A node that owns weights: its parameters, and the scales and zero points that belong to them. */
export interface Layer {
  readonly graph: string;
  readonly node: Node;
  readonly weights: readonly LayerWeight[];
  /** Elements of its parameters; a weight shared with another layer counts in both. */
  readonly parameters: number;
  /** Stored bytes of all its weights. */
  readonly bytes: number;
}

export interface DtypeTotal {
  readonly dtype: DType;
  readonly elements: number;
  readonly bytes: number;
}

export interface OperatorCount {
  readonly op: string;
  readonly domain: string;
  readonly count: number;
}

const knownWeights = new Remembered(findWeights);
const knownScales = new Remembered(findIntegerScales);
const knownLayers = new Remembered(findLayers);
const knownLayersByGraph = new Remembered(groupLayers);

/** Longest chain of casts, transposes and the like that is followed from a layer to its weight. */
const LONGEST_CHAIN = 16;

/** Every graph of the model, the main graph first, each followed by its subgraphs. */
export function allGraphs(model: Model): readonly Graph[] {
  return everyGraph(model);
}

export function graphById(model: Model, id: string): Graph | undefined {
  return modelIndex(model).get(id)?.graph;
}

/** Initializers, `Constant` nodes and other tensor attributes, each once. */
export function allWeights(model: Model): readonly LocatedWeight[] {
  return knownWeights.get(model);
}

/** The same in steps; afterwards `allWeights` answers at once. */
export function allWeightsStepwise(model: Model): Steps<readonly LocatedWeight[]> {
  return knownWeights.stepwise(model);
}

function* findWeights(model: Model): Steps<readonly LocatedWeight[]> {
  const located: LocatedWeight[] = [];
  for (const { graph, constants } of (yield* modelIndexStepwise(model)).values()) {
    for (const constant of constants.values()) located.push(constant);
    for (const node of graph.nodes) {
      for (const weight of tensorAttributes(graph, node)) located.push(weight);
      yield;
    }
  }
  return located;
}

/** One constant by graph and name, as `allWeights` names it. */
export function findWeight(model: Model, graph: string, name: string): LocatedWeight | undefined {
  const index = modelIndex(model).get(graph);
  const constant = index?.constants.get(name);
  if (constant !== undefined || index === undefined) return constant;
  return index.graph.nodes.flatMap(node => tensorAttributes(index.graph, node)).find(found => found.name === name);
}

/**
 * Every node that owns weights, in graph order. Weights are found behind DequantizeLinear, Cast, Transpose, Reshape and
 * the like; shapes, axes and scalar factors do not make a layer.
 */
export function layers(model: Model): readonly Layer[] {
  return knownLayers.get(model);
}

/** The same in steps; afterwards `layers` answers at once. */
export function layersStepwise(model: Model): Steps<readonly Layer[]> {
  return knownLayers.stepwise(model);
}

function* findLayers(model: Model): Steps<readonly Layer[]> {
  const index = yield* modelIndexStepwise(model);
  const scales = yield* knownScales.stepwise(model);
  const found: Layer[] = [];
  for (const { graph, uses } of index.values()) {
    for (const node of graph.nodes) {
      yield;
      if (node.op === 'Constant' || isTransparent(uses, node)) continue;
      const weights: LayerWeight[] = [];
      for (let input = 0; input < node.inputs.length; input++) {
        for (const weight of inputWeights(index, graph, node, input, scales)) weights.push(weight);
      }
      for (const weight of attributeWeights(graph, node)) weights.push(weight);
      if (weights.some(({ role }) => role === 'parameter')) found.push(layer(graph, node, weights));
    }
  }
  return found;
}

/** Every layer by graph and index of its node. Made once for each model. */
export function layersByGraphStepwise(model: Model): Steps<ReadonlyMap<string, ReadonlyMap<number, Layer>>> {
  return knownLayersByGraph.stepwise(model);
}

function* groupLayers(model: Model): Steps<ReadonlyMap<string, ReadonlyMap<number, Layer>>> {
  const byGraph = new Map<string, Map<number, Layer>>();
  for (const layer of yield* layersStepwise(model)) {
    const own = byGraph.get(layer.graph);
    if (own === undefined) byGraph.set(layer.graph, new Map([[layer.node.index, layer]]));
    else own.set(layer.node.index, layer);
    yield;
  }
  return byGraph;
}

/** Elements of everything learned, shared weights once. Constants that nothing reads count; arguments and scales do not. */
export function parameterCount(model: Model): number {
  return finish(parameterCountStepwise(model));
}

/** The same in steps. */
export function* parameterCountStepwise(model: Model): Steps<number> {
  const index = yield* modelIndexStepwise(model);
  const scales = yield* knownScales.stepwise(model);
  let total = 0;
  for (const located of yield* allWeightsStepwise(model)) {
    yield;
    const uses = index.get(located.graph)?.uses.get(located.name) ?? [];
    const isParameter =
      uses.length === 0
        ? !isFill(index.get(located.graph)?.graph, located)
        : uses.some(({ node, position }) => operandRole(node, position, located.weight.elements) === 'parameter');
    if (isParameter && isLearnable(located) && !scales.has(located)) total += located.weight.elements;
  }
  return total;
}

/** Whether a constant only says how quantized numbers are to be read: a scale or a zero point. */
export function isQuantizationOnly(model: Model, located: LocatedWeight): boolean {
  if (knownScales.get(model).has(located)) return true;
  const uses = modelIndex(model).get(located.graph)?.uses.get(located.name) ?? [];
  const roles = uses.map(({ node, position }) => operandRole(node, position, located.weight.elements));
  return roles.length > 0 && roles.every(role => role === 'quantization');
}

/** Elements and stored bytes of all constants by element type, largest first. */
export function bytesByDtype(model: Model): readonly DtypeTotal[] {
  const totals = new Map<DType, { elements: number; bytes: number }>();
  for (const { weight } of allWeights(model)) {
    const total = totals.get(weight.dtype);
    if (total === undefined) totals.set(weight.dtype, { elements: weight.elements, bytes: weight.bytes });
    else {
      total.elements += weight.elements;
      total.bytes += weight.bytes;
    }
  }
  return Array.from(totals, ([dtype, total]) => ({ dtype, ...total })).sort((a, b) => b.bytes - a.bytes);
}

/** How often each operator occurs in all graphs, most frequent first. */
export function operatorCounts(model: Model): readonly OperatorCount[] {
  return finish(operatorCountsStepwise(model));
}

/** The same in steps. */
export function* operatorCountsStepwise(model: Model): Steps<readonly OperatorCount[]> {
  const counts = new Map<string, { op: string; domain: string; count: number }>();
  for (const { graph } of (yield* modelIndexStepwise(model)).values()) {
    for (const { op, domain } of graph.nodes) {
      yield;
      const key = domain === '' ? op : `${domain}\n${op}`;
      const known = counts.get(key);
      if (known === undefined) counts.set(key, { op, domain, count: 1 });
      else known.count += 1;
    }
  }
  return [...counts.values()].sort((a, b) => b.count - a.count || a.op.localeCompare(b.op));
}

function layer(graph: Graph, node: Node, weights: readonly LayerWeight[]): Layer {
  let parameters = 0;
  let bytes = 0;
  for (const { role, weight } of weights) {
    bytes += weight.bytes;
    if (role === 'parameter') parameters += weight.elements;
  }
  return { graph: graph.id, node, weights, parameters, bytes };
}

/** The weights one input brings, looking through operators that hand on their first input. */
function inputWeights(
  index: ModelIndex,
  graph: Graph,
  node: Node,
  input: number,
  scales: ReadonlySet<LocatedWeight>,
): readonly LayerWeight[] {
  const found: LayerWeight[] = [];
  let value = node.inputs[input] ?? '';
  for (let step = 0; step < LONGEST_CHAIN; step++) {
    const owner = declaringGraph(index, graph.id, value);
    const constant = owner?.constants.get(value);
    if (constant !== undefined) {
      const role = scales.has(constant) ? 'quantization' : operandRole(node, input, constant.weight.elements);
      return role === 'argument' || !isLearnable(constant) ? [] : [{ ...constant, input, role }, ...found];
    }
    const producer = owner?.producers.get(value);
    if (producer === undefined || !passesThrough(producer)) return [];
    producer.inputs.forEach((other, position) => {
      const scale = position === 0 ? undefined : constantNamed(index, graph.id, other);
      if (scale !== undefined && operandRole(producer, position, scale.weight.elements) === 'quantization') {
        found.push({ ...scale, input, role: 'quantization' });
      }
    });
    value = producer.inputs[0] ?? '';
  }
  return [];
}

/** Whether the node only converts a constant for its consumer, which then owns it. */
function isTransparent(uses: ReadonlyMap<string, unknown>, node: Node): boolean {
  return passesThrough(node) && node.outputs.some(name => uses.has(name));
}

/** Scales of MatMulInteger and ConvInteger weights: operands of a later `Mul`, which is not a layer for that. */
function* findIntegerScales(model: Model): Steps<ReadonlySet<LocatedWeight>> {
  const index = yield* modelIndexStepwise(model);
  const scales = new Set<LocatedWeight>();
  for (const { graph } of index.values()) {
    for (const node of graph.nodes) {
      yield;
      if (node.op !== 'MatMulInteger' && node.op !== 'ConvInteger') continue;
      const scale = scaleAfter(index, { graph, node });
      if (scale !== null) scales.add(scale);
    }
  }
  return scales;
}

/** Nothing is trained in 64-bit integers, booleans or text: those are shapes, indices, masks and labels. */
const NEVER_LEARNED: ReadonlySet<DType> = new Set<DType>(['int64', 'uint64', 'bool', 'string', 'undefined']);

function isLearnable({ weight }: LocatedWeight): boolean {
  return !NEVER_LEARNED.has(weight.dtype);
}

function attributeWeights(graph: Graph, node: Node): readonly LayerWeight[] {
  if (node.op === 'ConstantOfShape') return [];
  return tensorAttributes(graph, node)
    .filter(isLearnable)
    .map(located => ({ ...located, input: null, role: 'parameter' as const }));
}

function tensorAttributes(graph: Graph, node: Node): readonly LocatedWeight[] {
  if (node.op === 'Constant') return [];
  const found: LocatedWeight[] = [];
  const add = (weight: LocatedWeight['weight'], name: string): void => {
    found.push({ graph: graph.id, name: `node ${node.index} ${name}`, weight, node: node.index });
  };
  for (const { name, value } of node.attributes) {
    if (value.kind === 'tensor') add(value.value, name);
    if (value.kind !== 'tensors') continue;
    for (const [place, weight] of value.value.entries()) add(weight, `${name}[${place}]`);
  }
  return found;
}

function isFill(graph: Graph | undefined, { node }: LocatedWeight): boolean {
  return node !== null && graph?.nodes[node]?.op === 'ConstantOfShape';
}
