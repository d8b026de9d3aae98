import { NONE } from '../hierarchy/hierarchy';
import { degree } from './adjacency';
import type { PlaceSizes } from './blockPlacer';
import type { PlaceOrder } from './placeOrder';
import type { Places } from './places';

/** By how much sums of distances may be off. */
const ROUNDING = 1e-6;

/**
 * Takes small bends out of what should be straight: bundles on their way, and boxes of which one feeds only the other. A run of such places
 * is moved to one line as far down as its neighbours leave room, and the next run begins there. Linear.
 */
export class Straightener {
  /** Segment by which the run of a place goes on below, or came from above; `NONE` at its ends. */
  readonly #below: Uint32Array;
  readonly #above: Uint32Array;

  constructor(
    readonly places: Places,
    readonly order: PlaceOrder,
    readonly sizes: PlaceSizes,
    readonly x: Float64Array,
  ) {
    this.#below = new Uint32Array(places.count).fill(NONE);
    this.#above = new Uint32Array(places.count).fill(NONE);
    for (let segment = 0; segment < places.from.length; segment++) {
      const from = places.from[segment] ?? 0;
      const to = places.to[segment] ?? 0;
      const bundle = places.bundle[from] ?? NONE;
      const isLink = degree(order.below, from) === 1 && degree(order.above, to) === 1;
      if (bundle !== places.bundle[to] || (bundle === NONE && !isLink)) continue;
      this.#below[from] = segment;
      this.#above[to] = segment;
    }
  }

  /** Places on ranks `first .. end`. */
  straighten(first: number, end: number): void {
    const { order, rankStart } = this.order;
    for (let k = rankStart[first] ?? 0; k < (rankStart[end] ?? 0); k++) {
      const place = order[k] ?? 0;
      const isAlone = this.#below[place] === NONE && this.places.bundle[place] === NONE;
      if (this.#above[place] !== NONE || isAlone) continue;
      for (let next = place; next !== NONE; ) next = this.#straightenRun(next);
    }
    this.#centreEntry(first, end - 1);
  }

  /**
   * What comes into a frame and parts right there does so above the place where the frame is left: frames in a row then stand below each other
   * instead of each a little further to one side.
   */
  #centreEntry(top: number, bottom: number): void {
    const { order, rankStart, below } = this.order;
    const exit = rankStart[bottom] ?? 0;
    if ((rankStart[bottom + 1] ?? 0) - exit !== 1) return;
    let widest = NONE;
    for (let k = rankStart[top] ?? 0; k < (rankStart[top + 1] ?? 0); k++) {
      const place = order[k] ?? 0;
      if (degree(below, place) > (widest === NONE ? 1 : degree(below, widest))) widest = place;
    }
    if (widest === NONE) return;
    const least = this.#least(widest);
    const most = this.#most(widest);
    const wish = this.x[order[exit] ?? 0] ?? 0;
    if (least <= most) this.x[widest] = Math.min(most, Math.max(least, wish));
  }

  /** Returns the place at which the next run begins; `NONE` when all is done. */
  #straightenRun(first: number): number {
    const { x } = this;
    let low = Number.NEGATIVE_INFINITY;
    let high = Number.POSITIVE_INFINITY;
    let offset = 0;
    let sum = 0;
    let count = 0;
    let last = first;
    let next = first;
    for (; next !== NONE; next = this.#next(next)) {
      if (next !== first) offset += this.sizes.shift[this.#above[next] ?? 0] ?? 0;
      const least = Math.max(low, this.#least(next) - offset);
      const most = Math.min(high, this.#most(next) - offset);
      if (least > most + ROUNDING) break;
      low = least;
      high = most;
      sum += (x[next] ?? 0) - offset;
      last = next;
      count++;
    }
    if (count === 0) return this.#next(first);
    const line = Math.min(high, Math.max(low, this.#wish(first, sum / count, low, high)));
    let at = line;
    for (let place = first; ; place = this.#next(place)) {
      if (place !== first) at += this.sizes.shift[this.#above[place] ?? 0] ?? 0;
      x[place] = at;
      if (place === last) break;
    }
    return next;
  }

  /** A bundle runs right below what it comes from, where there is room; the rest goes by the average of where it is. */
  #wish(first: number, average: number, low: number, high: number): number {
    if (this.places.bundle[first] === NONE || degree(this.order.above, first) === 0) return average;
    const segment = this.order.above.items[this.order.above.start[first] ?? 0] ?? 0;
    const under = (this.x[this.places.from[segment] ?? 0] ?? 0) + (this.sizes.shift[segment] ?? 0);
    return under >= low && under <= high ? under : average;
  }

  #next(place: number): number {
    const segment = this.#below[place] ?? NONE;
    return segment === NONE ? NONE : (this.places.to[segment] ?? NONE);
  }

  #least(place: number): number {
    const { order, rankStart, slot } = this.order;
    if (slot[place] === 0) return Number.NEGATIVE_INFINITY;
    const left = order[(rankStart[this.places.rank[place] ?? 0] ?? 0) + (slot[place] ?? 0) - 1] ?? 0;
    return (this.x[left] ?? 0) + this.sizes.distance(left, place);
  }

  #most(place: number): number {
    const { order, rankStart, slot } = this.order;
    const rank = this.places.rank[place] ?? 0;
    const at = (rankStart[rank] ?? 0) + (slot[place] ?? 0) + 1;
    if (at === rankStart[rank + 1]) return Number.POSITIVE_INFINITY;
    const right = order[at] ?? 0;
    return (this.x[right] ?? 0) - this.sizes.distance(place, right);
  }
}
