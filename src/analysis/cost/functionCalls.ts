import { subgraphs } from '../../model/attributes';
import type { Attribute, Graph, Model, ModelFunction, Node, ValueType, Weight } from '../../model/model';
import type { ModelIndex } from '../../model/modelIndex';
import { printValueType } from '../../model/printType';
import type { Steps } from '../../model/steps';
import { withArguments } from '../../model/withArguments';
import type { Amount } from '../../shared/amount';
import { VisitBudget } from '../shapes/visitBudget';
import { namesIn } from '../symbolic/sizes';
import type { Functions } from './bodies';
import type { Cost } from './costRule';
import type { Peak } from './liveness';
import { type NodeFacts, smallNumbers } from './nodeContext';

/** What one call of a function costs, and what it needs besides what the caller gives and gets. */
export interface CallCost extends Cost {
  readonly peak: Peak | null;
  readonly reason: string;
}

/** Counts a model whose main graph is a function as one call sees it. */
export type CountModel = (model: Model) => Steps<CallCost>;

/** Calls whose sizes differ are counted one by one: for each node of the model this many, and some for small models. */
const VISITS_PER_NODE = 16;
const FREE_VISITS = 50_000;

/** Functions in functions that are followed; exporters nest two or three. */
const DEEPEST = 12;

/** How many nodes may still be counted in calls, and how deep they are. Shared by a model and what is made of its functions. */
export class CallBudget {
  visits: number;
  depth = 0;
  /** What typing the functions may take, all calls together. */
  readonly types: VisitBudget;

  constructor(model: Model) {
    this.visits = FREE_VISITS + VISITS_PER_NODE * nodesOf(model);
    this.types = new VisitBudget(model);
  }

  /** Whether another call may be counted. */
  get isLeft(): boolean {
    return this.visits >= 0 && this.depth < DEEPEST;
  }
}

function nodesOf({ graph, functions }: Model): number {
  return functions.reduce((sum, known) => sum + known.graph.nodes.length, graph.nodes.length);
}

/**
 * Costs of functions that depend on the call: it gives other sizes than other calls do, or attributes that the body refers
 * to. Each is counted as a model of its own with what the call gives put in; equal calls are counted once.
 */
export class FunctionCalls {
  readonly #known = new Map<string, CallCost>();
  readonly #needed = new Set<Graph>();

  constructor(
    private readonly model: Model,
    private readonly functions: Functions,
    private readonly count: CountModel,
    private readonly budget: CallBudget,
  ) {}

