import type { Steps } from '../steps';
import type { Pairing } from './pairing';

/** Nodes of both sides that share a key. */
export interface KeyGroup {
  readonly a: number[];
  readonly b: number[];
}

/** Free nodes of both sides by key, in order. A key of `null` leaves a node out. */
export function* groupByKey<K>(
  pairing: Pairing,
  nodes: { readonly a: Iterable<number>; readonly b: Iterable<number> },
  keyOfA: (node: number) => K | null,
  keyOfB: (node: number) => K | null,
): Steps<ReadonlyMap<K, KeyGroup>> {
  const groups = new Map<K, KeyGroup>();
  for (const a of nodes.a) {
    yield;
    const key = pairing.nodeOfA[a] === -1 ? keyOfA(a) : null;
    if (key === null) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { a: [a], b: [] });
    else group.a.push(a);
  }
  for (const b of nodes.b) {
    yield;
    const key = pairing.nodeOfB[b] === -1 ? keyOfB(b) : null;
    if (key !== null) groups.get(key)?.b.push(b);
  }
  return groups;
}

/** Pairs nodes whose key occurs once on each side. */
export function* pairUnique<K>(pairing: Pairing, groups: ReadonlyMap<K, KeyGroup>): Steps<void> {
  for (const { a, b } of groups.values()) {
    yield;
    if (a.length === 1 && b.length === 1) pairing.pair(a[0] as number, b[0] as number);
  }
}

/** Pairs nodes whose key occurs equally often on both sides: those of one name first, the others in order. */
export function* pairEqual<K>(
  pairing: Pairing,
  groups: ReadonlyMap<K, KeyGroup>,
  nameOfA: (node: number) => string,
  nameOfB: (node: number) => string,
): Steps<void> {
  for (const { a, b } of groups.values()) {
    yield;
    if (a.length === b.length) yield* pairInOrder(pairing, a, b, nameOfA, nameOfB);
  }
}

/** Pairs free nodes one by one until either side has no more, those of one name first. */
function* pairInOrder(
  pairing: Pairing,
  a: readonly number[],
  b: readonly number[],
  nameOfA: (node: number) => string,
  nameOfB: (node: number) => string,
): Steps<void> {
  if (a.length > 1) {
    const named = new Map(b.map(node => [nameOfB(node), node]));
    for (const node of a) {
      yield;
      const other = named.get(nameOfA(node));
      if (other !== undefined && pairing.isFree(node, other)) pairing.pair(node, other);
    }
  }
  yield* pairRow(pairing, a, b);
}

/** Pairs free nodes in order until either side has no more. */
export function* pairRow(pairing: Pairing, a: readonly number[], b: readonly number[]): Steps<void> {
  let next = 0;
  for (const node of a) {
    yield;
    if (pairing.nodeOfA[node] !== -1) continue;
    while (next < b.length && pairing.nodeOfB[b[next] as number] !== -1) next++;
    if (next === b.length) return;
    pairing.pair(node, b[next] as number);
  }
}
