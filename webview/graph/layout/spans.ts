import { NONE } from '../hierarchy/hierarchy';
import type { SheetRanks } from './sheetRanks';
import type { Sheets } from './sheets';
import { EXIT, type Strands } from './strands';

/** Which hops become lines. */
export interface DrawnHops {
  /** Rank of what each hop leads to. */
  readonly rank: Uint32Array;
  /** Rank each strand starts from. */
  readonly rootRank: Uint32Array;
  readonly drawn: Uint8Array;
  /** By edge, as `Strands.lastHop` without what became a stub. */
  readonly lastHop: Uint32Array;
  readonly stubs: Uint32Array;
}

/** Longest ways tried before an edge is cut, in ranks. */
const SPANS = [Number.MAX_SAFE_INTEGER, 512, 128, 60, 24, 8, 2, 1] as const;

/** Places that lines may take in ranks they pass: enough for every real network seen, and a bound on hostile ones. */
function laneBudget(items: number): number {
  return 40_000 + 6 * items;
}

/** Cuts the longest edges where all of them would need too much room; linear. */
export function cutLongSpans(items: number, strands: Strands, sheets: Sheets, ranks: SheetRanks): DrawnHops {
  const rootRank = new Uint32Array(strands.count);
  for (let s = 0; s < strands.count; s++) {
    const root = strands.root[s] ?? NONE;
    const sheet = sheets.sheetOfStrand[s] ?? 0;
    rootRank[s] = (root === NONE ? ranks.start[sheet] : ranks.rank[root]) ?? 0;
  }
  const hops = strands.hopTo.length;
  const rank = new Uint32Array(hops);
  const span = new Uint32Array(hops);
  for (let hop = 0; hop < hops; hop++) {
    const strand = strands.hopStrand[hop] ?? 0;
    const to = strands.hopTo[hop] ?? EXIT;
    const end = (ranks.start[(sheets.sheetOfStrand[strand] ?? 0) + 1] ?? 1) - 1;
    const own = rootRank[strand] ?? 0;
    rank[hop] = to === EXIT ? end : (ranks.rank[to] ?? 0);
    span[hop] = (rank[hop] ?? 0) > own ? (rank[hop] ?? 0) - own : own - (rank[hop] ?? 0) + 2;
  }
  const limit = longestSpan(items, strands, rank, rootRank, span);
  if (limit === SPANS[0]) {
    const drawn = new Uint8Array(hops).fill(1);
    return { rank, rootRank, drawn, lastHop: strands.lastHop, stubs: Uint32Array.from(strands.stubs) };
  }
  return { rank, rootRank, ...cut(strands, span, limit) };
}

/** The largest of `SPANS` whose lanes fit the budget. */
function longestSpan(
  items: number,
  strands: Strands,
  rank: Uint32Array,
  rootRank: Uint32Array,
  span: Uint32Array,
): number {
  const down = new Uint32Array(strands.count);
  const up = new Uint32Array(strands.count);
  for (const limit of SPANS) {
    down.fill(1);
    up.fill(0);
    for (let hop = 0; hop < span.length; hop++) {
      const length = span[hop] ?? 0;
      if (length > limit) continue;
      const strand = strands.hopStrand[hop] ?? 0;
      const way = (rank[hop] ?? 0) > (rootRank[strand] ?? 0) ? down : up;
      way[strand] = Math.max(way[strand] ?? 0, length);
    }
    let total = 0;
    for (let s = 0; s < strands.count; s++) total += (down[s] ?? 1) - 1 + (up[s] ?? 0);
    if (total <= laneBudget(items)) return limit;
  }
  return 1;
}

/** Keeps the hops that lead to the end of some edge of which no hop is too long. */
function cut(strands: Strands, span: Uint32Array, limit: number): Pick<DrawnHops, 'drawn' | 'lastHop' | 'stubs'> {
  const KEPT = 1;
  const CUT = 2;
  const drawn = new Uint8Array(span.length);
  const lastHop = strands.lastHop.slice();
  const stubs = [...strands.stubs];
  const state = new Uint8Array(span.length);
  const way = new Uint32Array(span.length + 1);
  const stubbed = new Uint8Array(span.length);
  for (let edge = 0; edge < lastHop.length; edge++) {
    const last = lastHop[edge] ?? NONE;
    if (last === NONE) continue;
    if (reach(last) === KEPT) {
      for (let hop = last; hop !== NONE && drawn[hop] === 0; hop = before(hop)) drawn[hop] = 1;
      continue;
    }
    lastHop[edge] = NONE;
    if (stubbed[last] === 0) stubs.push(edge);
    stubbed[last] = 1;
  }
  return { drawn, lastHop, stubs: Uint32Array.from(stubs) };

  function before(hop: number): number {
    return strands.hopBefore[strands.hopStrand[hop] ?? 0] ?? NONE;
  }

  /** Whether all hops from the start of the net to this one are short enough. */
  function reach(last: number): number {
    let length = 0;
    let hop = last;
    for (; hop !== NONE && state[hop] === 0; hop = before(hop)) way[length++] = hop;
    let found = hop === NONE ? KEPT : (state[hop] ?? KEPT);
    while (length > 0) {
      hop = way[--length] ?? 0;
      if ((span[hop] ?? 0) > limit) found = CUT;
      state[hop] = found;
    }
    return found;
  }
}