  /** Finds the functions that are called with different sizes or refer to attributes of the call. */
  *prepare(index: ModelIndex, factsOf: (graph: string) => NodeFacts): Steps<void> {
    if (this.model.functions.length === 0) return;
    const signatures = new Map<Graph, string>();
    for (const { graph } of index.values()) {
      const facts = factsOf(graph.id);
      for (const node of graph.nodes) {
        yield;
        const called = this.functions.called(node);
        if (called === undefined || this.#needed.has(called.graph)) continue;
        const signature = signatureOf(node, facts);
        const other = signatures.get(called.graph);
        signatures.set(called.graph, signature);
        if ((other !== undefined && other !== signature) || hasReference(called.graph)) {
          this.#needed.add(called.graph);
        }
      }
    }
  }

  /** Whether the rows of the function's body do not stand for what a call costs. */
  dependsOnCall(called: Graph): boolean {
    return this.#needed.has(called);
  }

  *cost(called: ModelFunction, node: Node, facts: NodeFacts): Steps<CallCost> {
    const given = node.inputs.map(name => (name === '' ? null : facts.type(name)));
    const open = given.findIndex((type, at) => node.inputs[at] !== '' && !isKnown(type));
    if (open >= 0) return unknown(`the shape of input ${open} is not known`);
    const key = `${called.graph.id}\n${signatureOf(node, facts)}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (!this.budget.isLeft) return unknown(TOO_MANY);
    const model = this.#asModel(called, node, facts);
    this.budget.visits -= nodesOf(model);
    if (!this.budget.isLeft) return unknown(TOO_MANY);
    this.budget.depth += 1;
    const made = withoutInnerSizes(yield* this.count(model), given);
    this.budget.depth -= 1;
    this.#known.set(key, made);
    return made;
  }

  #asModel(called: ModelFunction, node: Node, facts: NodeFacts): Model {
    const given = [...node.attributes, ...called.defaults.filter(({ name }) => !hasAttribute(node, name))];
    const initializers = new Map(called.graph.initializers);
    const inputs = called.graph.inputs.map((input, at) => {
      const name = node.inputs[at] ?? '';
      const constant = name === '' ? null : facts.constant(name);
      if (constant !== null) initializers.set(input.name, { ...constant, name: input.name });
      return { ...input, type: name === '' ? null : facts.type(name) };
    });
    const nodes = called.graph.nodes.map(each => withArguments(each, given));
    const graph: Graph = { ...called.graph, inputs, nodes, initializers };
    const functions = this.functions.reachableFrom(called);
    return { ...this.model, opsets: called.opsets, graph, functions, training: [] };
  }
}

const TOO_MANY = 'too many calls of functions with different sizes';

function unknown(reason: string): CallCost {
  return { macs: null, flops: null, peak: null, reason };
}

/** Sizes that only data inside the function tell have names that other calls use for others. */
function withoutInnerSizes(cost: CallCost, given: readonly (ValueType | null)[]): CallCost {
  const known = new Set(given.flatMap(type => sizesIn(type)).flatMap(size => namesIn(size)));
  const isOutside = (amount: Amount | null): boolean =>
    (amount ?? []).every(({ of }) => of === '' || namesIn(of).every(name => known.has(name)));
  if (!isOutside(cost.flops) || !isOutside(cost.macs)) return unknown('sizes inside the function depend on data');
  const peak = cost.peak !== null && isOutside(cost.peak.bytes) ? cost.peak : null;
  return { ...cost, peak };
}

function sizesIn(type: ValueType | null): readonly string[] {
  if (type?.kind !== 'tensor' && type?.kind !== 'sparse') return [];
  return (type.shape ?? []).filter(size => typeof size === 'string');
}

function isKnown(type: ValueType | null): boolean {
  if (type === null) return false;
  if (type.kind !== 'tensor' && type.kind !== 'sparse') return true;
  return type.shape?.every(size => size !== null) === true;
}

function signatureOf(node: Node, facts: NodeFacts): string {
  const inputs = node.inputs.map(name => {
    if (name === '') return '';
    const constant = facts.constant(name);
    const values = constant === null ? null : shapeNumbers(constant);
    return `${printValueType(facts.type(name))} ${values ?? ''}`;
  });
  const attributes = node.attributes.map(({ name, value }) => [name, value.kind, attributeText(value)]);
  return JSON.stringify([inputs, attributes]);
}

/** Elements of what may be a shape or axes. */
function shapeNumbers(constant: Weight): string | null {
  return /^u?int/.test(constant.dtype) ? (smallNumbers(constant)?.join() ?? null) : null;
}

function attributeText({ kind, value }: Attribute['value']): string {
  switch (kind) {
    case 'int':
    case 'float':
    case 'ints':
    case 'floats':
    case 'string':
    case 'strings':
    case 'reference':
      return String(value);
    default:
      return '';
  }
}

function hasReference(graph: Graph): boolean {
  const waiting = [graph];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const node of at.nodes) {
      if (node.attributes.some(({ value }) => value.kind === 'reference')) return true;
      for (const inner of subgraphs(node)) waiting.push(inner.graph);
    }
  }
  return false;
}

function hasAttribute({ attributes }: Node, name: string): boolean {
  return attributes.some(attribute => attribute.name === name);
}
