/** Gives names that are not taken yet. */
export class Names {
  readonly #taken: Set<string>;

  constructor(taken: Iterable<string>) {
    this.#taken = new Set(taken);
  }

  /** `base` when it is free, else `base_2`, `base_3` and so on. */
  fresh(base: string): string {
    let name = base;
    for (let count = 2; this.#taken.has(name) || name === ''; count++) name = `${base}_${count}`;
    this.#taken.add(name);
    return name;
  }

  take(name: string): void {
    this.#taken.add(name);
  }

  copy(): Names {
    return new Names(this.#taken);
  }
}
