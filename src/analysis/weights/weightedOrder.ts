/** Finds elements by their place in the order of values, numbers that occur several times counted as often. */
export interface WeightedOrder {
  add(value: number, times: number): void;
  /** @param ranks places from 1, ascending */
  at(ranks: readonly number[]): readonly number[];
}

/** For `count` different numbers, or as many as are added. */
export function weightedOrder(count: number): WeightedOrder {
  const values = new Float64Array(count);
  const times = new Float64Array(count);
  let filled = 0;
  let isSorted = true;
  return {
    add(value, often) {
      isSorted &&= filled === 0 || (values[filled - 1] ?? 0) <= value;
      values[filled] = value;
      times[filled] = often;
      filled += 1;
    },
    at(ranks) {
      const places = isSorted ? null : sortedPlaces(values);
      const found: number[] = [];
      let before = 0;
      for (let i = 0; i < filled && found.length < ranks.length; i++) {
        const place = places?.[i] ?? i;
        before += times[place] ?? 0;
        while ((ranks[found.length] ?? Infinity) <= before) found.push(values[place] ?? 0);
      }
      return found;
    },
  };
}

function sortedPlaces(values: Float64Array): Uint32Array {
  return Uint32Array.from(values, (_, i) => i).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
}
