import { CompensatedSum } from './compensatedSum';

/** Powers of two beyond this neither they nor their inverses can be multiplied with safely. */
const MOST_EXPONENT = 1000;

/** The power of two that brings magnitudes up to `largest` near 1, so that no square leaves the range of a number. */
export function exponentOf(largest: number): number {
  if (largest === 0 || !Number.isFinite(largest)) return 0;
  return Math.max(-MOST_EXPONENT, Math.min(MOST_EXPONENT, Math.floor(Math.log2(largest))));
}

/**
 * Mean and standard deviation from blocks, each with sums about its own shift, combined after Chan, Golub, LeVeque,
 * "Updating Formulae and a Pairwise Algorithm for Computing Sample Variances", 1979. Everything is held in units of
 * `2 ** exponent`.
 */
export class Moments {
  #count = 0;
  #mean = 0;
  #squares = 0;
  readonly #sum = new CompensatedSum();

  /** `exponent` must suit the largest magnitude of all blocks. */
  constructor(readonly exponent: number) {}

  /** Adds `count` elements whose `x - shift` add up to `sum` and whose `(x - shift)²` to `squares`, in the unit. */
  add(count: number, shift: number, sum: number, squares: number): void {
    if (count === 0) return;
    this.#sum.add(count * shift);
    this.#sum.add(sum);
    const mean = shift + sum / count;
    const total = this.#count + count;
    const apart = mean - this.#mean;
    const own = Math.max(0, squares - (sum * sum) / count);
    this.#squares += own + apart * apart * (this.#count / total) * count;
    this.#mean += apart * (count / total);
    this.#count = total;
  }

  /** Of all elements; NaN without any. */
  get mean(): number {
    return (this.#sum.value / this.#count) * 2 ** this.exponent;
  }

  /** Of the population; NaN without any elements. */
  get std(): number {
    return Math.sqrt(this.#squares / this.#count) * 2 ** this.exponent;
  }
}
