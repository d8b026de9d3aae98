import { type Subgraph, subgraphs } from '../../model/attributes';
import { isReal, packedBytes } from '../../model/dtype';
import { decodeElements, type NumericArray } from '../../model/elements';
import type { Dimension, Graph, Model, ModelFunction, Node, Value, ValueType, Weight } from '../../model/model';
import { modelIndexStepwise } from '../../model/modelIndex';
import { finish, type Steps } from '../../model/steps';
import type { ModelTypes } from '../../model/valueTypes';
import { weightType } from '../../model/valueTypes';
import { withArguments } from '../../model/withArguments';
import { dimensionName } from '../inputs/freeDimensions';
import { DeclaredTypes } from './declaredTypes';
import { FreshSizes } from './freshSizes';
import { type InvalidPlace, InvalidPlaces } from './invalidGraph';
import { callKey, KnownCalls } from './knownCalls';
import { mergeTypes, type PreferName } from './mergeTypes';
import { type Asked, NodeContext } from './nodeContext';
import { sortedNodes } from './nodeOrder';
import { type Inferred, MOST_DATA, UNKNOWN } from './rule';
import { ruleFor } from './rules';
import { TypeRecord } from './typeRecord';
import { type FunctionCall, isCalling, lookUp, type TypeScope } from './typeScope';
import { VisitBudget } from './visitBudget';

export interface InferenceOptions {
  /**
   * Sizes for free ones by name, wherever a declared dimension or an expression of them has the name. An unnamed axis of an
   * input is called `INPUT:AXIS`.
   */
  readonly dimensions?: ReadonlyMap<string, number>;
  /** Types of the main graph's inputs that replace the declared ones. Declared types of other values then only fill gaps. */
  readonly inputs?: ReadonlyMap<string, ValueType>;
  /** Elements of constants that are not kept in the model, when the caller has read them. */
  readonly constants?: (weight: Weight) => NumericArray | null;
  /** Shared by several inferences; by default each has its own. */
  readonly budget?: VisitBudget;
}

/** A value whose declared type is not what its operator gives. */
export interface TypeContradiction {
  readonly graph: string;
  readonly value: string;
  readonly declared: ValueType;
  readonly inferred: ValueType;
}

export interface InferredTypes {
  readonly types: ModelTypes;
  readonly contradictions: readonly TypeContradiction[];
  /** What the specification forbids; types were worked out around it. */
  readonly invalid: readonly InvalidPlace[];
}

/**
 * Types of every value of every graph that can be told: element types and shapes. Sizes that the model leaves open are
 * canonical expressions (symbolic/sizes.ts) of the names it declares; those that depend on data get names of their own.
 * Functions are typed at their calls; what differs between calls is unknown. Values of unknown operators have no entry.
 * Never throws on what a file says.
 */
export function inferTypes(model: Model, options: InferenceOptions = {}): ModelTypes {
  return finish(inferTypesStepwise(model, options)).types;
}

/** The same in steps of one node. */
export function* inferTypesStepwise(model: Model, options: InferenceOptions = {}): Steps<InferredTypes> {
  const inference = new Inference(model, options);
  yield* inference.run();
  return inference;
}

/** Nesting of functions and subgraphs that is followed; the runtime's own limits are far below. */
const DEEPEST = 48;

class Inference implements InferredTypes {
  readonly #record = new TypeRecord();
  /** By name; domain and overload tell those of one name apart. */
  readonly #functions = new Map<string, ModelFunction[]>();
  readonly #orders = new Map<Graph, readonly Node[]>();
  readonly #places = new InvalidPlaces();
  readonly #declared: DeclaredTypes;
  readonly #fresh: FreshSizes;
  /** What the inputs or sizes were declared for has changed: then operators are right, not declarations. */
  readonly #isChanged: boolean;
  /** What follows from the inputs says more than another name, a declared name more than a made one. */
  readonly #preferName: PreferName = (declared, inferred) => (this.#fresh.has(inferred) ? declared : inferred);
  readonly #preferSecond: PreferName = (inferred, declared) => this.#preferName(declared, inferred);
  readonly #calls = new KnownCalls();
  readonly #budget: VisitBudget;
  /** Calls that were not followed because of where they are; what they gave says nothing of others. */
  #unfollowed = 0;

