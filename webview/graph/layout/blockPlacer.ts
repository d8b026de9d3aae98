import { NONE } from '../hierarchy/hierarchy';
import type { PlaceOrder } from './placeOrder';
import type { Places } from './places';
import type { Straightness } from './straightness';

/** Sizes that placing needs. */
export interface PlaceSizes {
  /** By place. */
  readonly width: Float64Array;
  /** How far to the right of its upper end the lower end of a segment lies when its line is straight. */
  readonly shift: Float64Array;
  /** How far apart the middles of two neighbours must be. */
  distance(left: number, right: number): number;
}

const ALIGNMENTS = [
  { upwards: true, fromRight: false },
  { upwards: true, fromRight: true },
  { upwards: false, fromRight: false },
  { upwards: false, fromRight: true },
] as const;

/**
 * Horizontal positions after Brandes and Köpf (2002), with ends of lines anywhere on a box as Rüegg et al. (2015) have them: four extreme
 * layouts, each made of straight vertical blocks packed to one side, and for every place the mean of its two middle positions. Linear.
 */
export class BlockPlacer {
  readonly #root: Uint32Array;
  /** Next place of the same block, and how far to the right of the block's root a place is. */
  readonly #next: Uint32Array;
  readonly #offset: Float64Array;
  readonly #waiting: Uint32Array;
  readonly #queue: Uint32Array;
  readonly #at: Float64Array;
  readonly #layouts: readonly Float64Array[];
  /** By layout: its left, and first its right, then how far it is moved. */
  readonly #lefts = new Float64Array(ALIGNMENTS.length);
  readonly #shifts = new Float64Array(ALIGNMENTS.length);

  constructor(
    readonly places: Places,
    readonly order: PlaceOrder,
    readonly straightness: Straightness,
    readonly sizes: PlaceSizes,
  ) {
    this.#root = new Uint32Array(places.count);
    this.#next = new Uint32Array(places.count);
    this.#offset = new Float64Array(places.count);
    this.#waiting = new Uint32Array(places.count);
    this.#queue = new Uint32Array(places.count);
    this.#at = new Float64Array(places.count);
    this.#layouts = ALIGNMENTS.map(() => new Float64Array(places.count));
  }

  /** Gives the places on ranks `first .. end` their middle in `x`. */
  place(first: number, end: number, x: Float64Array): void {
    const from = this.order.rankStart[first] ?? 0;
    const to = this.order.rankStart[end] ?? 0;
    for (let i = 0; i < ALIGNMENTS.length; i++) {
      const upwards = ALIGNMENTS[i]?.upwards === true;
      const fromRight = ALIGNMENTS[i]?.fromRight === true;
      this.#align(first, end, upwards, fromRight);
      this.#compact(first, end, fromRight, this.#layouts[i] ?? this.#at);
    }
    this.#balance(from, to, x);
  }

