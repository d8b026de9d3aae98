/**
 * Work cut into short steps that returns a `T`. Whoever must not block does something else between steps; the result is
 * the same either way.
 */
export type Steps<T> = Generator<void, T, void>;

/** All steps at once. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Makes something once for each key, however it is asked for: stepwise calls that overlap both work, the first to end is kept. */
export class Remembered<K extends WeakKey, T> {
  readonly #known = new WeakMap<K, T>();

  constructor(private readonly make: (key: K) => Steps<T>) {}

  get(key: K): T {
    return this.#known.get(key) ?? finish(this.stepwise(key));
  }

  *stepwise(key: K): Steps<T> {
    const made = this.#known.get(key) ?? (yield* this.make(key));
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, made);
    return made;
  }
}
