import type { LayeredGraph } from './layeredGraph';
import type { Positions } from './positions';
import type { Stretches } from './stretches';

/** In place of a hop: the strand goes on to the next rank down, or up. */
export const GOES_DOWN = 0xffffffff;
export const GOES_UP = 0xfffffffe;

/** What one stretch joins: where the strand comes into the channel, and where it leaves it or ends. Filled anew by `read`. */
export class Terminals {
  arrival = 0;
  count = 0;
  readonly x: Float64Array;
  /** The hop that ends there, `GOES_DOWN` or `GOES_UP`. */
  readonly leads: Uint32Array;

  constructor(
    readonly graph: LayeredGraph,
    readonly stretches: Stretches,
    readonly positions: Positions,
  ) {
    let most = 0;
    for (let i = 0; i < stretches.count; i++) {
      most = Math.max(most, (stretches.hopTo[i] ?? 0) - (stretches.hopFrom[i] ?? 0));
    }
    this.x = new Float64Array(most + 2);
    this.leads = new Uint32Array(most + 2);
  }

  read(stretch: number): void {
    const { stretches, positions } = this;
    const strand = stretches.strand[stretch] ?? 0;
    const own = this.graph.hops.rootRank[strand] ?? 0;
    const first = stretches.start[strand] ?? 0;
    const channel = (stretches.firstChannel[strand] ?? 0) + stretch - first;
    const isTop = stretch === first;
    const isBottom = stretch + 1 === stretches.start[strand + 1];
    this.count = 0;
    for (let i = stretches.hopFrom[stretch] ?? 0; i < (stretches.hopTo[stretch] ?? 0); i++) {
      const hop = stretches.hops[i] ?? 0;
      this.#add(positions.hopX[hop] ?? 0, hop);
    }
    if (channel < own) {
      this.arrival = positions.upX(strand, channel + 1);
      if (!isTop) this.#add(positions.upX(strand, channel), GOES_UP);
      return;
    }
    this.arrival = channel === own ? positions.rootX(strand) : positions.downX(strand, channel);
    if (!isBottom) this.#add(positions.downX(strand, channel + 1), GOES_DOWN);
    if (channel === own && !isTop) this.#add(positions.upX(strand, own), GOES_UP);
  }

  #add(x: number, leads: number): void {
    this.x[this.count] = x;
    this.leads[this.count++] = leads;
  }
}
