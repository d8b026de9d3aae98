import { packedBytes } from '../../model/dtype';
import { decodeElements, type NumericArray } from '../../model/elements';
import type { Attribute, Dimension, Graph, Model, ModelFunction, Node, ValueType, Weight } from '../../model/model';
import { finish, type Steps } from '../../model/steps';
import type { ModelTypes } from '../../model/valueTypes';
import { weightType } from '../../model/valueTypes';
import { LARGEST_RANK } from './dimensions';
import { commonType, mergeTypes } from './mergeTypes';
import { type Inferred, MOST_DATA, type RuleContext, UNKNOWN } from './rule';
import { ruleFor } from './rules';

export interface InferenceOptions {
  /** Sizes for named dimensions, wherever the names are declared. */
  readonly dimensions?: ReadonlyMap<string, number>;
  /** Types of the main graph's inputs that replace the declared ones. Declared types of other values then only fill gaps. */
  readonly inputs?: ReadonlyMap<string, ValueType>;
  /** Elements of constants that are not kept in the model, when the caller has read them. */
  readonly constants?: (weight: Weight) => NumericArray | null;
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
}

/**
 * Types of every value of every graph that can be told: element types and shapes, named sizes kept. Functions are typed
 * at their calls; what differs between calls is unknown. Values of unknown operators have no entry. Never throws on
 * what a file says.
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

/** Functions that call functions multiply work; a file gets this many node visits for each node it has. */
const VISITS_PER_NODE = 16;
const FREE_VISITS = 20_000;

interface Scope {
  readonly graph: Graph;
  readonly values: Map<string, Inferred>;
  readonly parent: Scope | null;
  readonly opsets: ReadonlyMap<string, number>;
  readonly depth: number;
  /** Declared types of the graph's outputs. */
  readonly outputs: ReadonlyMap<string, ValueType | null>;
}

class Inference implements InferredTypes {
  readonly types = new Map<string, Map<string, ValueType>>();
  readonly contradictions: TypeContradiction[] = [];
  readonly #functions: ReadonlyMap<string, ModelFunction>;
  readonly #typed = new Set<string>();
  #visits: number;

