import { type Adjacency, degree } from './adjacency';
import type { LayoutInput } from './layoutTypes';

export interface Ranks {
  readonly rank: Int32Array;
  readonly count: number;
  /** 1 for edges that close a cycle; a well-formed graph has none, a hostile file may. */
  readonly against: Uint8Array;
}

/**
 * Longest-path layering (each vertex one below its lowest producer) in topological order, without recursion. Vertices
 * that do not descend from an anchored one (constants and what is computed from them) then sink to just above their first
 * user, so they do not crowd the top of the drawing.
 */
export function assignRanks(input: LayoutInput, outgoing: Adjacency, incoming: Adjacency): Ranks {
  const { order, against } = topologicalOrder(input, outgoing, incoming);
  const rank = new Int32Array(input.vertices);
  const settled = input.anchored.slice();
  for (const v of order) {
    for (let i = outgoing.start[v] ?? 0; i < (outgoing.start[v + 1] ?? 0); i++) {
      const edge = outgoing.items[i] ?? 0;
      if (against[edge] === 1) continue;
      const to = input.to[edge] ?? 0;
      rank[to] = Math.max(rank[to] ?? 0, (rank[v] ?? 0) + 1);
      if (settled[v] === 1) settled[to] = 1;
    }
  }
  for (let i = order.length - 1; i >= 0; i--) {
    const v = order[i] ?? 0;
    if (settled[v] === 0 || degree(incoming, v) === 0) sink(v);
  }

  function sink(v: number): void {
    let first = Number.MAX_SAFE_INTEGER;
    for (let i = outgoing.start[v] ?? 0; i < (outgoing.start[v + 1] ?? 0); i++) {
      const edge = outgoing.items[i] ?? 0;
      if (against[edge] === 0) first = Math.min(first, rank[input.to[edge] ?? 0] ?? 0);
    }
    if (first !== Number.MAX_SAFE_INTEGER) rank[v] = Math.max(rank[v] ?? 0, first - 1);
  }

  return { rank, count: closeGaps(rank), against };
}

/** Kahn's algorithm; when only cycles are left, the lowest remaining vertex is taken and its open inputs run against. */
function topologicalOrder(
  input: LayoutInput,
  outgoing: Adjacency,
  incoming: Adjacency,
): { order: Uint32Array; against: Uint8Array } {
  const open = new Uint32Array(input.vertices);
  const order = new Uint32Array(input.vertices);
  const placed = new Uint8Array(input.vertices);
  const against = new Uint8Array(input.from.length);
  let end = 0;
  for (let v = 0; v < input.vertices; v++) {
    open[v] = degree(incoming, v);
    if (open[v] === 0) {
      placed[v] = 1;
      order[end++] = v;
    }
  }
  let lowest = 0;
  for (let next = 0; next < input.vertices; next++) {
    if (next === end) {
      while (placed[lowest] === 1) lowest++;
      placed[lowest] = 1;
      order[end++] = lowest;
    }
    const v = order[next] ?? 0;
    for (let i = outgoing.start[v] ?? 0; i < (outgoing.start[v + 1] ?? 0); i++) {
      const edge = outgoing.items[i] ?? 0;
      const to = input.to[edge] ?? 0;
      if (placed[to] === 1) {
        against[edge] = 1;
        continue;
      }
      open[to] = (open[to] ?? 1) - 1;
      if (open[to] === 0) {
        placed[to] = 1;
        order[end++] = to;
      }
    }
  }
  return { order, against };
}

/** Renumbers ranks so that none is empty, and returns how many there are. */
function closeGaps(rank: Int32Array): number {
  let highest = -1;
  for (const r of rank) highest = Math.max(highest, r);
  const used = new Uint8Array(highest + 1);
  for (const r of rank) used[r] = 1;
  const renumbered = new Int32Array(highest + 1);
  let count = 0;
  for (let r = 0; r <= highest; r++) {
    renumbered[r] = count;
    count += used[r] ?? 0;
  }
  for (let v = 0; v < rank.length; v++) rank[v] = renumbered[rank[v] ?? 0] ?? 0;
  return count;
}
