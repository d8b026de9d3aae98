import type { Graph } from '../../model/model';
import type { Steps } from '../../model/steps';
import { type Amount, ZERO } from '../../shared/amount';
import type { Activations } from './activations';
import { largestStepwise } from './compareAmounts';
import { executionOrder } from './executionOrder';
import { type Figure, total } from './figure';
import { RunningAmount } from './runningAmount';

/** Memory of one run of a graph. */
export interface Liveness {
  /** Bytes alive while each node runs, by node index; unknown while a value of unknown size is alive. */
  readonly live: readonly Figure[];
  readonly peak: Peak;
}

/** The most bytes alive at once, values of unknown size left out. */
export interface Peak {
  readonly bytes: Amount;
  /** Index of the node, `null` in a graph without nodes. */
  readonly node: number | null;
  readonly isDecided: boolean;
  /** Values of unknown size, those of nested graphs included. */
  readonly unknownValues: number;
}

export const NO_PEAK: Peak = { bytes: ZERO, node: null, isDecided: true, unknownValues: 0 };

/**
 * Activations that are alive at each node: from the node that makes them to the last that takes them, or the end for
 * outputs; inputs from the start. Constants do not count.
 * @param nested what the graphs that a node holds need at most
 * @param withoutEnds leaves inputs and outputs out, for a function, whose caller has them
 */
export function* liveness(
  graph: Graph,
  activations: Activations,
  nested: (node: number) => Peak,
  withoutEnds: boolean,
): Steps<Liveness> {
  const inputs = activations.numbers(graph.inputs.map(({ name }) => name));
  const outputs = activations.numbers(graph.outputs.map(({ name }) => name));
  const order = yield* executionOrder(activations);
  const last = yield* lastUses(activations, order, outputs);
  const alive = new Alive(activations, withoutEnds ? [...inputs, ...outputs] : []);
  for (const value of inputs) if ((last[value] ?? NEVER) !== NEVER) alive.begin(value);
  const start = alive.known();
  const live = new Array<Figure>(graph.nodes.length).fill(null);
  const sums: Amount[] = [];
  let nestedUnknown = 0;
  for (const [position, node] of order.entries()) {
    const made = activations.made[node] ?? [];
    for (const value of made) alive.begin(value);
    const inner = nested(node);
    nestedUnknown += inner.unknownValues;
    live[node] = inner.unknownValues > 0 ? null : plus(alive.figure(), inner.bytes);
    sums.push(plus(alive.known(), inner.bytes) ?? ZERO);
    for (const value of activations.taken[node] ?? []) if (last[value] === position) alive.end(value);
    for (const value of made) if ((last[value] ?? NEVER) <= position) alive.end(value);
    yield;
  }
  const { at, isDecided } = yield* largestStepwise(sums);
  const peak = {
    bytes: at === null ? start : (sums[at] ?? start),
    node: at === null ? null : (order[at] ?? null),
    isDecided,
    unknownValues: alive.unknownValues + nestedUnknown,
  };
  return { live, peak };
}

const NEVER = -1;

/** Position in the order of the last node that takes each value; beyond the end for outputs. */
function* lastUses(
  { bytes, taken }: Activations,
  order: readonly number[],
  outputs: readonly number[],
): Steps<Int32Array> {
  const last = new Int32Array(bytes.length).fill(NEVER);
  for (const [position, node] of order.entries()) {
    for (const value of taken[node] ?? []) last[value] = position;
    yield;
  }
  for (const value of outputs) last[value] = order.length;
  return last;
}

function plus(around: Figure, inner: Amount): Figure {
  return inner.length === 0 ? around : total(around, inner);
}

/** The values that are alive at the moment. */
class Alive {
  readonly #sum = new RunningAmount();
  readonly #isAlive: Uint8Array;
  readonly #leftOut: ReadonlySet<number>;
  #unknown = 0;

  constructor(
    private readonly activations: Activations,
    leftOut: readonly number[],
  ) {
    this.#isAlive = new Uint8Array(activations.bytes.length);
    this.#leftOut = new Set(leftOut);
  }

  /** All values of unknown size so far, and terms that are left out because they are too many. */
  get unknownValues(): number {
    return this.#unknown + this.#sum.mostOmitted;
  }

  begin(value: number): void {
    if (this.#isAlive[value] === 1 || this.activations.isOwn[value] !== true || this.#leftOut.has(value)) return;
    this.#isAlive[value] = 1;
    const bytes = this.activations.bytes[value] ?? null;
    if (bytes === null) this.#unknown += 1;
    this.#sum.add(bytes);
  }

  end(value: number): void {
    if (this.#isAlive[value] !== 1) return;
    this.#isAlive[value] = 0;
    this.#sum.remove(this.activations.bytes[value] ?? null);
  }

  figure(): Figure {
    return this.#sum.figure();
  }

  known(): Amount {
    return this.#sum.known();
  }
}
