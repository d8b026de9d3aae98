import { NONE } from '../hierarchy/hierarchy';
import type { PlaceOrder } from './placeOrder';
import type { Places } from './places';

/** What decides which segments become straight, known before sizes are: it rests on the order alone. */
export interface Straightness {
  /** Segments of each place to the rank above and below, in the order of their other end. */
  readonly above: Uint32Array;
  readonly below: Uint32Array;
  /** 1 for segments that may not be straight because a bundle has the right of way. */
  readonly conflict: Uint8Array;
}

/** Sorts segments and marks conflicts: those that cross a bundle on its way (type 1), and those that leave a bundle which goes on. */
export function findStraightness(places: Places, order: PlaceOrder): Straightness {
  const above = sorted(order, order.above.start, order.below.start, order.below.items, places.to);
  const below = sorted(order, order.below.start, order.above.start, order.above.items, places.from);
  const conflict = new Uint8Array(places.from.length);
  const goesOn = new Uint8Array(places.count);
  const isInner = (segment: number): boolean =>
    places.bundle[places.from[segment] ?? 0] !== NONE && places.bundle[places.to[segment] ?? 0] !== NONE;
  for (let s = 0; s < places.from.length; s++) if (isInner(s)) goesOn[places.from[s] ?? 0] = 1;
  for (let s = 0; s < places.from.length; s++) if (goesOn[places.from[s] ?? 0] === 1 && !isInner(s)) conflict[s] = 1;
  for (let r = 1; r + 1 < order.rankStart.length; r++) markRank(r);
  return { above, below, conflict };

  function markRank(r: number): void {
    const start = order.rankStart[r] ?? 0;
    const end = order.rankStart[r + 1] ?? 0;
    let low = 0;
    let unmarked = start;
    for (let k = start; k < end; k++) {
      const inner = innerSegment(order.order[k] ?? 0);
      if (inner === NONE && k + 1 < end) continue;
      const high = inner === NONE ? NONE : (order.slot[places.from[inner] ?? 0] ?? 0);
      for (; unmarked <= k; unmarked++) markPlace(order.order[unmarked] ?? 0, low, high);
      low = high;
    }
  }

  function innerSegment(place: number): number {
    if (places.bundle[place] === NONE) return NONE;
    const first = order.above.start[place] ?? 0;
    if (first === order.above.start[place + 1]) return NONE;
    const segment = above[first] ?? 0;
    return isInner(segment) ? segment : NONE;
  }

  function markPlace(place: number, low: number, high: number): void {
    for (let i = order.above.start[place] ?? 0; i < (order.above.start[place + 1] ?? 0); i++) {
      const segment = above[i] ?? 0;
      const at = order.slot[places.from[segment] ?? 0] ?? 0;
      if ((at < low || at > high) && !isInner(segment)) conflict[segment] = 1;
    }
  }
}

/** Segments by the place `owner` says, in the order of the places at their other end. Linear: places are visited in order. */
function sorted(
  order: PlaceOrder,
  start: Uint32Array,
  otherStart: Uint32Array,
  otherItems: Uint32Array,
  owner: Uint32Array,
): Uint32Array {
  const next = start.slice();
  const items = new Uint32Array(owner.length);
  for (const place of order.order) {
    for (let i = otherStart[place] ?? 0; i < (otherStart[place + 1] ?? 0); i++) {
      const segment = otherItems[i] ?? 0;
      const of = owner[segment] ?? 0;
      const slot = next[of] ?? 0;
      items[slot] = segment;
      next[of] = slot + 1;
    }
  }
  return items;
}
