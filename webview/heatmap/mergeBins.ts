/** Sums neighbouring bins so that `bars` remain, or fewer when there are fewer bins. */
export function mergeBins(counts: readonly number[], bars: number): readonly number[] {
  const wanted = Math.min(bars, counts.length);
  const merged = new Array<number>(wanted).fill(0);
  counts.forEach((count, i) => {
    const bar = Math.min(wanted - 1, Math.floor((i * wanted) / counts.length));
    merged[bar] = (merged[bar] ?? 0) + count;
  });
  return merged;
}
