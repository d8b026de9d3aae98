import type { Open } from './buckets';

/** Numbers that are kept and sorted, 4 MB of them; more are counted by further bits first. */
const MOST_KEPT = 2 ** 19;
/** Parts into which a pass divides the patterns among which an order statistic is. */
const PARTS = 2 ** 16;
const WORD = 2 ** 32;

/** An order statistic that is open: the `place`-th, in the order of values, of the `count` numbers of a range of patterns. */
interface Range {
  readonly target: number;
  readonly place: number;
  readonly count: number;
  /** Words of the first pattern, and how many patterns from it on: a power of two, at most 2 ** 44. */
  readonly high: number;
  readonly low: number;
  readonly width: number;
}

/** A range while a pass goes over the numbers: they are kept when they are few, else counted by parts of the range. */
interface Watched {
  readonly range: Range;
  readonly kept: number[] | null;
  readonly parts: Float64Array;
}

/** Finds order statistics among the float64 numbers of the buckets they lie in. */
export class SlotSearch {
  readonly #values: number[];
  #watched: readonly Watched[];

  /** @param leftOut zeros that belong to the numbers but are not added */
  constructor(
    { targets, slots, care }: Open,
    countOf: (key: number) => number,
    private readonly leftOut: number,
  ) {
    const width = 2 ** 64 / care.length;
    this.#values = targets.map(({ value }) => value ?? Number.NaN);
    this.#watched = watch(
      targets.flatMap((target, index) => {
        if (target.value !== null) return [];
        const key = slots[target.slot] ?? 0;
        return [{ target: index, place: target.place, count: countOf(key), high: (key * width) / WORD, low: 0, width }];
      }),
    );
  }

  get isDone(): boolean {
    return this.#watched.length === 0;
  }

  /** Order statistics by rank, once all are found. */
  found(): readonly number[] {
    return this.#values;
  }

  /** Looks at one number and its pattern. */
  add(x: number, high: number, low: number): void {
    for (const { range, kept, parts } of this.#watched) {
      const offset = (high - range.high) * WORD + (low - range.low);
      if (offset < 0 || offset >= range.width) continue;
      if (kept !== null) kept.push(x);
      else {
        const part = Math.floor((offset / range.width) * parts.length);
        parts[part] = (parts[part] ?? 0) + 1;
      }
    }
  }

  /** Takes what a pass over all numbers told and sets up the next one, if any is needed. */
  next(): void {
    const left: Range[] = [];
    for (const { range, kept, parts } of this.#watched) {
      const zeros = range.high === 0 && range.low === 0 ? this.leftOut : 0;
      if (kept !== null) {
        for (let i = 0; i < zeros; i++) kept.push(0);
        this.#values[range.target] = (Float64Array.from(kept).sort()[range.place - 1] ?? Number.NaN) + 0;
        continue;
      }
      parts[0] = (parts[0] ?? 0) + zeros;
      const narrower = narrowed(range, parts);
      if (narrower.width === 1) this.#values[range.target] = float64Of(narrower.high, narrower.low) + 0;
      else left.push(narrower);
    }
    this.#watched = watch(left);
  }
}

function watch(ranges: readonly Range[]): readonly Watched[] {
  const total = ranges.reduce((sum, { count }) => sum + count, 0);
  const areFew = total <= MOST_KEPT;
  return ranges.map(range => ({
    range,
    kept: areFew ? [] : null,
    parts: new Float64Array(areFew ? 0 : Math.min(PARTS, range.width)),
  }));
}

/** The part of a range that the order statistic is in. Patterns of negative numbers grow downwards. */
function narrowed({ target, place, high, low, width }: Range, parts: Float64Array): Range {
  const isNegative = high >= WORD / 2;
  let before = 0;
  for (let step = 0; step < parts.length; step++) {
    const part = isNegative ? parts.length - 1 - step : step;
    const count = parts[part] ?? 0;
    if (place <= before + count) {
      const size = width / parts.length;
      const start = low + part * size;
      const carried = high + Math.floor(start / WORD);
      return { target, place: place - before, count, high: carried, low: start % WORD, width: size };
    }
    before += count;
  }
  return { target, place, count: 0, high, low, width: 1 };
}

const words = new Uint32Array(2);
const number = new Float64Array(words.buffer);

/** The number of a pattern. */
export function float64Of(high: number, low: number): number {
  words[0] = low;
  words[1] = high;
  return number[0] ?? 0;
}
