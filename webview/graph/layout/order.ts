import { type Adjacency, groupEdges } from './adjacency';
import type { LayeredGraph } from './trunks';

const SWEEPS = 6;

export interface Ordering {
  readonly rankStart: Uint32Array;
  /** Places rank by rank, left to right. */
  readonly order: Uint32Array;
  readonly above: Adjacency;
  readonly below: Adjacency;
}

/**
 * Orders each rank to reduce crossings: alternating barycentre sweeps (Sugiyama, Tagawa, Toda 1981) from the order in the
 * file, keeping the best order seen. Ties keep their order, so equal input gives equal drawings.
 */
export function* orderRanks(graph: LayeredGraph): Generator<void, Ordering> {
  const above = groupEdges(graph.places, graph.to);
  const below = groupEdges(graph.places, graph.from);
  const { rankStart, order } = initialOrder(graph);
  const position = new Float64Array(graph.places);
  for (let r = 0; r < graph.ranks; r++) number(order, rankStart, r, position);
  yield;
  let best = order.slice();
  let fewest = countCrossings(graph, order, rankStart, below, position);
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
    const down = sweep % 2 === 0;
    for (let i = 1; i < graph.ranks; i++) {
      const r = down ? i : graph.ranks - 1 - i;
      sortRank(order, rankStart, r, down ? above : below, down ? graph.from : graph.to, position);
    }
    yield;
    const crossings = countCrossings(graph, order, rankStart, below, position);
    if (crossings < fewest) {
      fewest = crossings;
      best = order.slice();
    }
    yield;
  }
  return { rankStart, order: best, above, below };
}

function initialOrder(graph: LayeredGraph): { rankStart: Uint32Array; order: Uint32Array } {
  const byRank = groupEdges(graph.ranks, Uint32Array.from(graph.rank));
  return { rankStart: byRank.start, order: byRank.items };
}

function number(order: Uint32Array, rankStart: Uint32Array, r: number, position: Float64Array): void {
  const start = rankStart[r] ?? 0;
  for (let i = start; i < (rankStart[r + 1] ?? 0); i++) position[order[i] ?? 0] = i - start;
}

function sortRank(
  order: Uint32Array,
  rankStart: Uint32Array,
  r: number,
  neighbours: Adjacency,
  ends: Uint32Array,
  position: Float64Array,
): void {
  const members = order.subarray(rankStart[r], rankStart[r + 1]);
  if (members.length < 2) return;
  const keys = new Map<number, number>();
  for (const place of members) {
    const start = neighbours.start[place] ?? 0;
    const end = neighbours.start[place + 1] ?? 0;
    let sum = 0;
    for (let i = start; i < end; i++) sum += position[ends[neighbours.items[i] ?? 0] ?? 0] ?? 0;
    keys.set(place, end > start ? sum / (end - start) : (position[place] ?? 0));
  }
  members.sort((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0) || (position[a] ?? 0) - (position[b] ?? 0));
  number(order, rankStart, r, position);
}

/** Crossings between neighbouring ranks with a Fenwick tree (Barth, Mutzel, Jünger 2004): O(E log V). */
function countCrossings(
  graph: LayeredGraph,
  order: Uint32Array,
  rankStart: Uint32Array,
  below: Adjacency,
  position: Float64Array,
): number {
  let widest = 0;
  for (let r = 0; r < graph.ranks; r++) widest = Math.max(widest, (rankStart[r + 1] ?? 0) - (rankStart[r] ?? 0));
  const tree = new Uint32Array(widest + 1);
  let crossings = 0;
  for (let r = 0; r + 1 < graph.ranks; r++) {
    const members = order.subarray(rankStart[r], rankStart[r + 1]);
    if (members.length < 2) continue;
    tree.fill(0);
    const size = (rankStart[r + 2] ?? 0) - (rankStart[r + 1] ?? 0);
    let seen = 0;
    for (const place of members) {
      const start = below.start[place] ?? 0;
      const end = below.start[place + 1] ?? 0;
      for (let i = start; i < end; i++) {
        let notRight = 0;
        for (let t = slot(i); t > 0; t -= t & -t) notRight += tree[t] ?? 0;
        crossings += seen - notRight;
      }
      for (let i = start; i < end; i++) {
        for (let t = slot(i); t <= size; t += t & -t) tree[t] = (tree[t] ?? 0) + 1;
      }
      seen += end - start;
    }
  }
  return crossings;

  function slot(item: number): number {
    return (position[graph.to[below.items[item] ?? 0] ?? 0] ?? 0) + 1;
  }
}
