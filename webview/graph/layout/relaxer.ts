import { NONE } from '../hierarchy/hierarchy';
import { degree } from './adjacency';
import type { PlaceSizes } from './blockPlacer';
import type { PlaceOrder } from './placeOrder';
import type { Places } from './places';
import { Pool } from './pool';

const SWEEPS = 4;
/** How strongly bundles hold on to where they are, against 1 for each side of a box. */
const BUNDLE_HOLD = 200;
/** How strongly a chain is kept straight, against 1 for staying put. */
const CHAIN_HOLD = 20;

/**
 * Draws boxes towards the average of their neighbours on both sides, as closely as order and gaps allow, while bundles stay where they
 * are. What belongs together moves together; straight lines stay straight. Each rank is a least-squares problem with order
 * constraints, solved exactly.
 */
export class Relaxer {
  readonly #pool: Pool;

  constructor(
    readonly places: Places,
    readonly order: PlaceOrder,
    readonly sizes: PlaceSizes,
    readonly x: Float64Array,
  ) {
    let widest = 0;
    for (let r = 0; r + 1 < order.rankStart.length; r++) {
      widest = Math.max(widest, (order.rankStart[r + 1] ?? 0) - (order.rankStart[r] ?? 0));
    }
    this.#pool = new Pool(widest);
  }

  /** Places on ranks `first .. end`. */
  relax(first: number, end: number): void {
    for (let sweep = 0; sweep < SWEEPS; sweep++) {
      for (let i = 0; i < end - first; i++) this.#rank(sweep % 2 === 0 ? first + i : end - 1 - i, false);
    }
    for (let r = first; r < end; r++) this.#rank(r, true);
  }

  #rank(r: number, straighten: boolean): void {
    const { order, rankStart } = this.order;
    const start = rankStart[r] ?? 0;
    const end = rankStart[r + 1] ?? 0;
    this.#pool.clear();
    let offset = 0;
    for (let i = start; i < end; i++) {
      const place = order[i] ?? 0;
      if (i > start) offset += this.sizes.distance(order[i - 1] ?? 0, place);
      if (this.places.bundle[place] !== NONE) this.#pool.add((this.x[place] ?? 0) - offset, BUNDLE_HOLD);
      else if (straighten) this.#straighten(place, offset);
      else this.#pull(place, offset);
    }
    offset = 0;
    for (let i = start; i < end; i++) {
      const place = order[i] ?? 0;
      if (i > start) offset += this.sizes.distance(order[i - 1] ?? 0, place);
      this.x[place] = this.#pool.valueAt(i - start) + offset;
    }
  }

  #pull(place: number, offset: number): void {
    const { above, below } = this.order;
    const { from, to } = this.places;
    const { shift } = this.sizes;
    const ups = degree(above, place);
    const downs = degree(below, place);
    let up = 0;
    for (let i = above.start[place] ?? 0; i < (above.start[place + 1] ?? 0); i++) {
      const segment = above.items[i] ?? 0;
      up += (this.x[from[segment] ?? 0] ?? 0) + (shift[segment] ?? 0);
    }
    let down = 0;
    for (let i = below.start[place] ?? 0; i < (below.start[place + 1] ?? 0); i++) {
      const segment = below.items[i] ?? 0;
      down += (this.x[to[segment] ?? 0] ?? 0) - (shift[segment] ?? 0);
    }
    if (ups > 0 && downs > 0) this.#pool.add((up / ups + down / downs) / 2 - offset, 2);
    else if (ups > 0) this.#pool.add(up / ups - offset, 1);
    else if (downs > 0) this.#pool.add(down / downs - offset, 1);
    else this.#pool.add((this.x[place] ?? 0) - offset, 1);
  }

  /** A box whose only input is the only output of another goes right under it; the rest stays. */
  #straighten(place: number, offset: number): void {
    const { above, below } = this.order;
    const segment = above.items[above.start[place] ?? 0] ?? 0;
    const producer = this.places.from[segment] ?? 0;
    const isLink = degree(above, place) === 1 && degree(below, producer) === 1;
    if (isLink) {
      this.#pool.add((this.x[producer] ?? 0) + (this.sizes.shift[segment] ?? 0) - offset, CHAIN_HOLD);
    } else this.#pool.add((this.x[place] ?? 0) - offset, 1);
  }
}
