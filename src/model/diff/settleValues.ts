import type { Steps } from '../steps';
import type { Pairing } from './pairing';
import { at, type DiffSide, row } from './side';

/** Nodes that only one model has and that still belong to what a layer gives: cast, scales, bias. */
const MOST_STEPS = 6;

/**
 * Integer operators give sums that become the layer's numbers only after nodes of their own (a cast, a product with the scales).
 * Pairs the values that have the same meaning: what the layer gives to others.
 */
export function* settleValues(pairing: Pairing): Steps<void> {
  const { a, b } = pairing;
  for (let node = 0; node < a.nodes.length; node++) {
    yield;
    const other = at(pairing.nodeOfA, node);
    if (other === -1) continue;
    const values = [row(a.outputs, node)[0] ?? -1, row(b.outputs, other)[0] ?? -1] as const;
    const isIntegerOfA = isInteger(a.nodes[node]?.op);
    const isIntegerOfB = isInteger(b.nodes[other]?.op);
    if (isIntegerOfA === isIntegerOfB || values[0] < 0 || values[1] < 0) continue;
    const given = isIntegerOfA
      ? ([givenBy(a, values[0], pairing.nodeOfA), values[1]] as const)
      : ([values[0], givenBy(b, values[1], pairing.nodeOfB)] as const);
    pairing.unpairValues(...values);
    pairing.pairValues(...given);
  }
}

function isInteger(op: string | undefined): boolean {
  return op === 'MatMulInteger' || op === 'ConvInteger';
}

function givenBy(side: DiffSide, start: number, paired: Int32Array): number {
  let value = start;
  for (let step = 0; step < MOST_STEPS; step++) {
    const readers = row(side.readers, value);
    const [reader] = readers;
    if (reader === undefined || readers.length > 1 || paired[reader] !== -1) return value;
    if (side.values[value]?.graph !== side.graphOf[reader]?.graph.id) return value;
    const next = row(side.outputs, reader)[0] ?? -1;
    if (next < 0) return value;
    value = next;
  }
  return value;
}
