import { graphAttribute, intAttribute, intsAttribute, subgraphs } from '../../model/attributes';
import { CalledFunctions } from '../../model/calledFunctions';
import type { Graph, Model, ModelFunction, Node } from '../../model/model';
import { plainAmount } from '../../shared/amount';
import { amountOf } from '../symbolic/amounts';
import { namedAtom } from '../symbolic/printing';
import type { Figure } from './figure';
import { product } from './figure';
import { type NodeFacts, smallNumbers } from './nodeContext';

/** A graph that a node runs, and how often in one run of the node; `null` when that is not known. */
export interface Body {
  readonly graph: Graph;
  readonly times: Figure;
}

/** What a node runs besides itself. */
export interface Held {
  /** `either` runs the dearer of its bodies, `call` a function, `all` each as often as it says. */
  readonly kind: 'either' | 'all' | 'call';
  readonly bodies: readonly Body[];
  /** Why a number of runs is not known. */
  readonly reason: string;
}

const ONCE = plainAmount(1);

/** Functions of a model by what calls them. */
export class Functions {
  readonly graphs: ReadonlySet<Graph>;
  readonly #calls: CalledFunctions;

  constructor(model: Model) {
    this.graphs = new Set(model.functions.map(({ graph }) => graph));
    this.#calls = new CalledFunctions(model);
  }

  called(node: Node): ModelFunction | undefined {
    return this.#calls.of(node);
  }

  /** What a function calls, directly or not, without itself. */
  reachableFrom(start: ModelFunction): readonly ModelFunction[] {
    const found = new Set([start]);
    const waiting = [start.graph];
    for (let graph = waiting.pop(); graph !== undefined; graph = waiting.pop()) {
      for (const node of graph.nodes) {
        for (const inner of subgraphs(node)) waiting.push(inner.graph);
        const called = this.called(node);
        if (called === undefined || found.has(called)) continue;
        found.add(called);
        waiting.push(called.graph);
      }
    }
    found.delete(start);
    return [...found];
  }
}

/** The name under which the unknown number of a loop's runs is an open size. */
export function runsOf(graph: string, node: Node): string {
  const where = graph === 'main' ? '' : ` in ${graph}`;
  return `runs of ${node.name === '' ? node.op : node.name} #${node.index}${where}`;
}

/** The graphs that a node runs, `null` for most nodes. */
export function heldBy(
  functions: Functions,
  graph: string,
  node: Node,
  facts: NodeFacts,
  sizes: ReadonlyMap<string, number>,
): Held | null {
  const called = functions.called(node);
  if (called !== undefined) return { kind: 'call', bodies: [{ graph: called.graph, times: ONCE }], reason: '' };
  const nested = subgraphs(node);
  if (nested.length === 0) return null;
  const isStandard = node.domain === '' || node.domain === 'ai.onnx';
  const body = graphAttribute(node, 'body');
  switch (isStandard ? node.op : '') {
    case 'If':
      return branches(node, facts);
    case 'Loop':
      return body === null
        ? null
        : { kind: 'all', bodies: [{ graph: body, times: loopRuns(graph, node, body, facts, sizes) }], reason: '' };
    case 'Scan': {
      const times = body === null ? null : scanRuns(node, facts);
      const reason = 'how long the scanned sequences are is not known';
      return body === null ? null : { kind: 'all', bodies: [{ graph: body, times }], reason };
    }
    default: {
      const bodies = nested.map(({ graph: inner }) => ({ graph: inner, times: null }));
      return { kind: 'all', bodies, reason: `how often ${node.op} runs its graphs is not known` };
    }
  }
}

/** A constant condition leaves one branch. */
function branches(node: Node, facts: NodeFacts): Held {
  const condition = numbersOf(facts, node.inputs[0])?.[0];
  const names =
    condition === undefined ? ['then_branch', 'else_branch'] : [condition === 0 ? 'else_branch' : 'then_branch'];
  const graphs = names.map(name => graphAttribute(node, name)).filter(graph => graph !== null);
  return { kind: 'either', bodies: graphs.map(graph => ({ graph, times: ONCE })), reason: '' };
}

/** The trip count when nothing else ends the loop; what its stacked outputs tell; else an open size of its own. */
function loopRuns(
  graph: string,
  node: Node,
  body: Graph,
  facts: NodeFacts,
  sizes: ReadonlyMap<string, number>,
): Figure {
  const canStop = stopsEarly(node, body, facts);
  const count = numbersOf(facts, node.inputs[0])?.[0];
  if (!canStop && count !== undefined && count >= 0) return plainAmount(count);
  const carried = Math.max(0, node.inputs.length - 2);
  for (const name of canStop ? [] : node.outputs.slice(carried)) {
    const type = name === '' ? null : facts.type(name);
    const [steps] = type?.kind === 'tensor' ? (type.shape ?? []) : [];
    const known = steps === undefined || steps === null ? null : amountOf([steps]);
    if (known !== null) return known;
  }
  const name = runsOf(graph, node);
  const size = sizes.get(name);
  return size === undefined ? [{ factor: 1, of: namedAtom(name).text }] : plainAmount(size);
}

/** Whether a condition may end the loop before its count. */
function stopsEarly(node: Node, body: Graph, facts: NodeFacts): boolean {
  const first = node.inputs[1] ?? '';
  if (first !== '' && numbersOf(facts, first)?.[0] !== 1) return true;
  const condition = body.inputs[1]?.name;
  const result = body.outputs[0]?.name;
  if (condition === undefined || result === undefined || result === condition) return false;
  const producer = body.nodes.find(({ outputs }) => outputs.includes(result));
  if (producer?.op === 'Identity' && producer.inputs[0] === condition) return false;
  const constant = body.initializers.get(result);
  return constant === undefined || smallNumbers(constant)?.[0] !== 1;
}

function scanRuns(node: Node, facts: NodeFacts): Figure {
  const sequences = intAttribute(node, 'num_scan_inputs', 0);
  const axes = intsAttribute(node, 'scan_input_axes', []);
  const first = node.inputs.length - sequences;
  for (const [i, name] of node.inputs.slice(Math.max(0, first)).entries()) {
    const type = facts.type(name);
    const size = type?.kind === 'tensor' ? type.shape?.at(axes[i] ?? 0) : undefined;
    const known = size === undefined || size === null ? null : amountOf([size]);
    if (known !== null) return product(known);
  }
  return null;
}

function numbersOf(facts: NodeFacts, name: string | undefined): readonly number[] | null {
  const weight = name === undefined || name === '' ? null : facts.constant(name);
  return weight === null ? null : smallNumbers(weight);
}
