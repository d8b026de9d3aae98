/** At most `most` of the items, evenly spaced and in order, the first and the last among them. */
export function thin(items: readonly number[], most: number): readonly number[] {
  if (items.length <= most) return items;
  if (most === 1) return items.slice(0, 1);
  const step = (items.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, index) => items[Math.round(index * step)] ?? 0);
}
