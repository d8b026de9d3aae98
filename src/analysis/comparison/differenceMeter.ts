import type { WeightDifference } from '../../shared/reports/compareReport';
import { BLOCK, type DifferenceKernel } from './kernels/differenceKernel';
import type { Numbers } from './kernels/differences';

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
  /** 0 until an element that is not zero in a differs. */
  #relative = 0;
  #relativeAt = 0;

  constructor(private readonly kernel: Pick<DifferenceKernel, 'differences'>) {}

  /** The next elements of both. */
  add(a: Numbers, b: Numbers): void {
    for (let from = 0; from < a.length; ) {
      const to = from + blockLength(a.length - from);
      if (!this.#addFinite(a, b, from, to)) this.#addAny(a, b, from, to);
      from = to;
    }
    this.elements += a.length;
  }

  /**
   * A block of which every square is a number: then the sums are, and nothing has to be asked of single elements. Gives whether it
   * was one; else nothing is counted.
   */
  #addFinite(a: Numbers, b: Numbers, from: number, to: number): boolean {
    const found = this.kernel.differences(a, b, from, to, this.#largest, this.#relative);
    if (!found.isFinite) return false;
    this.#signal += found.signal;
    this.#noise += found.noise;
    this.zerosOfA += found.zerosOfA;
    this.zerosOfB += found.zerosOfB;
    this.changed += to - from - found.equal;
    if (found.raises) this.#raise(a, b, from, to);
    return true;
  }

  /** A second look at a block that has a larger error than all before, which few have: where it is. */
  #raise(a: Numbers, b: Numbers, from: number, to: number): void {
    let largest = this.#largest;
    let largestAt = -1;
    let relative = this.#relative;
    let relativeAt = -1;
    for (let i = from; i < to; i++) {
      const x = a[i] as number;
      const off = Math.abs(x - (b[i] as number));
      if (off > largest) {
        largest = off;
        largestAt = i;
      }
      if (off > relative * Math.abs(x) && x !== 0) {
        relative = off / Math.abs(x);
        relativeAt = i;
      }
    }
    if (largestAt !== -1) {
      this.#largest = largest;
      this.#largestAt = this.elements + largestAt;
    }
    if (relativeAt !== -1) {
      this.#relative = relative;
      this.#relativeAt = this.elements + relativeAt;
    }
  }

  /** The same one by one, leaving out what is not finite. */
  #addAny(a: Numbers, b: Numbers, from: number, to: number): void {
    for (let i = from; i < to; i++) {
      const x = a[i] as number;
      const y = b[i] as number;
      if (x === 0) this.zerosOfA += 1;
      if (y === 0) this.zerosOfB += 1;
      if (!(Math.abs(x) <= LARGEST && Math.abs(y) <= LARGEST)) {
        if (Object.is(x, y)) continue;
        this.#notFinite += 1;
        this.changed += 1;
        continue;
      }
      const off = Math.abs(x - y);
      this.#signal += x * x;
      this.#noise += off * off;
      if (off === 0) continue;
      this.changed += 1;
      if (off > this.#largest) {
        this.#largest = off;
        this.#largestAt = this.elements + i;
      }
      if (x !== 0 && off > this.#relative * Math.abs(x)) {
        this.#relative = off / Math.abs(x);
        this.#relativeAt = this.elements + i;
      }
    }
  }

  /** `shape` is that of a. */
  result(shape: readonly number[]): WeightDifference {
    return {
      sqnrDb: this.#noise === 0 ? null : Math.max(LOWEST_DB, 10 * Math.log10(this.#signal / this.#noise)),
      largestError: this.#largest,
      largestErrorAt: this.#noise === 0 ? [] : placeOf(this.#largestAt, shape),
      largestRelativeError: this.#relative === 0 ? null : this.#relative,
      largestRelativeErrorAt: this.#relative === 0 ? [] : placeOf(this.#relativeAt, shape),
      changed: this.changed,
      elements: this.elements,
      notFinite: this.#notFinite,
    };
  }
}

/** The fast kernel takes elements by fours: what is left at the end is a block of its own. */
function blockLength(left: number): number {
  return left < 4 ? left : Math.min(BLOCK, left - (left % 4));
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
