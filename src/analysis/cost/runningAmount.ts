import type { Amount } from '../../shared/amount';
import { type Figure, MOST_TERMS } from './figure';

interface Sum {
  factor: number;
  /** Summands, so that nothing is left of rounding when the last one goes. */
  count: number;
}

/** A sum whose parts come and go. */
export class RunningAmount {
  readonly #sums = new Map<string, Sum>();
  #unknown = 0;
  #known: Amount | null = null;

  add(amount: Figure): void {
    this.#change(amount, 1);
  }

  remove(amount: Figure): void {
    this.#change(amount, -1);
  }

  /** The sum, unknown while a part is. */
  figure(): Figure {
    return this.#unknown > 0 || this.#sums.size > MOST_TERMS ? null : this.known();
  }

  /** Terms that `known` leaves out because there are too many. */
  get omitted(): number {
    return Math.max(0, this.#sums.size - MOST_TERMS);
  }

  /** The sum of the known parts, of no more than the first `MOST_TERMS` terms. */
  known(): Amount {
    this.#known ??= Array.from(this.#sums, ([of, { factor }]) => ({ factor, of }))
      .filter(({ factor }) => factor !== 0)
      .slice(0, MOST_TERMS);
    return this.#known;
  }

  #change(amount: Figure, by: 1 | -1): void {
    if (amount === null) {
      this.#unknown += by;
      return;
    }
    this.#known = null;
    for (const { factor, of } of amount) {
      const sum = this.#sums.get(of) ?? { factor: 0, count: 0 };
      sum.factor += by * factor;
      sum.count += by;
      if (sum.count === 0) this.#sums.delete(of);
      else this.#sums.set(of, sum);
    }
  }
}
