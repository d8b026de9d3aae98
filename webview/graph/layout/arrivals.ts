import { NONE } from '../hierarchy/hierarchy';
import type { Bundles } from './bundles';
import type { Places } from './places';
import type { DrawnHops } from './spans';
import type { Strands } from './strands';

/** By place on the border of a frame by which a bundle comes in: which place around the frame it comes from; `NONE` for the rest. */
export interface Arrivals {
  readonly from: Uint32Array;
  /** The place of the frame itself where it comes from the same rank, as what ran upwards does; else `NONE`. */
  readonly beside: Uint32Array;
}

export function findArrivals(strands: Strands, hops: DrawnHops, bundles: Bundles, places: Places): Arrivals {
  const from = new Uint32Array(places.count).fill(NONE);
  const beside = new Uint32Array(places.count).fill(NONE);
  for (let s = 0; s < strands.count; s++) {
    const bundle = bundles.ofStrand[s] ?? NONE;
    const hop = strands.hopBefore[s] ?? NONE;
    if (bundle === NONE || hop === NONE || strands.root[s] !== NONE) continue;
    const outer = strands.hopStrand[hop] ?? 0;
    const around = bundles.ofStrand[outer] ?? 0;
    const own = hops.rootRank[outer] ?? 0;
    const rank = hops.rank[hop] ?? 0;
    const place = places.rootPlace[bundle] ?? 0;
    if (rank <= own) {
      from[place] = (places.upPlace[around] ?? 0) + own - rank;
      beside[place] = places.placeOf[strands.hopTo[hop] ?? 0] ?? NONE;
    } else if (rank === own + 1) from[place] = places.rootPlace[around] ?? 0;
    else from[place] = (places.downPlace[around] ?? 0) + rank - own - 2;
  }
  return { from, beside };
}
