import { NONE } from './hierarchy';
import type { PageGraph } from './pageGraph';

/** Operators that make a constant, and those that only convert one. */
const MAKERS = new Set(['Constant', 'ConstantOfShape']);
const CONVERTERS = new Set([
  'Cast',
  'DequantizeLinear',
  'Flatten',
  'Identity',
  'QuantizeLinear',
  'Reshape',
  'Squeeze',
  'Transpose',
  'Unsqueeze',
]);

/**
 * For each node that only hands on constants the consumer it is drawn with, `NONE` for all others. Constants that nobody in the
 * graph takes, or that leave it, stay what they are. What is converted for several stays too.
 */
export function attachedNodes(graph: PageGraph): Uint32Array {
  const order = constantNodes(graph);
  const attached = new Uint32Array(graph.nodes).fill(NONE);
  // Consumers come later in the order, so where they go is settled before.
  for (let i = order.length - 1; i >= 0; i--) {
    const node = order[i] ?? 0;
    const consumer = consumerOf(graph, node);
    if (consumer !== NONE) attached[node] = attached[consumer] === NONE ? consumer : (attached[consumer] ?? NONE);
  }
  return attached;
}

/** Nodes whose values are known from the file alone, each after those it takes from. */
function constantNodes({ page, nodes, inStart, outStart, outEdges }: PageGraph): readonly number[] {
  const isMaker = page.ops.map(op => MAKERS.has(op));
  const isConverter = page.ops.map(op => CONVERTERS.has(op));
  const holders = new Set(page.bodies.map(({ node }) => node));
  const waiting = new Uint32Array(nodes);
  const order: number[] = [];
  for (let v = 0; v < nodes; v++) {
    waiting[v] = (inStart[v + 1] ?? 0) - (inStart[v] ?? 0);
    const op = page.op[v] ?? 0;
    if (waiting[v] === 0 && (isMaker[op] || isConverter[op]) && !holders.has(v)) order.push(v);
  }
  for (let i = 0; i < order.length; i++) {
    const v = order[i] ?? 0;
    for (let k = outStart[v] ?? 0; k < (outStart[v + 1] ?? 0); k++) {
      const to = page.to[outEdges[k] ?? 0] ?? 0;
      if (to >= nodes || !isConverter[page.op[to] ?? 0] || holders.has(to)) continue;
      const left = (waiting[to] ?? 0) - 1;
      waiting[to] = left;
      if (left === 0) order.push(to);
    }
  }
  return order;
}

function consumerOf({ page, nodes, outStart, outEdges }: PageGraph, node: number): number {
  const isMaker = MAKERS.has(page.ops[page.op[node] ?? 0] ?? '');
  let first = NONE;
  for (let k = outStart[node] ?? 0; k < (outStart[node + 1] ?? 0); k++) {
    const to = page.to[outEdges[k] ?? 0] ?? 0;
    if (to >= nodes) return NONE;
    if (first === NONE) first = to;
    else if (first !== to && !isMaker) return NONE;
  }
  return first;
}
