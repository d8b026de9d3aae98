/** Maps a range of values to a range of pixels. */
export function linearScale(low: number, high: number, start: number, end: number): (value: number) => number {
  const span = high - low;
  return value => (span === 0 ? (start + end) / 2 : start + ((value - low) / span) * (end - start));
}

/** Round values (1, 2, 5 × a power of ten) inside the range, about `count` of them. */
export function ticks(low: number, high: number, count: number): readonly number[] {
  if (!(high > low) || !Number.isFinite(high - low)) return [low];
  const rough = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = rough / power;
  const step = power * (factor > 5 ? 10 : factor > 2 ? 5 : factor > 1 ? 2 : 1);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toFixed(Math.min(20, digits))));
}

/** Evenly divides `low` to `high` and counts values; values outside go to the nearest bin. */
export function countBins(values: readonly number[], low: number, high: number, bins: number): readonly number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    const at = high === low ? 0 : Math.floor(((value - low) / (high - low)) * bins);
    const bin = Math.min(bins - 1, Math.max(0, at));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

/** Moves label positions apart so that neighbours are at least `gap` away, in order, within `low` to `high`. */
export function spread(positions: readonly number[], gap: number, low: number, high: number): readonly number[] {
  const order = positions.map((position, index) => ({ position, index })).sort((a, b) => a.position - b.position);
  let previous = low - gap;
  for (const entry of order) {
    entry.position = Math.max(entry.position, previous + gap);
    previous = entry.position;
  }
  let next = high + gap;
  for (const entry of order.reverse()) {
    entry.position = Math.min(entry.position, next - gap);
    next = entry.position;
  }
  const placed = new Array<number>(positions.length).fill(0);
  for (const entry of order) placed[entry.index] = entry.position;
  return placed;
}
