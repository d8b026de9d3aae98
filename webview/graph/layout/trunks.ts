import type { Adjacency } from './adjacency';
import type { LayoutInput } from './layoutTypes';
import { TRUNK } from './layoutTypes';
import type { Ranks } from './ranks';

/** The layered graph in which every segment joins neighbouring ranks. */
export interface LayeredGraph {
  readonly places: number;
  readonly ranks: number;
  readonly rank: Int32Array;
  readonly parent: Uint32Array;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly source: Uint32Array;
  readonly edge: Uint32Array;
  readonly lastPlace: Uint32Array;
  readonly portal: Uint8Array;
}

/** Longest spans tried before an edge is cut, in ranks. */
const SPANS = [Number.MAX_SAFE_INTEGER, 512, 128, 60, 24, 8, 2] as const;

/** Trunk places a drawing may have: enough for every real network seen, and a bound on hostile ones. */
function trunkBudget(vertices: number): number {
  return 20_000 + 4 * vertices;
}

/**
 * Replaces edges that span several ranks by one chain per producer ("trunk") that all its consumers share: one tensor that
 * feeds every layer costs one place a rank, not one a rank and consumer. Where even that is too much, the longest edges
 * become portals.
 */
export function buildTrunks(input: LayoutInput, outgoing: Adjacency, ranks: Ranks): LayeredGraph {
  const limit = longestSpan(input, outgoing, ranks);
  const portal = new Uint8Array(input.from.length);
  const trunkEnd = new Int32Array(input.vertices);
  let trunkPlaces = 0;
  let drawn = 0;
  for (let v = 0; v < input.vertices; v++) {
    const own = ranks.rank[v] ?? 0;
    let end = own;
    for (let i = outgoing.start[v] ?? 0; i < (outgoing.start[v + 1] ?? 0); i++) {
      const edge = outgoing.items[i] ?? 0;
      const span = (ranks.rank[input.to[edge] ?? 0] ?? 0) - own;
      if (span < 1 || span > limit || ranks.against[edge] === 1) {
        portal[edge] = 1;
        continue;
      }
      drawn++;
      end = Math.max(end, own + span - 1);
    }
    trunkEnd[v] = end;
    trunkPlaces += end - own;
  }
  return chain(input, outgoing, ranks, portal, trunkEnd, trunkPlaces, drawn);
}

function chain(
  input: LayoutInput,
  outgoing: Adjacency,
  ranks: Ranks,
  portal: Uint8Array,
  trunkEnd: Int32Array,
  trunkPlaces: number,
  drawn: number,
): LayeredGraph {
  const places = input.vertices + trunkPlaces;
  const rank = new Int32Array(places);
  rank.set(ranks.rank);
  const parent = new Uint32Array(places);
  const from = new Uint32Array(trunkPlaces + drawn);
  const to = new Uint32Array(from.length);
  const source = new Uint32Array(from.length);
  const edgeOf = new Uint32Array(from.length).fill(TRUNK);
  const lastPlace = new Uint32Array(input.from.length);
  let place = input.vertices;
  let segment = 0;
  for (let v = 0; v < input.vertices; v++) {
    const own = ranks.rank[v] ?? 0;
    const first = place;
    for (let r = own + 1; r <= (trunkEnd[v] ?? 0); r++) {
      const above = r === own + 1 ? v : place - 1;
      rank[place] = r;
      parent[place] = above;
      from[segment] = above;
      to[segment] = place;
      source[segment] = v;
      segment++;
      place++;
    }
    for (let i = outgoing.start[v] ?? 0; i < (outgoing.start[v + 1] ?? 0); i++) {
      const edge = outgoing.items[i] ?? 0;
      lastPlace[edge] = v;
      if (portal[edge] === 1) continue;
      const target = input.to[edge] ?? 0;
      const span = (ranks.rank[target] ?? 0) - own;
      const last = span === 1 ? v : first + span - 2;
      lastPlace[edge] = last;
      from[segment] = last;
      to[segment] = target;
      source[segment] = v;
      edgeOf[segment] = edge;
      segment++;
    }
  }
  return { places, ranks: ranks.count, rank, parent, from, to, source, edge: edgeOf, lastPlace, portal };
}

/** The largest of `SPANS` whose trunks fit the budget. */
function longestSpan(input: LayoutInput, outgoing: Adjacency, ranks: Ranks): number {
  const budget = trunkBudget(input.vertices);
  for (const limit of SPANS) {
    let total = 0;
    for (let v = 0; v < input.vertices && total <= budget; v++) {
      let longest = 1;
      for (let i = outgoing.start[v] ?? 0; i < (outgoing.start[v + 1] ?? 0); i++) {
        const span = (ranks.rank[input.to[outgoing.items[i] ?? 0] ?? 0] ?? 0) - (ranks.rank[v] ?? 0);
        if (span <= limit) longest = Math.max(longest, span);
      }
      total += longest - 1;
    }
    if (total <= budget) return limit;
  }
  return 1;
}
