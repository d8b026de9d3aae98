/**
 * Weighted least squares of an ascending sequence by pooling adjacent violators (Ayer et al. 1955): add wished values in order, then
 * read in order. Linear.
 */
export class Pool {
  readonly #sum: Float64Array;
  readonly #weight: Float64Array;
  readonly #first: Uint32Array;
  #blocks = 0;
  #added = 0;
  #reading = 0;

  constructor(capacity: number) {
    this.#sum = new Float64Array(capacity + 1);
    this.#weight = new Float64Array(capacity + 1);
    this.#first = new Uint32Array(capacity + 2);
  }

  clear(): void {
    this.#blocks = 0;
    this.#added = 0;
    this.#reading = 0;
  }

  add(wish: number, weight: number): void {
    let sum = wish * weight;
    let total = weight;
    let first = this.#added++;
    while (this.#blocks > 0) {
      const last = this.#blocks - 1;
      if ((this.#sum[last] ?? 0) * total < sum * (this.#weight[last] ?? 1)) break;
      sum += this.#sum[last] ?? 0;
      total += this.#weight[last] ?? 0;
      first = this.#first[last] ?? 0;
      this.#blocks--;
    }
    this.#sum[this.#blocks] = sum;
    this.#weight[this.#blocks] = total;
    this.#first[this.#blocks++] = first;
    this.#first[this.#blocks] = this.#added;
  }

  /** Values must be read in ascending order. */
  valueAt(index: number): number {
    while ((this.#first[this.#reading + 1] ?? 0) <= index) this.#reading++;
    return (this.#sum[this.#reading] ?? 0) / (this.#weight[this.#reading] ?? 1);
  }
}
