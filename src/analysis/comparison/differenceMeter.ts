import type { WeightDifference } from '../../shared/reports/compareReport';

export type Numbers = Float32Array | Float64Array;

/** Squares of larger numbers, summed, could overflow. */
const LARGEST = 1e140;

/** Ratio of a weight of zeros to any error. */
const LOWEST_DB = -200;

/**
 * Gathers how the numbers b of one weight differ from the numbers a of another, chunk after chunk:
 * SQNR = 10·log10(Σa² / Σ(a−b)²), largest |a−b|, largest |a−b| / |a|.
 */
export class DifferenceMeter {
  elements = 0;
  changed = 0;
  zerosOfA = 0;
  zerosOfB = 0;
  #signal = 0;
  #noise = 0;
  #notFinite = 0;
  #largest = 0;
  #largestAt = 0;
  #relative = -1;
  #relativeAt = 0;

  /** The next elements of both. */
  add(a: Numbers, b: Numbers): void {
    let signal = 0;
    let noise = 0;
    let zerosOfA = 0;
    let zerosOfB = 0;
    let changed = 0;
    for (let i = 0; i < a.length; i++) {
      const x = a[i] as number;
      const y = b[i] as number;
      if (!(Math.abs(x) <= LARGEST && Math.abs(y) <= LARGEST)) {
        if (!Object.is(x, y)) {
          this.#notFinite += 1;
          changed += 1;
        }
        if (y === 0) zerosOfB += 1;
        if (x === 0) zerosOfA += 1;
        continue;
      }
      signal += x * x;
      if (x === 0) zerosOfA += 1;
      if (y === 0) zerosOfB += 1;
      if (x === y) continue;
      const off = Math.abs(x - y);
      changed += 1;
      noise += off * off;
      if (off > this.#largest) {
        this.#largest = off;
        this.#largestAt = this.elements + i;
      }
      if (x !== 0 && off > this.#relative * Math.abs(x)) {
        this.#relative = off / Math.abs(x);
        this.#relativeAt = this.elements + i;
      }
    }
    this.elements += a.length;
    this.changed += changed;
    this.zerosOfA += zerosOfA;
    this.zerosOfB += zerosOfB;
    this.#signal += signal;
    this.#noise += noise;
  }

  /** `shape` is that of a. */
  result(shape: readonly number[]): WeightDifference {
    return {
      sqnrDb: this.#noise === 0 ? null : Math.max(LOWEST_DB, 10 * Math.log10(this.#signal / this.#noise)),
      largestError: this.#largest,
      largestErrorAt: this.#noise === 0 ? [] : placeOf(this.#largestAt, shape),
      largestRelativeError: this.#relative < 0 ? null : this.#relative,
      largestRelativeErrorAt: this.#relative < 0 ? [] : placeOf(this.#relativeAt, shape),
      changed: this.changed,
      elements: this.elements,
      notFinite: this.#notFinite,
    };
  }
}

/** Coordinates of the element at a position of a row-major tensor. */
export function placeOf(position: number, shape: readonly number[]): readonly number[] {
  const place: number[] = [];
  let rest = position;
  for (const size of shape.toReversed()) {
    place.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return place;
}
