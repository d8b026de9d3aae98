import type { Box } from './camera';

/** Rectangles up to this side share the finest level; each level above is for twice the side. */
const FINEST = 64;
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
    const byLevel = new Map<number, number[]>();
    for (let i = 0; i < ids.length; i++) {
      const width = (rectangles[4 * i + 2] ?? 0) - (rectangles[4 * i] ?? 0);
      const height = (rectangles[4 * i + 3] ?? 0) - (rectangles[4 * i + 1] ?? 0);
      const level = Math.max(0, Math.ceil(Math.log2(Math.max(width, height, 1) / FINEST)));
      const members = byLevel.get(level);
      if (members === undefined) byLevel.set(level, [i]);
      else members.push(i);
    }
    this.#levels = [...byLevel.entries()]
      .sort(([a], [b]) => a - b)
      .map(([level, members]) => this.#level(FINEST * 2 ** level, members));
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
    const reach = level.side / 2;
    const column = (x: number): number => Math.floor((x - level.left) / level.cell);
    const row = (y: number): number => Math.floor((y - level.top) / level.cell);
    const firstColumn = Math.max(0, column(box.left - reach));
    const lastColumn = Math.min(columns - 1, column(box.right + reach));
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

  #level(side: number, members: readonly number[]): Level {
    const { rectangles } = this;
    const x = (i: number): number => ((rectangles[4 * i] ?? 0) + (rectangles[4 * i + 2] ?? 0)) / 2;
    const y = (i: number): number => ((rectangles[4 * i + 1] ?? 0) + (rectangles[4 * i + 3] ?? 0)) / 2;
    let left = Number.POSITIVE_INFINITY;
    let top = Number.POSITIVE_INFINITY;
    let right = Number.NEGATIVE_INFINITY;
    let bottom = Number.NEGATIVE_INFINITY;
    for (const i of members) {
      left = Math.min(left, x(i));
      right = Math.max(right, x(i));
      top = Math.min(top, y(i));
      bottom = Math.max(bottom, y(i));
    }
    const most = CELLS_EACH * members.length;
    const longest = Math.max(right - left, bottom - top);
    const even = Math.sqrt(((right - left) * (bottom - top)) / most);
    const cell = Math.max(side, even, longest / most);
    const columns = Math.floor((right - left) / cell) + 1;
    const rows = Math.floor((bottom - top) / cell) + 1;
    const cellOf = (i: number): number => Math.floor((y(i) - top) / cell) * columns + Math.floor((x(i) - left) / cell);
    const start = new Uint32Array(columns * rows + 1);
    for (const i of members) {
      const after = cellOf(i) + 1;
      start[after] = (start[after] ?? 0) + 1;
    }
    for (let c = 0; c < columns * rows; c++) start[c + 1] = (start[c + 1] ?? 0) + (start[c] ?? 0);
    const next = start.slice(0, columns * rows);
    const slots = new Uint32Array(members.length);
    for (const i of members) {
      const c = cellOf(i);
      const slot = next[c] ?? 0;
      slots[slot] = i;
      next[c] = slot + 1;
    }
    return { side, cell, left, top, columns, rows, start, slots };
  }
}
