import { type Adjacency, degree } from './adjacency';
import { PLACE_GAP } from './layoutTypes';
import type { Ordering } from './order';
import type { LayeredGraph } from './trunks';

const SWEEPS = 4;
/** How strongly trunks hold on to where they are, against 1 for each side of a vertex. */
const TRUNK_HOLD = 200;
/** How strongly a chain is kept straight, against 1 for staying put. */
const CHAIN_HOLD = 20;

/**
 * Draws vertices towards the average of their neighbours on both sides, as closely as order and gaps allow, while trunks
 * stay where they are. What belongs together moves together; straight lines stay straight. Each rank is a least-squares
 * problem with order constraints, solved exactly by pooling adjacent violators (Ayer et al. 1955). Changes `x` in place.
 */
export function* relax(
  graph: LayeredGraph,
  ordering: Ordering,
  vertices: number,
  width: Float32Array,
  x: Float64Array,
): Generator<void, void> {
  const { rankStart, order, above, below } = ordering;
  const pool = new Pool(widestRank(graph, ordering));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (let i = 0; i < graph.ranks; i++) alignRank(sweep % 2 === 0 ? i : graph.ranks - 1 - i, pull);
    yield;
  }
  for (let r = 0; r < graph.ranks; r++) alignRank(r, straighten);

  function alignRank(r: number, add: (place: number, offset: number) => void): void {
    const start = rankStart[r] ?? 0;
    const end = rankStart[r + 1] ?? 0;
    pool.clear();
    let offset = 0;
    for (let i = start; i < end; i++) {
      const place = order[i] ?? 0;
      if (i > start) offset += distance(order[i - 1] ?? 0, place);
      add(place, offset);
    }
    offset = 0;
    for (let i = start; i < end; i++) {
      const place = order[i] ?? 0;
      if (i > start) offset += distance(order[i - 1] ?? 0, place);
      x[place] = pool.valueAt(i - start) + offset;
    }
  }

  function pull(place: number, offset: number): void {
    const here = x[place] ?? 0;
    if (place >= vertices) {
      pool.add(here - offset, TRUNK_HOLD);
      return;
    }
    const up = average(above, graph.from, place);
    const down = average(below, graph.to, place);
    if (up === null && down === null) pool.add(here - offset, 1);
    else if (up === null || down === null) pool.add((up ?? down ?? here) - offset, 1);
    else pool.add((up + down) / 2 - offset, 2);
  }

  /** A place whose only input is the only output of another goes right under it; the rest stays. */
  function straighten(place: number, offset: number): void {
    const here = x[place] ?? 0;
    const producer = graph.from[above.items[above.start[place] ?? 0] ?? 0] ?? 0;
    const isLink = place < vertices && degree(above, place) === 1 && degree(below, producer) === 1;
    if (isLink) pool.add((x[producer] ?? here) - offset, CHAIN_HOLD);
    else pool.add(here - offset, place < vertices ? 1 : TRUNK_HOLD);
  }

  function average(neighbours: Adjacency, ends: Uint32Array, place: number): number | null {
    const start = neighbours.start[place] ?? 0;
    const end = neighbours.start[place + 1] ?? 0;
    if (start === end) return null;
    let sum = 0;
    for (let i = start; i < end; i++) sum += x[ends[neighbours.items[i] ?? 0] ?? 0] ?? 0;
    return sum / (end - start);
  }

  function distance(left: number, right: number): number {
    return ((width[left] ?? 0) + (width[right] ?? 0)) / 2 + PLACE_GAP;
  }
}

function widestRank(graph: LayeredGraph, ordering: Ordering): number {
  let widest = 0;
  for (let r = 0; r < graph.ranks; r++) {
    widest = Math.max(widest, (ordering.rankStart[r + 1] ?? 0) - (ordering.rankStart[r] ?? 0));
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
