import type { Graph, Model, Node, ValueType } from '../../model/model';
import { declaringGraph, type GraphIndex, type ModelIndex, modelIndexStepwise } from '../../model/modelIndex';
import type { Steps } from '../../model/steps';
import { type ModelTypes, typeOfValue } from '../../model/valueTypes';
import { plainAmount } from '../../shared/amount';
import { inferTypesStepwise } from '../shapes/inferTypes';
import { Activations, type Describe } from './activations';
import { type Body, Functions, type Held, heldBy } from './bodies';
import { largestOf } from './compareAmounts';
import { type ConstantValues, constantValues, isConstantValue } from './constantValues';
import type { Cost } from './costRule';
import { costEntry } from './costTable';
import { type Figure, product, sumOf } from './figure';
import { CallBudget, type CallCost, FunctionCalls } from './functionCalls';
import { graphOrder } from './graphOrder';
import { type Liveness, liveness, NO_PEAK, type Peak } from './liveness';
import { NodeContext, type NodeFacts } from './nodeContext';
import { valueBytes } from './valueBytes';

export interface NodeCost extends Cost {
  /** Why the operations are not known; empty where they are. */
  readonly reason: string;
  readonly inputBytes: Figure;
  readonly outputBytes: Figure;
  readonly held: Held | null;
  /** Of a call that is counted by itself; the rows of the function's body do not stand for it. */
  readonly call: CallCost | null;
}

export interface GraphCosts extends Cost {
  readonly graph: Graph;
  readonly nodes: readonly NodeCost[];
  readonly liveness: Liveness;
}

export interface ModelCosts {
  /** By graph id, each after the graphs and functions that it runs. */
  readonly graphs: ReadonlyMap<string, GraphCosts>;
  /** Whether a name used in a graph stands for something computed from constants alone. */
  isConstant(graph: string, name: string): boolean;
  /** How what open sizes leave undecided was decided: sentences. */
  readonly notes: readonly string[];
}

/**
 * What one run of every node of every graph costs. Linear in the nodes.
 * @param sizes known numbers of runs of loops, by `runsOf`
 */
export function* modelCosts(
  model: Model,
  types: ModelTypes,
  sizes: ReadonlyMap<string, number> = new Map(),
): Steps<ModelCosts> {
  return yield* countModel(model, types, sizes, new CallBudget(model));
}

function* countModel(
  model: Model,
  types: ModelTypes,
  sizes: ReadonlyMap<string, number>,
  budget: CallBudget,
): Steps<ModelCosts> {
  const index = yield* modelIndexStepwise(model);
  const constants = yield* constantValues(index);
  const counting = new Counting(model, types, sizes, index, constants, budget);
  yield* counting.run();
  const isConstant = (graph: string, name: string): boolean => isConstantValue(index, constants, graph, name);
  return { graphs: counting.graphs, isConstant, notes: [...counting.notes] };
}

/** A function as one call sees it. */
function* countCall(model: Model, sizes: ReadonlyMap<string, number>, budget: CallBudget): Steps<CallCost> {
  const { types } = yield* inferTypesStepwise(model, { budget: budget.types });
  const { graphs } = yield* countModel(model, types, sizes, budget);
  const known = graphs.get(model.graph.id);
  if (known === undefined) return { ...UNKNOWN_COST, peak: null, reason: TOO_OPEN };
  const { macs, flops, nodes, liveness: live } = known;
  const reason = nodes.find(node => node.reason !== '')?.reason ?? '';
  return { macs, flops, peak: live.peak, reason: flops === null ? reason || TOO_OPEN : '' };
}

const ONCE = plainAmount(1);
const UNKNOWN_COST: Cost = { macs: null, flops: null };

type OwnCost = Pick<NodeCost, 'macs' | 'flops' | 'reason' | 'held'>;

class Counting {
  readonly graphs = new Map<string, GraphCosts>();
  readonly notes = new Set<string>();
  readonly #functions: Functions;
  readonly #calls: FunctionCalls;

  constructor(
    private readonly model: Model,
    private readonly types: ModelTypes,
    private readonly sizes: ReadonlyMap<string, number>,
    private readonly index: ModelIndex,
    private readonly constants: ConstantValues,
    private readonly budget: CallBudget,
  ) {
    this.#functions = new Functions(model);
    this.#calls = new FunctionCalls(model, this.#functions, made => countCall(made, sizes, budget), budget);
  }

