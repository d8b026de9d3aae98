import { type Adjacency, degree } from './adjacency';
import { PLACE_GAP } from './layoutTypes';
import type { Ordering } from './order';
import type { LayeredGraph } from './trunks';

const SWEEPS = 10;
/** How much straighter a trunk is kept than the edges around it. */
const TRUNK_WEIGHT = 6;

/**
 * Horizontal positions: sweeps in which every rank moves to the average of its neighbours' positions, as closely as the
 * order and the gaps allow. That is a least-squares problem with order constraints, solved exactly per rank by
 * pooling adjacent violators (Ayer et al. 1955). Returns centres, without overlaps.
 */
export function* placeRanks(
  graph: LayeredGraph,
  ordering: Ordering,
  vertices: number,
  width: Float32Array,
): Generator<void, Float64Array> {
  const { rankStart, order, above, below } = ordering;
  const x = new Float64Array(graph.places);
  const widest = packRanks(graph, ordering, width, x);
  const pool = new Pool(widest);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const useAbove = sweep % 2 === 0 || sweep >= SWEEPS - 2;
    const useBelow = sweep % 2 === 1 || sweep >= SWEEPS - 2;
    for (let i = 0; i < graph.ranks; i++) {
      const r = sweep % 2 === 0 ? i : graph.ranks - 1 - i;
      alignRank(r, useAbove, useBelow);
    }
    yield;
  }
  return x;

  function alignRank(r: number, useAbove: boolean, useBelow: boolean): void {
    const start = rankStart[r] ?? 0;
    const end = rankStart[r + 1] ?? 0;
    let offset = 0;
    let previous = 0;
    pool.clear();
    for (let i = start; i < end; i++) {
      const place = order[i] ?? 0;
      const own = width[place] ?? 0;
      if (i > start) offset += (previous + own) / 2 + PLACE_GAP;
      previous = own;
      let sum = 0;
      let weight = 0;
      const isTrunk = place >= vertices;
      if (useAbove) add(above, graph.from, place, isTrunk);
      if (useBelow) add(below, graph.to, place, isTrunk);
      pool.add(weight > 0 ? sum / weight - offset : (x[place] ?? 0) - offset, weight > 0 ? weight : 0.1);

      function add(neighbours: Adjacency, ends: Uint32Array, of: number, trunk: boolean): void {
        const share = 1 / Math.max(1, degree(neighbours, of));
        for (let n = neighbours.start[of] ?? 0; n < (neighbours.start[of + 1] ?? 0); n++) {
          const other = ends[neighbours.items[n] ?? 0] ?? 0;
          const pull = (trunk && other >= vertices ? TRUNK_WEIGHT : 1) * share;
          sum += pull * (x[other] ?? 0);
          weight += pull;
        }
      }
    }
    offset = 0;
    for (let i = start; i < end; i++) {
      const place = order[i] ?? 0;
      const own = width[place] ?? 0;
      if (i > start) offset += (previous + own) / 2 + PLACE_GAP;
      previous = own;
      x[place] = pool.valueAt(i - start) + offset;
    }
  }
}

/** Sets every rank centred around 0 with the smallest gaps, and returns the largest number of places in a rank. */
function packRanks(graph: LayeredGraph, ordering: Ordering, width: Float32Array, x: Float64Array): number {
  let widest = 0;
  for (let r = 0; r < graph.ranks; r++) {
    const members = ordering.order.subarray(ordering.rankStart[r], ordering.rankStart[r + 1]);
    widest = Math.max(widest, members.length);
    let total = -PLACE_GAP;
    for (const place of members) total += (width[place] ?? 0) + PLACE_GAP;
    let left = -total / 2;
    for (const place of members) {
      const own = width[place] ?? 0;
      x[place] = left + own / 2;
      left += own + PLACE_GAP;
    }
  }
  return widest;
}

/** Weighted isotonic regression by pooling adjacent violators; add in order, then read in order. */
class Pool {
  readonly #sum: Float64Array;
  readonly #weight: Float64Array;
  readonly #first: Uint32Array;
  #blocks = 0;
  #added = 0;
  #reading = 0;

  constructor(capacity: number) {
    this.#sum = new Float64Array(capacity + 1);
    this.#weight = new Float64Array(capacity + 1);
    this.#first = new Uint32Array(capacity + 1);
  }

  clear(): void {
    this.#blocks = 0;
    this.#added = 0;
    this.#reading = 0;
  }

  add(value: number, weight: number): void {
    let block = this.#blocks++;
    this.#sum[block] = value * weight;
    this.#weight[block] = weight;
    this.#first[block] = this.#added++;
    while (block > 0 && this.#mean(block - 1) > this.#mean(block)) {
      this.#sum[block - 1] = (this.#sum[block - 1] ?? 0) + (this.#sum[block] ?? 0);
      this.#weight[block - 1] = (this.#weight[block - 1] ?? 0) + (this.#weight[block] ?? 0);
      block--;
    }
    this.#blocks = block + 1;
  }

  /** Fitted value of the `index`-th added; indices must not decrease between calls. */
  valueAt(index: number): number {
    while (this.#reading + 1 < this.#blocks && (this.#first[this.#reading + 1] ?? 0) <= index) this.#reading++;
    return this.#mean(this.#reading);
  }

  #mean(block: number): number {
    return (this.#sum[block] ?? 0) / (this.#weight[block] ?? 1);
  }
}
