import { NONE } from '../hierarchy/hierarchy';
import { groupEdges } from './adjacency';
import type { Bundles } from './bundles';
import type { SheetRanks } from './sheetRanks';
import type { Sheets } from './sheets';
import type { DrawnHops } from './spans';
import { EXIT, type Strands } from './strands';

/**
 * All sheets as one layered graph. A *place* is something drawn or a point at which a bundle crosses a rank; a *segment* joins places on
 * neighbouring ranks. Places of sheet `s` are `start[s] .. start[s + 1])`, what it holds first.
 */
export interface Places {
  readonly count: number;
  readonly start: Uint32Array;
  readonly rank: Uint32Array;
  /** Position of what is there; `NONE` for bundles. */
  readonly position: Uint32Array;
  /** `NONE` for things. */
  readonly bundle: Uint32Array;
  /** By position. */
  readonly placeOf: Uint32Array;
  /** By bundle: where it starts; the first of its places on the ranks below; the first of those beside and above its start. */
  readonly rootPlace: Uint32Array;
  readonly downPlace: Uint32Array;
  readonly upPlace: Uint32Array;
  /** By bundle the segment from its start to its first place below; `NONE` without one. */
  readonly chainSegment: Uint32Array;
  /** Upper and lower end of each segment. */
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** Segment by hop; `NONE` for hops upwards, out of the frame and not drawn. */
  readonly segmentOfHop: Uint32Array;
}

/**
 * Lays a bundle's way through the ranks: one chain down past everything it feeds, and for what lies above its start one chain up beside it.
 */
export function layPlaces(
  items: number,
  strands: Strands,
  sheets: Sheets,
  ranks: SheetRanks,
  hops: DrawnHops,
  bundles: Bundles,
): Places {
  const start = countPlaces(items, sheets, ranks, bundles);
  const count = start[sheets.count] ?? 0;
  const rank = new Uint32Array(count);
  const position = new Uint32Array(count).fill(NONE);
  const bundleAt = new Uint32Array(count).fill(NONE);
  const placeOf = new Uint32Array(items);
  const next = start.slice();
  const take = (sheet: number, onRank: number): number => {
    const place = next[sheet] ?? 0;
    next[sheet] = place + 1;
    rank[place] = onRank;
    return place;
  };
  for (let p = 0; p < items; p++) {
    const place = take(sheets.sheetOf[p] ?? 0, ranks.rank[p] ?? 0);
    position[place] = p;
    placeOf[p] = place;
  }
  const rootPlace = new Uint32Array(bundles.count);
  const downPlace = new Uint32Array(bundles.count);
  const upPlace = new Uint32Array(bundles.count);
  const chainSegment = new Uint32Array(bundles.count).fill(NONE);
  const from = new Uint32Array(count + strands.hopTo.length);
  const to = new Uint32Array(count + strands.hopTo.length);
  let segments = 0;
  const join = (upper: number, lower: number): number => {
    from[segments] = upper;
    to[segments] = lower;
    return segments++;
  };
  for (let b = 0; b < bundles.count; b++) {
    const sheet = bundles.sheet[b] ?? 0;
    const own = bundles.rootRank[b] ?? 0;
    const root = bundles.root[b] ?? NONE;
    const claim = (onRank: number): number => {
      const place = take(sheet, onRank);
      bundleAt[place] = b;
      return place;
    };
    rootPlace[b] = root === NONE ? claim(own) : (placeOf[root] ?? 0);
    downPlace[b] = next[sheet] ?? 0;
    if (lastDown(ranks, bundles, b) > own) chainSegment[b] = segments;
    let above = rootPlace[b] ?? 0;
    for (let r = own + 1; r <= lastDown(ranks, bundles, b); r++) {
      const place = claim(r);
      join(above, place);
      above = place;
    }
    upPlace[b] = next[sheet] ?? 0;
    for (let r = own; r >= (bundles.highest[b] ?? 0); r--) {
      const place = claim(r);
      if (r < own) join(place, place - 1);
    }
  }
  const segmentOfHop = new Uint32Array(strands.hopTo.length).fill(NONE);
  joinTargets();
  return {
    count,
    start,
    rank,
    position,
    bundle: bundleAt,
    placeOf,
    rootPlace,
    downPlace,
    upPlace,
    chainSegment,
    from: from.subarray(0, segments),
    to: to.subarray(0, segments),
    segmentOfHop,
  };

  /** One segment from a bundle to each thing it feeds, however many of its strands do. */
  function joinTargets(): void {
    const bundleOfHop = new Uint32Array(strands.hopTo.length);
    for (let hop = 0; hop < bundleOfHop.length; hop++) {
      const bundle = bundles.ofStrand[strands.hopStrand[hop] ?? 0] ?? NONE;
      const isDown = hops.drawn[hop] === 1 && (hops.rank[hop] ?? 0) > (bundles.rootRank[bundle] ?? 0);
      bundleOfHop[hop] = isDown ? bundle : bundles.count;
    }
    const byBundle = groupEdges(bundles.count + 1, bundleOfHop);
    const known = new Uint32Array(items);
    const knownTo = new Uint32Array(items).fill(NONE);
    for (let i = 0; i < (byBundle.start[bundles.count] ?? 0); i++) {
      const hop = byBundle.items[i] ?? 0;
      const target = strands.hopTo[hop] ?? EXIT;
      const b = bundleOfHop[hop] ?? 0;
      // What leaves the frame is the bundle's chain itself, which ends on the border.
      if (target === EXIT) continue;
      if (knownTo[target] !== b) {
        knownTo[target] = b;
        const above = (hops.rank[hop] ?? 0) - (bundles.rootRank[b] ?? 0) - 2;
        known[target] = join((above < 0 ? rootPlace[b] : (downPlace[b] ?? 0) + above) ?? 0, placeOf[target] ?? 0);
      }
      segmentOfHop[hop] = known[target] ?? 0;
    }
  }
}

/** The last rank on which a bundle's chain down has a place: above its lowest thing, or on the border it leaves by. */
function lastDown(ranks: SheetRanks, bundles: Bundles, bundle: number): number {
  const lowest = bundles.lowest[bundle] ?? 0;
  const leaves = lowest === (ranks.start[(bundles.sheet[bundle] ?? 0) + 1] ?? 0) - 1;
  return leaves ? lowest : lowest - 1;
}

function countPlaces(items: number, sheets: Sheets, ranks: SheetRanks, bundles: Bundles): Uint32Array {
  const start = new Uint32Array(sheets.count + 1);
  const add = (sheet: number, places: number): void => {
    start[sheet + 1] = (start[sheet + 1] ?? 0) + places;
  };
  for (let p = 0; p < items; p++) add(sheets.sheetOf[p] ?? 0, 1);
  for (let b = 0; b < bundles.count; b++) {
    const own = bundles.rootRank[b] ?? 0;
    const down = Math.max(0, lastDown(ranks, bundles, b) - own);
    const up = Math.max(0, own - (bundles.highest[b] ?? 0) + 1);
    add(bundles.sheet[b] ?? 0, down + up + (bundles.root[b] === NONE ? 1 : 0));
  }
  for (let s = 0; s < sheets.count; s++) start[s + 1] = (start[s + 1] ?? 0) + (start[s] ?? 0);
  return start;
}
