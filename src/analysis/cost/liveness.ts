import type { Graph } from '../../model/model';
import type { ModelIndex } from '../../model/modelIndex';
import type { Steps } from '../../model/steps';
import { type Amount, ZERO } from '../../shared/amount';
import { largestOf } from './compareAmounts';
import { executionOrder, valuesTaken } from './executionOrder';
import { type Figure, total } from './figure';
import { RunningAmount } from './runningAmount';

/** Memory of one run of a graph. Sums leave out values of unknown size. */
export interface Liveness {
  /** Bytes alive while each node runs, by node index; unknown while a value of unknown size is alive. */
  readonly live: readonly Figure[];
  readonly peak: Peak;
  /** The peak without the graph's inputs and outputs, which belong to whoever calls it. */
  readonly ownPeak: Peak;
}

export interface Peak {
  readonly bytes: Amount;
  /** Index of the node, `null` in a graph without nodes. */
  readonly node: number | null;
  readonly isDecided: boolean;
  /** Values of unknown size, those of nested graphs included. */
  readonly unknownValues: number;
}

export const NO_PEAK: Peak = { bytes: ZERO, node: null, isDecided: true, unknownValues: 0 };

interface Facts {
  readonly index: ModelIndex;
  /** Bytes of a value of the graph; `undefined` for constants and values of other graphs. */
  bytes(name: string): Figure | undefined;
  /** What the graphs that a node holds need at most. */
  nested(node: number): Peak;
}

/**
 * Activations that are alive at each node: from the node that makes them to the last that takes them, or the end for
 * outputs; inputs from the start. Constants do not count.
 */
export function* liveness(graph: Graph, { index, bytes, nested }: Facts): Steps<Liveness> {
  const taken = yield* valuesTaken(index, graph);
  const order = yield* executionOrder(graph, index.get(graph.id)?.producers ?? new Map(), taken);
  const lastUse = yield* lastUses(order, taken);
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const ends = new Set([...outputs, ...graph.inputs.map(({ name }) => name)]);
  const all = new RunningAmount();
  const own = new RunningAmount();
  const alive = new Set<string>();
  let unknownValues = 0;
  let omitted = 0;
  const begin = (name: string): void => {
    const size = alive.has(name) || name === '' ? undefined : bytes(name);
    if (size === undefined) return;
    alive.add(name);
    if (size === null) unknownValues += 1;
    all.add(size);
    if (!ends.has(name)) own.add(size);
  };
  const end = (name: string): void => {
    const size = alive.delete(name) ? bytes(name) : undefined;
    if (size === undefined) return;
    all.remove(size);
    if (!ends.has(name)) own.remove(size);
  };
  for (const { name } of graph.inputs) if (lastUse.has(name) || outputs.has(name)) begin(name);
  const start = all.known();
  const live = new Array<Figure>(graph.nodes.length).fill(null);
  const sums: Amount[] = [];
  const ownSums: Amount[] = [];
  for (const [position, at] of order.entries()) {
    const node = graph.nodes[at];
    if (node === undefined) continue;
    for (const name of node.outputs) begin(name);
    const inner = nested(at);
    unknownValues += inner.unknownValues;
    omitted = Math.max(omitted, all.omitted);
    live[at] = inner.unknownValues === 0 ? total(all.figure(), inner.bytes) : null;
    sums.push(total(all.known(), inner.bytes) ?? ZERO);
    ownSums.push(total(own.known(), inner.bytes) ?? ZERO);
    for (const name of taken[at] ?? []) if (!outputs.has(name) && lastUse.get(name) === position) end(name);
    for (const name of node.outputs) if (!outputs.has(name) && (lastUse.get(name) ?? position) <= position) end(name);
    yield;
  }
  const peakOf = (amounts: readonly Amount[], otherwise: Amount): Peak => {
    const { at, isDecided } = largestOf(amounts);
    const bytes = at === null ? otherwise : (amounts[at] ?? otherwise);
    return { bytes, node: at === null ? null : (order[at] ?? null), isDecided, unknownValues: unknownValues + omitted };
  };
  return { live, peak: peakOf(sums, start), ownPeak: peakOf(ownSums, ZERO) };
}

/** Position in the order of the last node that takes each value. */
function* lastUses(
  order: readonly number[],
  taken: readonly (readonly string[])[],
): Steps<ReadonlyMap<string, number>> {
  const last = new Map<string, number>();
  for (const [position, at] of order.entries()) {
    for (const name of taken[at] ?? []) last.set(name, position);
    yield;
  }
  return last;
}
