const SMALL = 24;

/** Sorts `order[start .. end)` by `key` of what is there; equal keys keep their order. Allocates next to nothing. */
export class KeySorter {
  #scratch = new Uint32Array(SMALL);

  sort(order: Uint32Array, start: number, end: number, key: Float64Array): void {
    if (end - start > this.#scratch.length) this.#scratch = new Uint32Array(2 * (end - start));
    for (let from = start; from < end; from += SMALL) insertionSort(order, from, Math.min(end, from + SMALL), key);
    for (let run = SMALL; run < end - start; run *= 2) {
      for (let from = start; from + run < end; from += 2 * run) {
        this.#merge(order, from, from + run, Math.min(end, from + 2 * run), key);
      }
    }
  }

  #merge(order: Uint32Array, start: number, middle: number, end: number, key: Float64Array): void {
    const left = this.#scratch;
    const size = middle - start;
    for (let i = 0; i < size; i++) left[i] = order[start + i] ?? 0;
    let i = 0;
    let j = middle;
    for (let at = start; i < size; at++) {
      const takeRight = j < end && (key[order[j] ?? 0] ?? 0) < (key[left[i] ?? 0] ?? 0);
      order[at] = (takeRight ? order[j++] : left[i++]) ?? 0;
    }
  }
}

function insertionSort(order: Uint32Array, start: number, end: number, key: Float64Array): void {
  for (let i = start + 1; i < end; i++) {
    const moving = order[i] ?? 0;
    const own = key[moving] ?? 0;
    let at = i;
    for (; at > start && (key[order[at - 1] ?? 0] ?? 0) > own; at--) order[at] = order[at - 1] ?? 0;
    order[at] = moving;
  }
}