  /** Chains places into blocks: each joins the block of its median neighbour, unless that would cross a block made before. */
  #align(first: number, end: number, upwards: boolean, fromRight: boolean): void {
    const { places, order, straightness } = this;
    const root = this.#root;
    const next = this.#next;
    for (let k = order.rankStart[first] ?? 0; k < (order.rankStart[end] ?? 0); k++) {
      const place = order.order[k] ?? 0;
      root[place] = place;
      next[place] = NONE;
      this.#offset[place] = 0;
    }
    const start = upwards ? order.above.start : order.below.start;
    const items = upwards ? straightness.above : straightness.below;
    const ends = upwards ? places.from : places.to;
    for (let i = 1; i < end - first; i++) {
      const r = upwards ? first + i : end - 1 - i;
      const rankStart = order.rankStart[r] ?? 0;
      const rankEnd = order.rankStart[r + 1] ?? 0;
      let border = fromRight ? NONE : -1;
      for (let k = 0; k < rankEnd - rankStart; k++) {
        const place = order.order[fromRight ? rankEnd - 1 - k : rankStart + k] ?? 0;
        const own = start[place] ?? 0;
        const degree = (start[place + 1] ?? 0) - own;
        if (degree === 0) continue;
        const low = (degree - 1) >> 1;
        const high = degree >> 1;
        for (let attempt = 0; attempt < (low === high ? 1 : 2); attempt++) {
          const segment = items[own + ((attempt === 0) === fromRight ? high : low)] ?? 0;
          const other = ends[segment] ?? 0;
          const at = order.slot[other] ?? 0;
          const crosses = fromRight ? at >= border : at <= border;
          if (straightness.conflict[segment] === 1 || crosses || next[other] !== NONE) continue;
          const shift = this.sizes.shift[segment] ?? 0;
          next[other] = place;
          root[place] = root[other] ?? other;
          this.#offset[place] = (this.#offset[other] ?? 0) + (upwards ? shift : -shift);
          border = at;
          break;
        }
      }
    }
  }

  /**
   * Gives every block the leftmost position its left neighbours allow, then moves it as far right as its right neighbours
   * allow, so that loose blocks sit beside what they belong to. With `fromRight` the same seen in a mirror.
   */
  #compact(first: number, end: number, fromRight: boolean, result: Float64Array): void {
    const { order } = this.order;
    const from = this.order.rankStart[first] ?? 0;
    const to = this.order.rankStart[end] ?? 0;
    const root = this.#root;
    const offset = this.#offset;
    const at = this.#at;
    const queue = this.#queue;
    const waiting = this.#waiting;
    for (let k = from; k < to; k++) {
      const place = order[k] ?? 0;
      at[place] = 0;
      waiting[place] = 0;
    }
    const sign = fromRight ? -1 : 1;
    for (let k = from; k < to; k++) {
      const place = order[k] ?? 0;
      if (this.#neighbour(place, -sign) !== NONE) waiting[root[place] ?? 0] = (waiting[root[place] ?? 0] ?? 0) + 1;
    }
    let queued = 0;
    for (let k = from; k < to; k++) {
      const place = order[k] ?? 0;
      if (root[place] === place && waiting[place] === 0) queue[queued++] = place;
    }
    for (let i = 0; i < queued; i++) {
      const block = queue[i] ?? 0;
      for (let place = block; place !== NONE; place = this.#next[place] ?? NONE) {
        const right = this.#neighbour(place, sign);
        if (right === NONE) continue;
        const other = root[right] ?? 0;
        const least = (at[block] ?? 0) + this.#reach(place, right, sign);
        if (least > (at[other] ?? 0)) at[other] = least;
        waiting[other] = (waiting[other] ?? 1) - 1;
        if (waiting[other] === 0) queue[queued++] = other;
      }
    }
    for (let i = queued - 1; i >= 0; i--) {
      const block = queue[i] ?? 0;
      let most = Number.POSITIVE_INFINITY;
      for (let place = block; place !== NONE; place = this.#next[place] ?? NONE) {
        const right = this.#neighbour(place, sign);
        if (right !== NONE) most = Math.min(most, (at[root[right] ?? 0] ?? 0) - this.#reach(place, right, sign));
      }
      if (most !== Number.POSITIVE_INFINITY) at[block] = Math.max(at[block] ?? 0, most);
    }
    for (let k = from; k < to; k++) {
      const place = order[k] ?? 0;
      result[place] = sign * (at[root[place] ?? 0] ?? 0) + (offset[place] ?? 0);
    }
  }

  /** The place beside another on its rank, to the right or, with a negative sign, to the left. */
  #neighbour(place: number, sign: number): number {
    const { order, rankStart, slot } = this.order;
    const rank = this.places.rank[place] ?? 0;
    const at = (rankStart[rank] ?? 0) + (slot[place] ?? 0) + sign;
    return at < (rankStart[rank] ?? 0) || at >= (rankStart[rank + 1] ?? 0) ? NONE : (order[at] ?? 0);
  }

  /** How far apart the roots of two neighbours' blocks must be, as seen in the mirror where there is one. */
  #reach(place: number, next: number, sign: number): number {
    const distance = sign > 0 ? this.sizes.distance(place, next) : this.sizes.distance(next, place);
    return distance + sign * ((this.#offset[place] ?? 0) - (this.#offset[next] ?? 0));
  }

  /** Lines the four layouts up with the narrowest, left-packed ones by their left side, and averages the middle two. */
  #balance(from: number, to: number, x: Float64Array): void {
    const { width } = this.sizes;
    const { order } = this.order;
    const shifts = this.#shifts;
    const lefts = this.#lefts;
    let narrowest = 0;
    for (let i = 0; i < ALIGNMENTS.length; i++) {
      const layout = this.#layouts[i] ?? this.#at;
      let left = Number.POSITIVE_INFINITY;
      let right = Number.NEGATIVE_INFINITY;
      for (let k = from; k < to; k++) {
        const place = order[k] ?? 0;
        left = Math.min(left, (layout[place] ?? 0) - (width[place] ?? 0) / 2);
        right = Math.max(right, (layout[place] ?? 0) + (width[place] ?? 0) / 2);
      }
      lefts[i] = left;
      shifts[i] = right;
      const best = (shifts[narrowest] ?? 0) - (lefts[narrowest] ?? 0);
      if (right - left < best) narrowest = i;
    }
    const left = lefts[narrowest] ?? 0;
    const right = shifts[narrowest] ?? 0;
    for (let i = 0; i < ALIGNMENTS.length; i++) {
      shifts[i] = ALIGNMENTS[i]?.fromRight === true ? right - (shifts[i] ?? 0) : left - (lefts[i] ?? 0);
    }
    const [a, b, c, d] = this.#layouts;
    for (let k = from; k < to; k++) {
      const place = order[k] ?? 0;
      const one = (a?.[place] ?? 0) + (shifts[0] ?? 0);
      const two = (b?.[place] ?? 0) + (shifts[1] ?? 0);
      const three = (c?.[place] ?? 0) + (shifts[2] ?? 0);
      const four = (d?.[place] ?? 0) + (shifts[3] ?? 0);
      const least = Math.min(one, two, three, four);
      const most = Math.max(one, two, three, four);
      x[place] = (one + two + three + four - least - most) / 2;
    }
  }
}
