import type { TextColumn } from './nodeTable';

/** A column of texts while it is filled. */
export class Texts {
  readonly #texts: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #index: Uint32Array;

  constructor(rows: number) {
    this.#index = new Uint32Array(rows);
  }

  set(row: number, text: string): void {
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.#texts.push(text) - 1;
      this.#numbers.set(text, number);
    }
    this.#index[row] = number;
  }

  column(): TextColumn {
    return { texts: this.#texts, index: this.#index };
  }
}
