import { type Amount, exactAmount } from '../../shared/amount';
import type { AmountColumn } from '../../shared/nodeTable/nodeTable';
import type { Figure } from './figure';

/** A column of amounts while it is filled. */
export class Amounts {
  readonly #amounts: Amount[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #same = new Map<Amount, number>();
  readonly #index: Uint32Array;

  constructor(rows: number) {
    this.#index = new Uint32Array(rows);
  }

  set(row: number, figure: Figure): void {
    if (figure === null) return;
    let number = this.#same.get(figure);
    if (number === undefined) {
      const key = exactAmount(figure);
      number = this.#numbers.get(key);
      if (number === undefined) {
        number = this.#amounts.push(figure);
        this.#numbers.set(key, number);
      }
      this.#same.set(figure, number);
    }
    this.#index[row] = number;
  }

  column(): AmountColumn {
    return { amounts: this.#amounts, index: this.#index };
  }
}
