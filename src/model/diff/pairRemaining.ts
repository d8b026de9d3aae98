import type { Steps } from '../steps';
import { longestRun } from './longestRun';
import { groupByKey, pairRow } from './pairByKey';
import type { Pairing } from './pairing';
import { isSameFamily } from './pairNamed';
import { at, type SideGraph } from './side';

/** What nodes must have in common to be paired by their place; `null` leaves a node out. */
type KeyOf = (node: number) => number | null;

/**
 * Pairs nodes that nothing else told apart: between two neighbouring pairs that stand in the same order in both graphs, alike
 * nodes are paired in their order.
 */
export function* pairInGaps(
  pairing: Pairing,
  a: SideGraph,
  b: SideGraph,
  keys: { readonly a: KeyOf; readonly b: KeyOf },
): Steps<void> {
  const paired: number[] = [];
  for (let node = a.first; node < a.end; node++) if (pairing.nodeOfA[node] !== -1) paired.push(node);
  const anchors = longestRun(paired.map(node => at(pairing.nodeOfA, node))).map(place => paired[place] as number);
  let from = a.first;
  let fromOther = b.first;
  for (const anchor of [...anchors, a.end]) {
    const to = anchor;
    const toOther = anchor === a.end ? b.end : at(pairing.nodeOfA, anchor);
    if (to > from && toOther > fromOther) {
      const nodes = { a: numbers(from, to), b: numbers(fromOther, toOther) };
      const groups = yield* groupByKey(pairing, nodes, keys.a, keys.b);
      for (const { a: ones, b: others } of groups.values()) yield* pairRow(pairing, ones, others);
      yield* pairSingles(pairing, keys, [from, to], [fromOther, toOther]);
    }
    from = to + 1;
    fromOther = toOther + 1;
  }
}

/** A gap with one node on each side that do the same kind of work holds one changed node. */
function* pairSingles(
  pairing: Pairing,
  keys: { readonly a: KeyOf; readonly b: KeyOf },
  ones: readonly [number, number],
  others: readonly [number, number],
): Steps<void> {
  const a = onlyFree(pairing.nodeOfA, keys.a, ones);
  const b = onlyFree(pairing.nodeOfB, keys.b, others);
  yield;
  if (a !== null && b !== null && isSameFamily(pairing, a, b)) pairing.pair(a, b);
}

/** The one free node of a range that has a key, `null` when there is none or more. */
function onlyFree(paired: Int32Array, keyOf: KeyOf, [from, to]: readonly [number, number]): number | null {
  let found: number | null = null;
  for (let node = from; node < to; node++) {
    if (paired[node] !== -1 || keyOf(node) === null) continue;
    if (found !== null) return null;
    found = node;
  }
  return found;
}

function numbers(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
