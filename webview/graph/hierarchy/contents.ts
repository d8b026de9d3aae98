import type { GroupTree } from './groupTree';
import { NONE } from './hierarchy';
import type { PageGraph } from './pageGraph';

/**
 * Groups with what they hold in the order of the file, groups where their nodes are on average: exporters move single ones to the
 * front. All nodes of a group follow each other in `order`, so that each group is a
 * stretch of it, whatever groups it holds. Attached constants are left out.
 */
export interface Contents {
  /** Node by rank. */
  readonly order: Uint32Array;
  /** Rank by node; `NONE` for attached constants. */
  readonly rank: Uint32Array;
  /** First rank in a group, and the one after its last. */
  readonly first: Uint32Array;
  readonly end: Uint32Array;
  /** Groups such that those in a group follow it, up to `last`; position of each group in it. */
  readonly preorder: Uint32Array;
  readonly place: Uint32Array;
  readonly last: Uint32Array;
  /** What each group holds directly, in order: nodes, and groups as `-1 - group`. What is at the top is at the end. */
  readonly entries: readonly (readonly number[])[];
}

export function contentsOf(graph: PageGraph, attachedTo: Uint32Array, groups: GroupTree): Contents {
  const count = groups.kind.length;
  const entries: number[][] = Array.from({ length: count + 1 }, () => []);
  const seen = new Uint8Array(count);
  for (let v = 0; v < graph.nodes; v++) {
    if (attachedTo[v] !== NONE) continue;
    let entry = v;
    let group = groups.groupOf[v] ?? NONE;
    while (group !== NONE) {
      entries[group]?.push(entry);
      if (seen[group] === 1) break;
      seen[group] = 1;
      entry = -1 - group;
      group = groups.parent[group] ?? NONE;
    }
    if (group === NONE) entries[count]?.push(entry);
  }
  sortByPlace(entries, attachedTo, groups);
  const order = new Uint32Array(graph.nodes);
  const rank = new Uint32Array(graph.nodes).fill(NONE);
  const [first, end, place, last] = [0, 1, 2, 3].map(() => new Uint32Array(count)) as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ];
  const preorder = new Uint32Array(count);
  let ranks = 0;
  let places = 0;
  const path = [count];
  const at = [0];
  while (path.length > 0) {
    const group = path.at(-1) ?? count;
    const next = at.at(-1) ?? 0;
    const entry = entries[group]?.[next];
    if (entry === undefined) {
      path.pop();
      at.pop();
      if (group === count) continue;
      end[group] = ranks;
      last[group] = places;
      continue;
    }
    at[at.length - 1] = next + 1;
    if (entry >= 0) {
      rank[entry] = ranks;
      order[ranks++] = entry;
      continue;
    }
    const inner = -1 - entry;
    first[inner] = ranks;
    place[inner] = places;
    preorder[places++] = inner;
    path.push(inner);
    at.push(0);
  }
  return { order: order.subarray(0, ranks), rank, first, end, preorder, place, last, entries };
}

function sortByPlace(entries: readonly number[][], attachedTo: Uint32Array, groups: GroupTree): void {
  const places = groupPlaces(groups, attachedTo);
  const placeOf = (entry: number): number => (entry >= 0 ? entry : (places[-1 - entry] ?? 0));
  for (const list of entries) {
    if (list.some(entry => entry < 0)) list.sort((a, b) => placeOf(a) - placeOf(b) || b - a);
  }
}

/** Where the nodes of each group are in the file on average, those of groups in it included. */
export function groupPlaces({ groupOf, parent }: GroupTree, attachedTo: Uint32Array): Float64Array {
  const sum = new Float64Array(parent.length);
  const count = new Uint32Array(parent.length);
  for (let v = 0; v < groupOf.length; v++) {
    if (attachedTo[v] !== NONE) continue;
    for (let group = groupOf[v] ?? NONE; group !== NONE; group = parent[group] ?? NONE) {
      sum[group] = (sum[group] ?? 0) + v;
      count[group] = (count[group] ?? 0) + 1;
    }
  }
  return sum.map((total, group) => total / Math.max(1, count[group] ?? 1));
}
