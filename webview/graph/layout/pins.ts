import { NONE } from '../hierarchy/hierarchy';
import { Pool } from './pool';
import { type Positions, snap } from './positions';
import { KeySorter } from './sortByKey';
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
  /** By hop. */
  readonly #wish: Float64Array;
  readonly #free: Uint32Array;
  readonly #pool: Pool;
  readonly #sorter = new KeySorter();

  constructor(
    readonly positions: Positions,
    readonly stretches: Stretches,
  ) {
    const { start } = stretches.hopsTo;
    let most = 0;
    for (let p = 0; p + 2 < start.length; p++) most = Math.max(most, (start[p + 1] ?? 0) - (start[p] ?? 0));
    this.#wish = new Float64Array(stretches.hops.length);
    this.#free = new Uint32Array(most);
    this.#pool = new Pool(most);
  }

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
    let free = 0;
    for (let i = start; i < end; i++) {
      const hop = hopsTo.items[i] ?? 0;
      const inside = graph.strands.strandAfter[hop] ?? NONE;
      if (inside !== NONE) hopX[hop] = middle + (this.positions.entryPin[inside] ?? 0);
      else {
        this.#wish[hop] = this.positions.beforeHop(hop);
        this.#free[free++] = hop;
      }
    }
    if (free === 0) return;
    this.#spread(free, middle, half);
    if (free < end - start) this.#avoidEntries(start, end, free, middle, half);
  }

  /** Spreads the first `count` of the free hops. */
  #spread(count: number, middle: number, half: number): void {
    const hops = this.#free;
    const pool = this.#pool;
    this.#sorter.sort(hops, 0, count, this.#wish);
    const gap = count === 1 ? 0 : Math.min(PIN_GAP, (2 * half) / (count - 1));
    pool.clear();
    for (let i = 0; i < count; i++) {
      const straight = this.#wish[hops[i] ?? 0] ?? 0;
      if (Math.abs(straight - middle) <= half) pool.add(straight - i * gap, STRAIGHT);
      else pool.add(middle - ((count - 1) / 2) * gap, 1);
    }
    const last = middle + half - (count - 1) * gap;
    for (let i = 0; i < count; i++) {
      const x = Math.min(last, Math.max(middle - half, pool.valueAt(i))) + i * gap;
      this.positions.hopX[hops[i] ?? 0] = snap(x);
    }
  }

  /** Moves the free hops to a frame off the lines that go on inside. */
  #avoidEntries(start: number, end: number, free: number, middle: number, half: number): void {
    const { hopX } = this.positions;
    const taken: number[] = [];
    for (let i = start; i < end; i++) {
      const hop = this.stretches.hopsTo.items[i] ?? 0;
      if ((this.positions.graph.strands.strandAfter[hop] ?? NONE) !== NONE) taken.push(hopX[hop] ?? 0);
    }
    for (let i = 0; i < free; i++) {
      const hop = this.#free[i] ?? 0;
      hopX[hop] = keepOff(hopX[hop] ?? 0, taken, middle, half);
      taken.push(hopX[hop] ?? 0);
    }
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
