import type { HeldBody } from '../shared/protocol/editor';
import { subgraphs } from './attributes';
import { CalledFunctions } from './calledFunctions';
import type { Graph, Model, Node } from './model';
import type { Steps } from './steps';

/** The names in a node that enter and leave a graph it holds: for each input and output of the graph; `''` when there is none. */
interface Bindings {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

type Binding = (node: Node, body: Graph) => Bindings;

const byPosition: Binding = ({ inputs, outputs }) => ({ inputs, outputs });

/** Loop: `M, condition, carried…` enter a body of `iteration, condition, carried…`; of `condition, carried…, scanned…` all but the first leave. */
const loop: Binding = ({ inputs, outputs }) => ({ inputs: ['', ...inputs.slice(1)], outputs: ['', ...outputs] });

/** Scan: states and sequences by position. Before opset 9 the lengths of the sequences came first. */
const scan: Binding = ({ inputs, outputs }, body) => ({
  inputs: inputs.length === body.inputs.length + 1 ? inputs.slice(1) : inputs,
  outputs,
});

/** How graphs hang on the operators of the standard that hold some. What others do with theirs is unknown. */
const BINDINGS: ReadonlyMap<string, Binding> = new Map<string, Binding>([
  ['If', ({ outputs }) => ({ inputs: [], outputs })],
  ['Loop', loop],
  ['Scan', scan],
  ['SequenceMap', byPosition],
]);

const UNKNOWN: Bindings = { inputs: [], outputs: [] };

/**
 * Graphs that the nodes of a graph hold, and functions that they call.
 * @param numberOf index of a value among the edges' values, -1 when it is on no edge
 */
export function* heldBodies(model: Model, graph: Graph, numberOf: (value: string) => number): Steps<HeldBody[]> {
  const functions = new CalledFunctions(model);
  const found: HeldBody[] = [];
  const add = (node: Node, title: string, kind: HeldBody['kind'], body: Graph, { inputs, outputs }: Bindings): void => {
    const free: number[] = [];
    for (const [i, { name }] of body.inputs.entries()) {
      if (!body.initializers.has(name)) free.push(numberOf(inputs[i] ?? ''));
    }
    found.push({
      node: node.index,
      title,
      kind,
      graph: body.id,
      inputs: Int32Array.from(free),
      outputs: Int32Array.from(body.outputs, (_, i) => numberOf(outputs[i] ?? '')),
    });
  };
  for (const node of graph.nodes) {
    yield;
    const called = functions.of(node);
    if (called !== undefined) add(node, called.name, 'function', called.graph, byPosition(node, called.graph));
    const isStandard = node.domain === '' || node.domain === 'ai.onnx';
    const binding = isStandard ? BINDINGS.get(node.op) : undefined;
    for (const { attribute, graph: body } of subgraphs(node)) {
      add(node, attribute.name, 'subgraph', body, binding?.(node, body) ?? UNKNOWN);
    }
  }
  return found;
}
