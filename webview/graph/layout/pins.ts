import { NONE } from '../hierarchy/hierarchy';
import { Pool } from './pool';
import { type Positions, snap } from './positions';
import type { Stretches } from './stretches';

/** Distance of lines that end at one thing, and least distance from its corners. */
const PIN_GAP = 14;
export const CORNER = 10;
/** How strongly a line that can be straight is kept so, against 1 for ending in the middle. */
const STRAIGHT = 20;

/**
 * Spreads the lines that end at a thing over its top, in the order in which they arrive, so that none hides another. What can come straight
 * down does; the rest gathers around the middle. Lines into a frame cross its border where the inside has them.
 */
export class PinSetter {
  constructor(
    readonly positions: Positions,
    readonly stretches: Stretches,
  ) {}

  /** Sets `hopX` of all hops that lead to what is at a position. */
  set(position: number): void {
    const { hopsTo } = this.stretches;
    const start = hopsTo.start[position] ?? 0;
    const end = hopsTo.start[position + 1] ?? 0;
    if (start === end) return;
    const { x, width, hopX, graph } = this.positions;
    const middle = x[graph.places.placeOf[position] ?? 0] ?? 0;
    const half = Math.max(0, (width[position] ?? 0) / 2 - CORNER);
    if (end - start === 1 && graph.tree.frame[position] === 0) {
      const hop = hopsTo.items[start] ?? 0;
      const wish = this.positions.beforeHop(hop);
      hopX[hop] = Math.abs(wish - middle) <= half ? wish : middle;
      return;
    }
    const free: number[] = [];
    const taken: number[] = [];
    for (let i = start; i < end; i++) {
      const hop = hopsTo.items[i] ?? 0;
      const inside = graph.strands.strandAfter[hop] ?? NONE;
      if (inside === NONE) free.push(hop);
      else {
        hopX[hop] = middle + (this.positions.entryPin[inside] ?? 0);
        taken.push(hopX[hop] ?? 0);
      }
    }
    this.#spread(free, middle, half);
    if (taken.length === 0) return;
    for (const hop of free) {
      hopX[hop] = keepOff(hopX[hop] ?? 0, taken, middle, half);
      taken.push(hopX[hop] ?? 0);
    }
  }

  #spread(hops: number[], middle: number, half: number): void {
    if (hops.length === 0) return;
    const { positions } = this;
    const wish = new Map(hops.map(hop => [hop, positions.beforeHop(hop)]));
    hops.sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0) || a - b);
    const gap = hops.length === 1 ? 0 : Math.min(PIN_GAP, (2 * half) / (hops.length - 1));
    const pool = new Pool(hops.length);
    hops.forEach((hop, i) => {
      const straight = wish.get(hop) ?? 0;
      if (Math.abs(straight - middle) <= half) pool.add(straight - i * gap, STRAIGHT);
      else pool.add(middle - ((hops.length - 1) / 2) * gap, 1);
    });
    const last = middle + half - (hops.length - 1) * gap;
    hops.forEach((hop, i) => {
      positions.hopX[hop] = snap(Math.min(last, Math.max(middle - half, pool.valueAt(i))) + i * gap);
    });
  }
}

/** The nearest place to the wished one that is half a gap off all that are taken, as far as there is one. */
export function keepOff(wish: number, taken: readonly number[], middle: number, half: number): number {
  const near = PIN_GAP / 2;
  for (let step = 0; step <= 2 * half; step += near) {
    for (const candidate of [wish + step, wish - step]) {
      if (Math.abs(candidate - middle) > half || taken.some(other => Math.abs(other - candidate) < near)) continue;
      return candidate;
    }
  }
  return wish;
}
