import type { Adjacency } from './adjacency';
import type { Ordering } from './order';
import type { LayeredGraph } from './trunks';

/** Segments of every place towards one side, sorted by where on that side they end. */
export interface SortedNeighbours {
  readonly above: Adjacency;
  readonly below: Adjacency;
}

/** Re-sorts the segments of each place by the position of their other end. Linear: places are visited in order. */
export function sortNeighbours(graph: LayeredGraph, ordering: Ordering): SortedNeighbours {
  return {
    above: collect(ordering.above.start, ordering.below, graph.to),
    below: collect(ordering.below.start, ordering.above, graph.from),
  };

  function collect(start: Uint32Array, otherSide: Adjacency, owner: Uint32Array): Adjacency {
    const next = start.slice();
    const items = new Uint32Array(graph.from.length);
    for (const place of ordering.order) {
      for (let i = otherSide.start[place] ?? 0; i < (otherSide.start[place + 1] ?? 0); i++) {
        const segment = otherSide.items[i] ?? 0;
        const of = owner[segment] ?? 0;
        const slot = next[of] ?? 0;
        items[slot] = segment;
        next[of] = slot + 1;
      }
    }
    return { start, items };
  }
}

/**
 * Marks segments that may not be drawn straight because a trunk has the right of way: those that cross a piece of a trunk
 * (type 1 conflicts), and those that leave a trunk which goes on.
 */
export function markConflicts(
  graph: LayeredGraph,
  ordering: Ordering,
  neighbours: SortedNeighbours,
  position: Uint32Array,
  vertices: number,
): Uint8Array {
  const conflict = new Uint8Array(graph.from.length);
  const isInner = (segment: number): boolean =>
    (graph.from[segment] ?? 0) >= vertices && (graph.to[segment] ?? 0) >= vertices;
  const goesOn = new Uint8Array(graph.places);
  for (let s = 0; s < graph.from.length; s++) if (isInner(s)) goesOn[graph.from[s] ?? 0] = 1;
  for (let s = 0; s < graph.from.length; s++) if (goesOn[graph.from[s] ?? 0] === 1 && !isInner(s)) conflict[s] = 1;
  for (let r = 1; r < graph.ranks; r++) markRank(r);
  return conflict;

  function markRank(r: number): void {
    const start = ordering.rankStart[r] ?? 0;
    const end = ordering.rankStart[r + 1] ?? 0;
    const lastAbove = start - (ordering.rankStart[r - 1] ?? 0) - 1;
    let low = 0;
    let unmarked = start;
    for (let slot = start; slot < end; slot++) {
      const inner = innerSegment(ordering.order[slot] ?? 0);
      if (inner === null && slot + 1 < end) continue;
      const high = inner === null ? lastAbove : (position[graph.from[inner] ?? 0] ?? 0);
      for (; unmarked <= slot; unmarked++) markPlace(ordering.order[unmarked] ?? 0, low, high);
      low = high;
    }
  }

  function innerSegment(place: number): number | null {
    if (place < vertices) return null;
    const segment = neighbours.above.items[neighbours.above.start[place] ?? 0] ?? 0;
    return isInner(segment) ? segment : null;
  }

  function markPlace(place: number, low: number, high: number): void {
    for (let i = neighbours.above.start[place] ?? 0; i < (neighbours.above.start[place + 1] ?? 0); i++) {
      const segment = neighbours.above.items[i] ?? 0;
      const at = position[graph.from[segment] ?? 0] ?? 0;
      if ((at < low || at > high) && !isInner(segment)) conflict[segment] = 1;
    }
  }
}

/**
 * Chains places into vertical blocks: each place joins the block of its median neighbour on the given side, unless that
 * would cross a block made before. Returns for every place the root of its block.
 */
export function alignVertically(
  graph: LayeredGraph,
  ordering: Ordering,
  neighbours: SortedNeighbours,
  position: Uint32Array,
  conflict: Uint8Array,
  upwards: boolean,
  fromRight: boolean,
): Uint32Array {
  const root = Uint32Array.from({ length: graph.places }, (_, place) => place);
  const taken = new Uint8Array(graph.places);
  const { start, items } = upwards ? neighbours.above : neighbours.below;
  const ends = upwards ? graph.from : graph.to;
  for (let i = 0; i < graph.ranks; i++) {
    const r = upwards ? i : graph.ranks - 1 - i;
    const first = ordering.rankStart[r] ?? 0;
    const size = (ordering.rankStart[r + 1] ?? 0) - first;
    let border = fromRight ? Number.POSITIVE_INFINITY : -1;
    for (let k = 0; k < size; k++) {
      const place = ordering.order[fromRight ? first + size - 1 - k : first + k] ?? 0;
      const from = start[place] ?? 0;
      const degree = (start[place + 1] ?? 0) - from;
      if (degree === 0) continue;
      const left = Math.floor((degree - 1) / 2);
      const right = Math.ceil((degree - 1) / 2);
      if (!join(place, from + (fromRight ? right : left)) && left !== right)
        join(place, from + (fromRight ? left : right));
    }

    function join(place: number, item: number): boolean {
      const segment = items[item] ?? 0;
      const other = ends[segment] ?? 0;
      const at = position[other] ?? 0;
      const crosses = fromRight ? at >= border : at <= border;
      if (conflict[segment] === 1 || crosses || taken[other] === 1) return false;
      taken[other] = 1;
      root[place] = root[other] ?? other;
      border = at;
      return true;
    }
  }
  return root;
}
