export interface Square {
  readonly index: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Squarified treemap (Bruls, Huizing, van Wijk 2000): rectangles whose areas are in proportion to `sizes`, filling
 * `width` × `height`, as square as a greedy row-by-row placement makes them. Sizes that are not positive get no tile.
 * Tiles come largest first; `index` is the position in `sizes`.
 */
export function squarify(sizes: readonly number[], width: number, height: number): readonly Square[] {
  const order = sizes
    .map((size, index) => ({ size, index }))
    .filter(entry => entry.size > 0 && Number.isFinite(entry.size))
    .sort((a, b) => b.size - a.size || a.index - b.index);
  const total = order.reduce((sum, entry) => sum + entry.size, 0);
  if (total === 0 || width <= 0 || height <= 0) return [];
  const scale = (width * height) / total;
  const tiles: Square[] = [];
  const free = { x: 0, y: 0, width, height };
  let start = 0;
  while (start < order.length) {
    const side = Math.min(free.width, free.height);
    const row = takeRow(start, side);
    placeRow(start, row.end, row.area);
    start = row.end;
  }
  return tiles;

  /** The longest run from `start` in which adding the next entry does not worsen the worst aspect ratio. */
  function takeRow(from: number, side: number): { end: number; area: number } {
    let end = from;
    let area = 0;
    let worst = Number.POSITIVE_INFINITY;
    const largest = (order[from]?.size ?? 0) * scale;
    for (let i = from; i < order.length; i++) {
      const own = (order[i]?.size ?? 0) * scale;
      const grown = area + own;
      const ratio = Math.max((side * side * largest) / (grown * grown), (grown * grown) / (side * side * own));
      if (ratio > worst) break;
      worst = ratio;
      area = grown;
      end = i + 1;
    }
    return { end, area };
  }

  function placeRow(from: number, end: number, area: number): void {
    const alongHeight = free.width >= free.height;
    const side = alongHeight ? free.height : free.width;
    const thickness = side === 0 ? 0 : area / side;
    let position = 0;
    for (let i = from; i < end; i++) {
      const entry = order[i];
      if (entry === undefined) continue;
      const length = area === 0 ? 0 : (side * entry.size * scale) / area;
      tiles.push({
        index: entry.index,
        x: alongHeight ? free.x : free.x + position,
        y: alongHeight ? free.y + position : free.y,
        width: alongHeight ? thickness : length,
        height: alongHeight ? length : thickness,
      });
      position += length;
    }
    if (alongHeight) {
      free.x += thickness;
      free.width = Math.max(0, free.width - thickness);
    } else {
      free.y += thickness;
      free.height = Math.max(0, free.height - thickness);
    }
  }
}
