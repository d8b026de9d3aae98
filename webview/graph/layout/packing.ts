/** Room between parts that nothing connects. */
const PART_GAP = 24;
/** Wished width of what is packed, against its height. */
const ASPECT = 1.6;

export interface Packed {
  readonly width: number;
  readonly height: number;
}

/**
 * Sets parts side by side in rows, in the order given, about 1.6 times as wide as high. The first stays alone at the left when `firstStands`:
 * it reaches from the top to the bottom.
 */
export function packParts(
  parts: readonly number[],
  width: Float64Array,
  height: Float64Array,
  firstStands: boolean,
  transposed: boolean,
  left: Float64Array,
  top: Float64Array,
): Packed {
  let area = 0;
  let widest = 0;
  const loose = firstStands ? parts.slice(1) : parts;
  for (const part of loose) {
    area += ((width[part] ?? 0) + PART_GAP) * ((height[part] ?? 0) + PART_GAP);
    widest = Math.max(widest, width[part] ?? 0);
  }
  const first = parts[0] ?? 0;
  const margin = firstStands && loose.length > 0 ? (width[first] ?? 0) + PART_GAP : 0;
  const rowWidth = Math.max(widest, Math.sqrt(area * (transposed ? 1 / ASPECT : ASPECT)));
  let x = 0;
  let y = 0;
  let rowHeight = 0;
  let right = 0;
  for (const part of loose) {
    if (x > 0 && x + (width[part] ?? 0) > rowWidth) {
      x = 0;
      y += rowHeight + PART_GAP;
      rowHeight = 0;
    }
    left[part] = margin + x;
    top[part] = y;
    x += (width[part] ?? 0) + PART_GAP;
    right = Math.max(right, x - PART_GAP);
    rowHeight = Math.max(rowHeight, height[part] ?? 0);
  }
  if (!firstStands) return { width: right, height: y + rowHeight };
  left[first] = 0;
  top[first] = 0;
  return {
    width: loose.length > 0 ? margin + right : (width[first] ?? 0),
    height: Math.max(y + rowHeight, height[first] ?? 0),
  };
}
