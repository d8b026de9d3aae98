import type { Steps } from '../steps';
import { isConversion } from './operatorFamilies';
import type { Pairing } from './pairing';
import { at, type DiffSide, row, type SideGraph } from './side';

/** Whether two free nodes beside a pair may be one. */
export type IsAlike = (a: number, b: number) => boolean;

export interface Neighbourhood {
  readonly a: SideGraph;
  readonly b: SideGraph;
  readonly isAlike: IsAlike;
  /** Looks past conversions that only one of the models may have. */
  readonly pastConversions: boolean;
}

/** Readers of a value that are compared each with each at most; of more, only those in the same order. */
const MOST_READERS = 16;

/** Readers of one value that are looked at. */
const MOST_FOUND = 65_536;

/** Conversions in a row that are looked past. */
const LONGEST_CHAIN = 6;

/** Spreads from all pairs of a graph to what feeds them and what reads them, for as long as neighbours are alike. */
export function* pairNeighbours(
  pairing: Pairing,
  around: Neighbourhood,
  ends: readonly (readonly [a: number, b: number])[],
): Steps<void> {
  const waiting: number[] = [];
  const found = (a: number, b: number): void => {
    pairing.pair(a, b);
    waiting.push(a);
  };
  for (let node = around.a.first; node < around.a.end; node++) if (pairing.nodeOfA[node] !== -1) waiting.push(node);
  for (const [a, b] of ends) {
    pairMakers(pairing, around, a, b, found);
    yield* pairReaders(pairing, around, a, b, found);
  }
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield;
    const other = at(pairing.nodeOfA, node);
    const inputs = row(pairing.b.inputs, other);
    for (const [position, value] of row(pairing.a.inputs, node).entries()) {
      pairMakers(pairing, around, value, inputs[position] ?? -1, found);
    }
    const outputs = row(pairing.b.outputs, other);
    for (const [slot, value] of row(pairing.a.outputs, node).entries()) {
      yield* pairReaders(pairing, around, value, outputs[slot] ?? -1, found);
    }
  }
}

type Found = (a: number, b: number) => void;

/** Pairs the nodes that make two values which stand in the same place. */
function pairMakers(pairing: Pairing, around: Neighbourhood, a: number, b: number, found: Found): void {
  const one = makerOf(pairing.a, around.a, a, around.pastConversions, pairing.nodeOfA);
  const other = makerOf(pairing.b, around.b, b, around.pastConversions, pairing.nodeOfB);
  if (one === null || other === null || one.slot !== other.slot) return;
  if (pairing.isFree(one.node, other.node) && around.isAlike(one.node, other.node)) found(one.node, other.node);
}

function makerOf(
  side: DiffSide,
  graph: SideGraph,
  start: number,
  pastConversions: boolean,
  paired: Int32Array,
): { readonly node: number; readonly slot: number } | null {
  let value = start;
  for (let step = 0; step < LONGEST_CHAIN; step++) {
    const known = side.values[value];
    if (known === undefined || known.producer < graph.first || known.producer >= graph.end) return null;
    const isPassed =
      pastConversions && paired[known.producer] === -1 && isConversion(side.nodes[known.producer]?.op ?? '');
    if (!isPassed) return { node: known.producer, slot: known.slot };
    value = row(side.inputs, known.producer)[0] ?? -1;
  }
  return null;
}

interface Reader {
  readonly node: number;
  readonly position: number;
}

/** Pairs free nodes that read two equal values at the same position: alike ones, in order. */
function* pairReaders(pairing: Pairing, around: Neighbourhood, a: number, b: number, found: Found): Steps<void> {
  if (a < 0 || b < 0) return;
  const others = freeReaders(pairing.b, around.b, b, around.pastConversions, pairing.nodeOfB);
  if (others.length === 0) return;
  const ones = freeReaders(pairing.a, around.a, a, around.pastConversions, pairing.nodeOfA);
  for (const [place, one] of ones.entries()) {
    yield;
    const near = others.length <= MOST_READERS ? others : others.slice(Math.max(0, place - 8), place + 8);
    const other = near.find(
      each =>
        each.position === one.position && pairing.isFree(one.node, each.node) && around.isAlike(one.node, each.node),
    );
    if (other !== undefined) found(one.node, other.node);
  }
}

function freeReaders(
  side: DiffSide,
  graph: SideGraph,
  value: number,
  pastConversions: boolean,
  paired: Int32Array,
): readonly Reader[] {
  const found: Reader[] = [];
  const waiting = [{ value, steps: 0 }];
  for (let next = waiting.pop(); next !== undefined && found.length < MOST_FOUND; next = waiting.pop()) {
    const { start, items } = side.readers;
    for (let i = at(start, next.value); i < at(start, next.value + 1); i++) {
      const node = at(items, i);
      if (node < graph.first || node >= graph.end || paired[node] !== -1) continue;
      const isPassed = pastConversions && next.steps < LONGEST_CHAIN && isConversion(side.nodes[node]?.op ?? '');
      const made = isPassed ? (row(side.outputs, node)[0] ?? -1) : -1;
      if (made >= 0) waiting.push({ value: made, steps: next.steps + 1 });
      else found.push({ node, position: at(side.positions, i) });
    }
  }
  return found;
}
