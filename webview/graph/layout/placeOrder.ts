import { NONE } from '../hierarchy/hierarchy';
import { type Adjacency, groupEdges } from './adjacency';
import type { Arrivals } from './arrivals';
import type { Places } from './places';
import type { SheetRanks } from './sheetRanks';
import type { Sheets } from './sheets';
import { KeySorter } from './sortByKey';

const SWEEPS = 6;

export interface PlaceOrder {
  readonly rankStart: Uint32Array;
  /** Places rank by rank, left to right. */
  readonly order: Uint32Array;
  /** Of each place how many are left of it on its rank. */
  readonly slot: Uint32Array;
  /** Segments of each place to the rank above and below. */
  readonly above: Adjacency;
  readonly below: Adjacency;
}

/**
 * Orders each rank to reduce crossings: alternating barycentre sweeps (Sugiyama, Tagawa, Toda 1981) from the order in the
 * file, keeping the best order seen, sheet by sheet from the outside in. Lines come into a frame in the order they have around it. Sizes
 * play no part, so what is open inside a box does not move its neighbours.
 */
export function orderPlaces(places: Places, sheets: Sheets, ranks: SheetRanks, arrivals: Arrivals): PlaceOrder {
  const above = groupEdges(places.count, places.to);
  const below = groupEdges(places.count, places.from);
  const { start: rankStart, items: order } = groupEdges(ranks.start[sheets.count] ?? 0, places.rank);
  const orderer = new Orderer(places, rankStart, order, above, below, arrivals);
  // A frame comes before what it holds, and so do their sheets.
  for (let s = 0; s < sheets.count; s++) {
    if (sheets.ported[s] === 1) orderer.orderBorder(ranks.start[s] ?? 0);
    orderer.orderSheet(ranks.start[s] ?? 0, ranks.start[s + 1] ?? 0);
  }
  return { rankStart, order, slot: orderer.slot, above, below };
}

class Orderer {
  readonly slot: Uint32Array;
  readonly #key: Float64Array;
  readonly #best: Uint32Array;
  readonly #tree: Uint32Array;
  readonly #sorter = new KeySorter();

  constructor(
    readonly places: Places,
    readonly rankStart: Uint32Array,
    readonly order: Uint32Array,
    readonly above: Adjacency,
    readonly below: Adjacency,
    readonly arrivals: Arrivals,
  ) {
    let widest = 0;
    for (let r = 0; r + 1 < rankStart.length; r++) {
      widest = Math.max(widest, (rankStart[r + 1] ?? 0) - (rankStart[r] ?? 0));
    }
    this.slot = new Uint32Array(places.count);
    this.#key = new Float64Array(places.count);
    this.#best = new Uint32Array(places.count);
    this.#tree = new Uint32Array(widest + 1);
    for (let r = 0; r + 1 < rankStart.length; r++) this.#number(r);
  }

  /** What comes in by a border stands as it arrives; what starts at the border itself comes first. */
  orderBorder(border: number): void {
    const start = this.rankStart[border] ?? 0;
    const end = this.rankStart[border + 1] ?? 0;
    if (end - start < 2) return;
    for (let i = start; i < end; i++) {
      const place = this.order[i] ?? 0;
      const from = this.arrivals.from[place] ?? NONE;
      const frame = this.arrivals.beside[place] ?? NONE;
      const slot = from === NONE ? -1 : (this.slot[from] ?? 0);
      const isRight = frame !== NONE && slot > (this.slot[frame] ?? 0);
      this.#key[place] = frame === NONE ? slot : isRight ? Number.MAX_SAFE_INTEGER : -1;
    }
    this.#sorter.sort(this.order, start, end, this.#key);
    this.#number(border);
  }

  /** Orders ranks `first .. end`, all but the first. */
  orderSheet(first: number, end: number): void {
    const from = this.rankStart[first] ?? 0;
    const to = this.rankStart[end] ?? 0;
    let fewest = this.#crossings(first, end);
    if (fewest === 0) return;
    this.#best.set(this.order.subarray(from, to), from);
    for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
      if (sweep % 2 === 0) for (let r = first + 1; r < end; r++) this.#sortRank(r, this.above, this.places.from);
      else for (let r = end - 2; r > first; r--) this.#sortRank(r, this.below, this.places.to);
      const crossings = this.#crossings(first, end);
      if (crossings >= fewest) continue;
      fewest = crossings;
      this.#best.set(this.order.subarray(from, to), from);
    }
    this.order.set(this.#best.subarray(from, to), from);
    for (let r = first; r < end; r++) this.#number(r);
  }

  #number(r: number): void {
    const start = this.rankStart[r] ?? 0;
    for (let i = start; i < (this.rankStart[r + 1] ?? 0); i++) this.slot[this.order[i] ?? 0] = i - start;
  }

  #sortRank(r: number, neighbours: Adjacency, ends: Uint32Array): void {
    const start = this.rankStart[r] ?? 0;
    const end = this.rankStart[r + 1] ?? 0;
    if (end - start < 2) return;
    for (let i = start; i < end; i++) {
      const place = this.order[i] ?? 0;
      const first = neighbours.start[place] ?? 0;
      const last = neighbours.start[place + 1] ?? 0;
      let sum = 0;
      for (let k = first; k < last; k++) sum += this.slot[ends[neighbours.items[k] ?? 0] ?? 0] ?? 0;
      this.#key[place] = last > first ? sum / (last - first) : i - start;
    }
    this.#sorter.sort(this.order, start, end, this.#key);
    this.#number(r);
  }

  /** Crossings between neighbouring ranks with a Fenwick tree (Barth, Mutzel, Jünger 2004): O(E log V). */
  #crossings(first: number, end: number): number {
    const { order, rankStart, below, slot } = this;
    const { to } = this.places;
    const tree = this.#tree;
    let crossings = 0;
    for (let r = first; r + 1 < end; r++) {
      const from = rankStart[r] ?? 0;
      const until = rankStart[r + 1] ?? 0;
      const size = (rankStart[r + 2] ?? 0) - until;
      if (until - from < 2 || size < 2) continue;
      tree.fill(0, 0, size + 1);
      let seen = 0;
      for (let i = from; i < until; i++) {
        const place = order[i] ?? 0;
        const firstSegment = below.start[place] ?? 0;
        const lastSegment = below.start[place + 1] ?? 0;
        for (let k = firstSegment; k < lastSegment; k++) {
          let notRight = 0;
          for (let t = (slot[to[below.items[k] ?? 0] ?? 0] ?? 0) + 1; t > 0; t -= t & -t) notRight += tree[t] ?? 0;
          crossings += seen - notRight;
        }
        for (let k = firstSegment; k < lastSegment; k++) {
          for (let t = (slot[to[below.items[k] ?? 0] ?? 0] ?? 0) + 1; t <= size; t += t & -t)
            tree[t] = (tree[t] ?? 0) + 1;
        }
        seen += lastSegment - firstSegment;
      }
    }
    return crossings;
  }
}