  constructor(
    private readonly model: Model,
    private readonly options: InferenceOptions,
  ) {
    for (const known of model.functions) {
      const others = this.#functions.get(known.name);
      if (others === undefined) this.#functions.set(known.name, [known]);
      else others.push(known);
    }
    this.#budget = options.budget ?? new VisitBudget(model);
    this.#declared = new DeclaredTypes(options.dimensions ?? new Map());
    this.#fresh = new FreshSizes(model);
    this.#isChanged = options.inputs !== undefined || (options.dimensions?.size ?? 0) > 0;
  }

  get types(): ModelTypes {
    return this.#record.types;
  }

  get contradictions(): readonly TypeContradiction[] {
    return this.#record.contradictions;
  }

  get invalid(): readonly InvalidPlace[] {
    return this.#places.found;
  }

  *run(): Steps<void> {
    const opsets = versions(this.model.opsets);
    const stages = this.model.training.flatMap(({ initialization, algorithm }) => [initialization, algorithm]);
    const outside = { opsets, record: this.#record, depth: 0, given: null, call: null };
    yield* this.#infer(this.model.graph, null, outside, []);
    for (const graph of stages) if (graph !== null) yield* this.#infer(graph, null, outside, []);
  }

  /** Types a graph. Returns what is known of its outputs. */
  *#infer(
    graph: Graph,
    parent: TypeScope | null,
    outside: Pick<TypeScope, 'opsets' | 'record' | 'depth' | 'given' | 'call'>,
    inputs: readonly Inferred[],
  ): Steps<readonly Inferred[]> {
    const asked: Asked = {
      infer: (nested, given, record) => this.#inferNested(nested, scope, given, record),
      constant: weight => this.#constant(weight),
      fresh: (node, output, count) => this.#freshSize(scope, node, output, count),
    };
    const scope: TypeScope = {
      asked,
      graph,
      values: new Map(),
      parent,
      opsets: outside.opsets,
      record: outside.record,
      depth: outside.depth + 1,
      outputs: new Map(graph.outputs.map(({ name, type }) => [name, type])),
      given: outside.given,
      call: outside.call,
    };
    yield* this.#open(scope, inputs);
    yield* this.#visitAll(scope);
    yield* scope.record.keep(graph.id, scope.values);
    return graph.outputs.map(({ name }) => {
      const output = lookUp(scope, name);
      if (output === undefined) this.#places.add('missingValue', graph.id, null, name);
      return output ?? UNKNOWN;
    });
  }