  constructor(
    private readonly model: Model,
    private readonly options: InferenceOptions,
  ) {
    this.#functions = new Map(
      model.functions.map(known => [functionKey(known.domain, known.name, known.overload), known]),
    );
    const nodes = model.functions.reduce((sum, { graph }) => sum + graph.nodes.length, model.graph.nodes.length);
    this.#visits = FREE_VISITS + VISITS_PER_NODE * nodes;
  }

  *run(): Steps<void> {
    const opsets = versions(this.model.opsets);
    yield* this.#infer(this.model.graph, null, opsets, []);
    for (const { initialization, algorithm } of this.model.training) {
      if (initialization !== null) yield* this.#infer(initialization, null, opsets, []);
      if (algorithm !== null) yield* this.#infer(algorithm, null, opsets, []);
    }
  }

  /** Types a graph. Returns what is known of its outputs. */
  *#infer(
    graph: Graph,
    parent: Scope | null,
    opsets: ReadonlyMap<string, number>,
    inputs: readonly Inferred[],
    args: readonly Attribute[] | null = null,
  ): Steps<readonly Inferred[]> {
    const scope = yield* this.#open(graph, parent, opsets, inputs);
    for (const node of graph.nodes) {
      yield* this.#visit(scope, args === null ? node : withArguments(node, args));
      yield;
    }
    yield* this.#close(scope);
    return graph.outputs.map(({ name }) => lookUp(scope, name));
  }

  *#inferNested(graph: Graph, parent: Scope, inputs: readonly Inferred[]): Steps<readonly Inferred[]> {
    return parent.depth >= DEEPEST ? [] : yield* this.#infer(graph, parent, parent.opsets, inputs);
  }

  *#call(known: ModelFunction, scope: Scope, node: Node): Steps<readonly Inferred[]> {
    if (scope.depth >= DEEPEST) return [];
    const inputs = node.inputs.map(name => lookUp(scope, name));
    const caller = { ...scope, values: new Map<string, Inferred>(), parent: null };
    return yield* this.#infer(known.graph, caller, versions(known.opsets), inputs, node.attributes);
  }

  *#open(
    graph: Graph,
    parent: Scope | null,
    opsets: ReadonlyMap<string, number>,
    inputs: readonly Inferred[],
  ): Steps<Scope> {
    const values = new Map<string, Inferred>();
    const replaced = graph === this.model.graph ? this.options.inputs : undefined;
    graph.inputs.forEach(({ name, type }, position) => {
      const declared = this.#withSizes(type);
      const given = inputs[position];
      const merged = mergeTypes(replaced?.get(name) ?? given?.type ?? null, declared);
      values.set(name, { type: merged.type, data: given?.data ?? null });
    });
    for (const [name, weight] of graph.initializers) {
      values.set(name, this.#constant(weight));
      yield;
    }
    const outputs = new Map(graph.outputs.map(({ name, type }) => [name, type]));
    return { graph, values, parent, opsets, depth: (parent?.depth ?? 0) + 1, outputs };
  }

  *#visit(scope: Scope, node: Node): Steps<void> {
    this.#visits -= 1;
    const outputs = this.#visits < 0 ? [] : yield* this.#outputsOf(scope, node);
    node.outputs.forEach((name, i) => {
      if (name !== '') scope.values.set(name, this.#reconcile(scope, name, outputs[i] ?? UNKNOWN));
    });
  }

  *#outputsOf(scope: Scope, node: Node): Steps<readonly Inferred[]> {
    const domain = node.domain === 'ai.onnx' ? '' : node.domain;
    const known =
      this.#functions.size === 0 ? undefined : this.#functions.get(functionKey(node.domain, node.op, node.overload));
    if (known !== undefined) return yield* this.#call(known, scope, node);
    const rule = ruleFor(domain, node.op);
    if (rule === undefined) return [];
    const outputs = rule(this.#context(scope, node, scope.opsets.get(domain) ?? LATEST));
    return 'next' in outputs ? yield* outputs : outputs;
  }

  #context(scope: Scope, node: Node, opset: number): RuleContext {
    const inputs = node.inputs.map(name => lookUp(scope, name));
    const type = (i: number): ValueType | null => inputs[i]?.type ?? null;
    const tensorType = (i: number) => {
      const found = type(i);
      return found !== null && (found.kind === 'tensor' || found.kind === 'sparse') ? found : null;
    };
    const data = (i: number): readonly Dimension[] | null => inputs[i]?.data ?? null;
    return {
      node,
      opset,
      has: i => (node.inputs[i] ?? '') !== '',
      type,
      dtype: i => tensorType(i)?.dtype ?? null,
      shape: i => {
        const shape = tensorType(i)?.shape ?? null;
        return shape !== null && shape.length <= LARGEST_RANK ? shape : null;
      },
      data,
      numbers: i => {
        const known = data(i);
        return known?.every(element => typeof element === 'number') === true ? known : null;
      },
      infer: (graph, given) => this.#inferNested(graph, scope, given),
      constant: weight => this.#constant(weight),
    };
  }

  /** Compares with the declared type. Declared types count, unless the inputs they were declared for were replaced. */
  #reconcile({ graph, outputs }: Scope, name: string, inferred: Inferred): Inferred {
    const declared = this.#withSizes(graph.values.get(name)?.type ?? outputs.get(name) ?? null);
    if (declared === null) return inferred;
    const isReplaced = this.options.inputs !== undefined;
    const merged = isReplaced ? mergeTypes(inferred.type, declared) : mergeTypes(declared, inferred.type);
    if (merged.contradicts && inferred.type !== null) {
      this.contradictions.push({ graph: graph.id, value: name, declared, inferred: inferred.type });
    }
    return { type: merged.type, data: merged.contradicts ? null : inferred.data };
  }

  #constant(weight: Weight): Inferred {
    const type = weightType(weight);
    if (weight.elements > MOST_DATA || weight.sparse !== null) return { type, data: null };
    if (weight.dtype === 'string' || weight.dtype.startsWith('complex')) return { type, data: null };
    const { payload } = weight;
    const needed = packedBytes(weight.dtype, weight.elements);
    const values =
      payload.kind === 'inline' && payload.bytes.length >= needed
        ? decodeElements(weight.dtype, payload.bytes, weight.elements)
        : (this.options.constants?.(weight) ?? null);
    if (values !== null) return { type, data: Array.from<number | bigint, number>(values, Number) };
    return { type, data: weight.elements === 0 ? [] : null };
  }

  #withSizes(type: ValueType | null): ValueType | null {
    const sizes = this.options.dimensions;
    if (type === null || sizes === undefined || sizes.size === 0) return type;
    if (type.kind === 'sequence' || type.kind === 'optional') return { kind: type.kind, of: this.#withSizes(type.of) };
    if ((type.kind !== 'tensor' && type.kind !== 'sparse') || type.shape === null) return type;
    return { ...type, shape: type.shape.map(size => (typeof size === 'string' ? (sizes.get(size) ?? size) : size)) };
  }

  /** Keeps what a pass over a graph found; a second pass keeps what is true of both. */
  *#close({ graph, values }: Scope): Steps<void> {
    const isFirst = !this.#typed.has(graph.id);
    const known = this.types.get(graph.id) ?? new Map<string, ValueType>();
    for (const [name, { type }] of values) {
      const kept = isFirst ? type : commonType(known.get(name) ?? null, type);
      if (kept === null) known.delete(name);
      else known.set(name, kept);
      yield;
    }
    this.#typed.add(graph.id);
    this.types.set(graph.id, known);
  }
}

/** For a domain the model does not import: assume the rules of today. */
const LATEST = Number.MAX_SAFE_INTEGER;

function versions(opsets: Model['opsets']): ReadonlyMap<string, number> {
  return new Map(opsets.map(({ domain, version }) => [domain === 'ai.onnx' ? '' : domain, version]));
}

function functionKey(domain: string, name: string, overload: string): string {
  return `${domain}\n${name}\n${overload}`;
}

function lookUp(scope: Scope, name: string): Inferred {
  if (name === '') return UNKNOWN;
  for (let at: Scope | null = scope; at !== null; at = at.parent) {
    const found = at.values.get(name);
    if (found !== undefined) return found;
  }
  return UNKNOWN;
}

/** A function's node with attribute references filled in from the call. */
function withArguments(node: Node, given: readonly Attribute[]): Node {
  if (!node.attributes.some(({ value }) => value.kind === 'reference')) return node;
  const attributes = node.attributes.flatMap(attribute => {
    if (attribute.value.kind !== 'reference') return [attribute];
    const { value: wanted } = attribute.value;
    const value = given.find(({ name }) => name === wanted)?.value;
    return value === undefined ? [] : [{ ...attribute, value }];
  });
  return { ...node, attributes };
}