  *run(): Steps<void> {
    yield* this.#calls.prepare(this.index, graph => this.#facts(graph));
    for (const known of graphOrder(this.index, this.#functions)) yield* this.#count(known);
  }

  *#count(known: GraphIndex): Steps<void> {
    const { graph } = known;
    const facts = this.#facts(graph.id);
    const activations = new Activations(name => this.#describe(known, name));
    yield* activations.fill(this.index, graph);
    const nodes: NodeCost[] = [];
    for (const node of graph.nodes) {
      const called = this.#functions.called(node);
      const depends = called !== undefined && this.#calls.dependsOnCall(called.graph);
      const call = depends ? yield* this.#calls.cost(called, node, facts) : null;
      nodes.push(this.#node(graph.id, node, facts, activations, call));
      yield;
    }
    const live = yield* liveness(
      graph,
      activations,
      node => this.#nestedPeak(nodes[node]),
      this.#functions.graphs.has(graph) || (graph === this.model.graph && this.budget.depth > 0),
    );
    if (!live.peak.isDecided) this.notes.add(UNDECIDED_PEAK);
    const macs = sumOf(nodes.map(node => node.macs));
    const flops = sumOf(nodes.map(node => node.flops));
    this.graphs.set(graph.id, { graph, nodes, macs, flops, liveness: live });
  }

  #facts(graph: string): NodeFacts {
    const own = this.types.get(graph);
    return {
      type: value => own?.get(value) ?? this.#typeOf(graph, value),
      constant: value => declaringGraph(this.index, graph, value)?.constants.get(value)?.weight ?? null,
    };
  }

  #describe(known: GraphIndex, name: string): ReturnType<Describe> {
    const { id } = known.graph;
    if (isConstantValue(this.index, this.constants, id, name)) return null;
    const isOwn = declaringGraph(this.index, id, name) === known;
    return { bytes: valueBytes(this.#typeOf(id, name)), isOwn };
  }

  #typeOf(graph: string, name: string): ValueType | null {
    return this.types.get(graph)?.get(name) ?? typeOfValue(this.model, this.types, graph, name);
  }

  #node(graph: string, node: Node, facts: NodeFacts, activations: Activations, call: CallCost | null): NodeCost {
    const held = heldBy(this.#functions, graph, node, facts, this.sizes);
    const known = held === null ? this.#operation(node, facts) : this.#held(node, held);
    const { macs, flops, reason } = call ?? known;
    const inputBytes = bytesOf(activations, activations.inputs[node.index]);
    const outputBytes = bytesOf(activations, activations.made[node.index]);
    return { macs, flops, reason, held: known.held, call, inputBytes, outputBytes };
  }

  #operation(node: Node, facts: NodeFacts): OwnCost {
    const entry = costEntry(node.domain, node.op);
    const name = node.domain === '' ? node.op : `${node.domain}.${node.op}`;
    if (entry === undefined) return { ...UNKNOWN_COST, reason: `the cost of ${name} is not known`, held: null };
    if (node.attributes.some(({ value }) => value.kind === 'reference')) {
      return { ...UNKNOWN_COST, reason: 'it refers to an attribute of the call', held: null };
    }
    const context = new NodeContext(node, facts);
    const cost = entry.cost(context);
    if (isNegative(cost.macs) || isNegative(cost.flops)) {
      return { ...UNKNOWN_COST, reason: 'its attributes make no sense', held: null };
    }
    const { macs, flops } = cost;
    if (macs !== null && flops !== null) return { macs, flops, reason: '', held: null };
    return { ...UNKNOWN_COST, reason: context.reason === '' ? TOO_OPEN : context.reason, held: null };
  }

  #held(node: Node, held: Held): OwnCost {
    const costs = held.bodies.map(body => this.#body(body));
    const missing = held.bodies.find(({ graph }, i) => costs[i]?.flops === null && !this.graphs.has(graph.id));
    const unknown = costs.some(({ flops, macs }) => flops === null || macs === null);
    if (unknown) {
      const isEndless = missing !== undefined;
      const known = isEndless ? `${node.op} calls itself` : held.reason;
      return { ...UNKNOWN_COST, held, reason: known === '' ? 'a node that it runs has unknown cost' : known };
    }
    if (held.kind !== 'either') {
      return {
        macs: sumOf(costs.map(cost => cost.macs)),
        flops: sumOf(costs.map(cost => cost.flops)),
        held,
        reason: '',
      };
    }
    const { at, isDecided } = largestOf(costs.map(({ flops }) => flops ?? []));
    if (!isDecided) this.notes.add(UNDECIDED_BRANCH);
    const bodies = held.bodies.map((body, i) => ({ ...body, times: i === at ? ONCE : plainAmount(0) }));
    const dearer = at === null ? undefined : costs[at];
    return { macs: dearer?.macs ?? [], flops: dearer?.flops ?? [], held: { ...held, bodies }, reason: '' };
  }

  #body({ graph, times }: Body): Cost {
    const known = this.graphs.get(graph.id) ?? UNKNOWN_COST;
    return { macs: product(known.macs, times), flops: product(known.flops, times) };
  }

  #nestedPeak(cost: NodeCost | undefined): Peak {
    if (cost?.call?.peak) return cost.call.peak;
    const held = cost?.held ?? null;
    if (held === null) return NO_PEAK;
    const peaks = held.bodies.map(({ graph }) => {
      return this.graphs.get(graph.id)?.liveness.peak ?? { ...NO_PEAK, unknownValues: 1 };
    });
    const { at, isDecided } = largestOf(peaks.map(({ bytes }) => bytes));
    if (!isDecided) this.notes.add(UNDECIDED_PEAK);
    const largest = at === null ? undefined : peaks[at];
    const unknownValues = peaks.reduce((count, peak) => count + peak.unknownValues, 0);
    return largest === undefined ? NO_PEAK : { ...largest, unknownValues };
  }
}

/** What hostile attributes lead to: nothing costs less than nothing, whatever the sizes. */
function isNegative(figure: Figure): boolean {
  return figure !== null && figure.length > 0 && figure.every(({ factor }) => factor < 0);
}

function bytesOf({ bytes }: Activations, values: readonly number[] = []): Figure {
  const [first] = values;
  if (values.length <= 1) return first === undefined ? [] : (bytes[first] ?? null);
  return sumOf(values.map(value => bytes[value] ?? null));
}

const TOO_OPEN = 'it depends on too many open sizes';
const UNDECIDED_PEAK =
  'Which node needs the most memory depends on open sizes; it was decided as if each product of them were 1.';
const UNDECIDED_BRANCH =
  'Which branch of an If is dearer depends on open sizes; it was decided as if each product of them were 1.';
