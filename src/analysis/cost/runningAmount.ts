import type { Amount, Term } from '../../shared/amount';
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
  #mostOmitted = 0;

  /** Most terms that `known` has left out because there were too many. */
  get mostOmitted(): number {
    return this.#mostOmitted;
  }

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

  /** The sum of the known parts, of no more than the first `MOST_TERMS` terms. */
  known(): Amount {
    if (this.#known !== null) return this.#known;
    const terms: Term[] = [];
    for (const [of, { factor }] of this.#sums) {
      if (terms.length === MOST_TERMS) break;
      if (factor !== 0) terms.push({ factor, of });
    }
    this.#mostOmitted = Math.max(this.#mostOmitted, this.#sums.size - MOST_TERMS);
    this.#known = terms;
    return terms;
  }

  #change(amount: Figure, by: 1 | -1): void {
    if (amount === null) {
      this.#unknown += by;
      return;
    }
    this.#known = null;
    for (const { factor, of } of amount) {
      const sum = this.#sums.get(of);
      if (sum === undefined) this.#sums.set(of, { factor: by * factor, count: by });
      else {
        sum.factor += by * factor;
        sum.count += by;
        if (sum.count === 0) this.#sums.delete(of);
      }
    }
  }
}