  *#inferNested(
    graph: Graph,
    parent: TypeScope,
    inputs: readonly Inferred[],
    record: TypeRecord,
  ): Steps<readonly Inferred[]> {
    return parent.depth >= DEEPEST ? [] : yield* this.#infer(graph, parent, { ...parent, record }, inputs);
  }

  *#call(known: ModelFunction, scope: TypeScope, node: Node, inputs: readonly Inferred[]): Steps<readonly Inferred[]> {
    if (isCalling(scope.call, known)) {
      this.#unfollowed++;
      this.#places.add('recursiveFunction', scope.graph.id, node.index, known.name);
      return [];
    }
    if (scope.depth >= DEEPEST) return [];
    const call: FunctionCall = { known, path: pathOf(scope, node), from: scope.call };
    const given = [...node.attributes, ...known.defaults.filter(({ name }) => !hasAttribute(node, name))];
    const { record, depth } = scope;
    const key = callKey(known, depth, given, inputs);
    const before = key === null ? undefined : this.#calls.get(record, key);
    if (before !== undefined) return before;
    const unrepeatable = this.#unfollowed + this.#fresh.asked;
    const outside = { opsets: versions(known.opsets), record, depth, given, call };
    const outputs = yield* this.#infer(known.graph, null, outside, inputs);
    const isRepeatable = this.#unfollowed + this.#fresh.asked === unrepeatable;
    if (key !== null && isRepeatable) this.#calls.set(record, key, outputs);
    return outputs;
  }

  *#open(scope: TypeScope, inputs: readonly Inferred[]): Steps<void> {
    const { graph, values } = scope;
    for (const [position, input] of graph.inputs.entries()) {
      values.set(input.name, this.#input(scope, input, inputs[position]));
    }
    for (const [name, weight] of graph.initializers) {
      values.set(name, this.#constant(weight));
      yield;
    }
  }

  #input(scope: TypeScope, { name, type }: Value, given: Inferred | undefined): Inferred {
    const declared = this.#declared.canonical(type);
    const isMain = scope.graph === this.model.graph;
    const replaced = isMain ? this.#declared.canonical(this.options.inputs?.get(name) ?? null) : null;
    const merged = mergeTypes(replaced ?? given?.type ?? null, declared, this.#preferName);
    const isFree = isMain && !scope.graph.initializers.has(name);
    return { type: isFree ? this.#named(name, merged.type) : merged.type, data: given?.data ?? null };
  }

  /** Unnamed axes of an input are free sizes of their own, unless the file already calls something else so. */
  #named(input: string, type: ValueType | null): ValueType | null {
    if (type?.kind !== 'tensor' || type.shape === null || !type.shape.includes(null)) return type;
    const shape = type.shape.map((size, axis) => {
      const name = size === null ? dimensionName(input, axis, null) : null;
      return name === null ? size : this.#declared.named(name);
    });
    return { ...type, shape };
  }

  /** In the file's order, as long as that is one in which every value is made before it is used. */
  *#visitAll(scope: TypeScope): Steps<void> {
    const { graph } = scope;
    const known = this.#orders.get(graph);
    if (known !== undefined) return yield* this.#visitRest(scope, known, 0);
    for (const node of graph.nodes) {
      const inputs = this.#readyInputs(scope, node);
      const inner = subgraphs(node);
      if (inputs === null || (inner.length > 0 && !(yield* this.#seesCaptured(scope, inner)))) {
        const sorted = yield* sortedNodes(graph, yield* modelIndexStepwise(this.model), this.#places);
        this.#orders.set(graph, sorted);
        return yield* this.#visitRest(scope, sorted, node.index);
      }
      // No generator for each node: there are many, and few of them hold a graph.
      const outputs = this.#outputsOf(scope, node, inputs);
      this.#note(scope, node, 'next' in outputs ? yield* outputs : outputs);
      yield;
    }
  }

  /** Nodes before `done` have been visited. */
  *#visitRest(scope: TypeScope, sorted: readonly Node[], done: number): Steps<void> {
    for (const node of sorted) {
      if (node.index < done) continue;
      const outputs = this.#outputsOf(scope, node, this.#inputs(scope, node));
      this.#note(scope, node, 'next' in outputs ? yield* outputs : outputs);
      yield;
    }
  }

  /** Whether everything that the graphs of a node use from outside is there. */
  *#seesCaptured(scope: TypeScope, inner: readonly Subgraph[]): Steps<boolean> {
    const index = yield* modelIndexStepwise(this.model);
    return inner.every(({ graph }) =>
      (index.get(graph.id)?.captured ?? []).every(name => lookUp(scope, name) !== undefined),
    );
  }

  /** `null` when an input is not there yet, or is missing altogether. */
  #readyInputs(scope: TypeScope, node: Node): readonly Inferred[] | null {
    const inputs: Inferred[] = [];
    for (const name of node.inputs) {
      const input = name === '' ? UNKNOWN : lookUp(scope, name);
      if (input === undefined) return null;
      inputs.push(input);
    }
    return inputs;
  }

  #inputs(scope: TypeScope, node: Node): readonly Inferred[] {
    return node.inputs.map(name => {
      const input = name === '' ? UNKNOWN : lookUp(scope, name);
      if (input === undefined) this.#places.add('missingValue', scope.graph.id, node.index, name);
      return input ?? UNKNOWN;
    });
  }

  #outputsOf(scope: TypeScope, written: Node, inputs: readonly Inferred[]): Outputs {
    if (!this.#budget.spend(scope.depth)) return [];
    const node = scope.given === null ? written : withArguments(written, scope.given);
    const domain = node.domain === 'ai.onnx' ? '' : node.domain;
    const known = this.#functions.get(node.op)?.find(each => isCallOf(node, domain, each));
    if (known !== undefined) return this.#call(known, scope, node, inputs);
    const rule = ruleFor(domain, node.op);
    if (rule === undefined) return [];
    const context = new NodeContext(node, scope.opsets.get(domain) ?? LATEST, inputs, scope.asked);
    const outputs = rule(context);
    return 'next' in outputs ? recorded(scope, context, outputs) : outputs;
  }

  #note(scope: TypeScope, node: Node, outputs: readonly Inferred[]): void {
    const { values } = scope;
    for (let i = 0; i < node.outputs.length; i++) {
      const name = node.outputs[i] ?? '';
      if (name === '') continue;
      const before = values.size;
      values.set(name, this.#reconcile(scope, name, outputs[i] ?? UNKNOWN));
      if (values.size === before) this.#places.add('duplicateValue', scope.graph.id, node.index, name);
    }
  }

  #freshSize(scope: TypeScope, node: Node, output: number, count: number): Dimension {
    const value = node.outputs[output] || node.name || node.op;
    return this.#declared.named(this.#fresh.name(`${pathOf(scope, node)} ${count}`, value));
  }

  /** Compares with the declared type, which counts unless what it was declared for has changed. */
  #reconcile({ graph, outputs, record }: TypeScope, name: string, inferred: Inferred): Inferred {
    const found = graph.values.get(name)?.type ?? outputs.get(name);
    if (found === undefined || found === null) return inferred;
    const declared = this.#declared.canonical(found);
    const merged = this.#isChanged
      ? mergeTypes(inferred.type, declared, this.#preferSecond)
      : mergeTypes(declared, inferred.type, this.#preferName);
    if (merged.contradicts && inferred.type !== null && declared !== null) {
      record.contradicts({ graph: graph.id, value: name, declared, inferred: inferred.type });
    }
    return { type: merged.type, data: merged.contradicts ? null : inferred.data };
  }

  #constant(weight: Weight): Inferred {
    const type = weightType(weight);
    if (weight.elements > MOST_DATA || weight.sparse !== null || !isReal(weight.dtype)) return { type, data: null };
    const { payload } = weight;
    const needed = packedBytes(weight.dtype, weight.elements);
    const values =
      payload.kind === 'inline' && payload.bytes.length >= needed
        ? decodeElements(weight.dtype, payload.bytes, weight.elements)
        : (this.options.constants?.(weight) ?? null);
    if (values !== null) return { type, data: Array.from<number | bigint, number>(values, Number) };
    return { type, data: weight.elements === 0 ? [] : null };
  }
}

type Outputs = readonly Inferred[] | Steps<readonly Inferred[]>;

/** The outputs of a node that holds graphs, once what was found in those is noted. */
function* recorded(
  { record }: TypeScope,
  { records }: NodeContext,
  outputs: Steps<readonly Inferred[]>,
): Steps<readonly Inferred[]> {
  const found = yield* outputs;
  for (const inner of records.values()) yield* record.add(inner);
  return found;
}

/** For a domain the model does not import: assume the rules of today. */
const LATEST = Number.MAX_SAFE_INTEGER;

function versions(opsets: Model['opsets']): ReadonlyMap<string, number> {
  return new Map(opsets.map(({ domain, version }) => [domain === 'ai.onnx' ? '' : domain, version]));
}

function isCallOf(node: Node, domain: string, known: ModelFunction): boolean {
  return (known.domain === 'ai.onnx' ? '' : known.domain) === domain && known.overload === node.overload;
}

/** Tells a node apart from itself in another call of its function. */
function pathOf({ call, graph }: TypeScope, node: Node): string {
  return `${call === null ? '' : `${call.path}>`}${graph.id} ${node.index}`;
}

function hasAttribute({ attributes }: Node, name: string): boolean {
  return attributes.some(attribute => attribute.name === name);
}
