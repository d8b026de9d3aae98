import type { Box } from './camera';

/** Rectangles up to this side share the finest level; each level above is for twice the side. */
const FINEST = 64;
/** More doublings than a 32-bit float has. */
const LEVELS = 130;
/** Cells of a level for each of its rectangles at most, so that two far points make no million cells. */
const CELLS_EACH = 2;

interface Level {
  /** No rectangle of the level has a longer side. */
  readonly side: number;
  readonly cell: number;
  readonly left: number;
  readonly top: number;
  readonly columns: number;
  readonly rows: number;
  /** Slots of cell `c` are `start[c] .. start[c + 1]`. */
  readonly start: Uint32Array;
  readonly slots: Uint32Array;
}

/**
 * Finds rectangles by place. Each lies in the one cell of its middle on the level of its longer side, so a line across the whole
 * drawing is in one cell and not in ten thousand. Built and searched in linear time.
 */
export class SpatialIndex {
  readonly #levels: readonly Level[];

  /** Left, top, right and bottom of rectangle `i` are `rectangles[4 * i ..]`; `ids[i]` is what is found of it. */
  constructor(
    private readonly rectangles: Float32Array,
    private readonly ids: Uint32Array,
  ) {
    const count = ids.length;
    const levelOf = new Uint8Array(count);
    const sizes = new Uint32Array(LEVELS + 1);
    for (let i = 0; i < count; i++) {
      const width = (rectangles[4 * i + 2] ?? 0) - (rectangles[4 * i] ?? 0);
      const height = (rectangles[4 * i + 3] ?? 0) - (rectangles[4 * i + 1] ?? 0);
      let level = 0;
      for (let side = FINEST; (side < width || side < height) && level < LEVELS - 1; side *= 2) level++;
      levelOf[i] = level;
      sizes[level + 1] = (sizes[level + 1] ?? 0) + 1;
    }
    for (let level = 0; level < LEVELS; level++) sizes[level + 1] = (sizes[level + 1] ?? 0) + (sizes[level] ?? 0);
    const next = sizes.slice();
    const members = new Uint32Array(count);
    for (let i = 0; i < count; i++) {
      const level = levelOf[i] ?? 0;
      const slot = next[level] ?? 0;
      members[slot] = i;
      next[level] = slot + 1;
    }
    const levels: Level[] = [];
    for (let level = 0; level < LEVELS; level++) {
      const own = members.subarray(sizes[level] ?? 0, sizes[level + 1] ?? 0);
      if (own.length > 0) levels.push(this.#level(FINEST * 2 ** level, own));
    }
    this.#levels = levels;
  }

  /** What touches a box, in no order; without rectangles whose longer side surely is below `leastSide`. */
  find(box: Box, leastSide = 0): number[] {
    const found: number[] = [];
    for (const level of this.#levels) {
      if (level.side >= leastSide) this.#findIn(level, box, found);
    }
    return found;
  }

  #findIn(level: Level, box: Box, found: number[]): void {
    const { rectangles, ids } = this;
    const { columns, start, slots } = level;
    // A little more than half a side, since middles are rounded.
    const reach = level.side * 0.51;
    const column = (x: number): number => Math.floor((x - level.left) / level.cell);
    const row = (y: number): number => Math.floor((y - level.top) / level.cell);
    const firstColumn = Math.max(0, column(box.left - reach));
    const lastColumn = Math.min(columns - 1, column(box.right + reach));
    if (firstColumn > lastColumn) return;
    const lastRow = Math.min(level.rows - 1, row(box.bottom + reach));
    for (let r = Math.max(0, row(box.top - reach)); r <= lastRow; r++) {
      const end = start[r * columns + lastColumn + 1] ?? 0;
      for (let s = start[r * columns + firstColumn] ?? 0; s < end; s++) {
        const i = slots[s] ?? 0;
        const isOutside =
          (rectangles[4 * i] ?? 0) > box.right ||
          (rectangles[4 * i + 1] ?? 0) > box.bottom ||
          (rectangles[4 * i + 2] ?? 0) < box.left ||
          (rectangles[4 * i + 3] ?? 0) < box.top;
        if (!isOutside) found.push(ids[i] ?? 0);
      }
    }
  }

  #level(side: number, members: Uint32Array): Level {
    const { rectangles } = this;
    const count = members.length;
    const middles = new Float32Array(2 * count);
    let left = Number.POSITIVE_INFINITY;
    let top = Number.POSITIVE_INFINITY;
    let right = Number.NEGATIVE_INFINITY;
    let bottom = Number.NEGATIVE_INFINITY;
    for (let m = 0; m < count; m++) {
      const r = 4 * (members[m] ?? 0);
      const x = ((rectangles[r] ?? 0) + (rectangles[r + 2] ?? 0)) / 2;
      const y = ((rectangles[r + 1] ?? 0) + (rectangles[r + 3] ?? 0)) / 2;
      middles[2 * m] = x;
      middles[2 * m + 1] = y;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
    }
    // Middles are rounded; the bounds must hold them all the same.
    left = Math.min(left, Math.fround(left));
    top = Math.min(top, Math.fround(top));
    right = Math.max(right, Math.fround(right));
    bottom = Math.max(bottom, Math.fround(bottom));
    const most = CELLS_EACH * count;
    const longest = Math.max(right - left, bottom - top);
    const even = Math.sqrt(((right - left) * (bottom - top)) / most);
    const cell = Math.max(side, even, longest / most);
    const columns = Math.floor((right - left) / cell) + 1;
    const rows = Math.floor((bottom - top) / cell) + 1;
    const cells = new Uint32Array(count);
    const start = new Uint32Array(columns * rows + 1);
    for (let m = 0; m < count; m++) {
      const column = Math.floor(((middles[2 * m] ?? 0) - left) / cell);
      const row = Math.floor(((middles[2 * m + 1] ?? 0) - top) / cell);
      const c = row * columns + column;
      cells[m] = c;
      start[c + 1] = (start[c + 1] ?? 0) + 1;
    }
    for (let c = 0; c < columns * rows; c++) start[c + 1] = (start[c + 1] ?? 0) + (start[c] ?? 0);
    const next = start.slice(0, columns * rows);
    const slots = new Uint32Array(count);
    for (let m = 0; m < count; m++) {
      const c = cells[m] ?? 0;
      const slot = next[c] ?? 0;
      slots[slot] = members[m] ?? 0;
      next[c] = slot + 1;
    }
    return { side, cell, left, top, columns, rows, start, slots };
  }
}
