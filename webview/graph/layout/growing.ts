/** A column of unsigned numbers that grows as it is filled. */
export class Growing {
  #values: Uint32Array;
  length = 0;

  constructor(capacity: number) {
    this.#values = new Uint32Array(Math.max(16, capacity));
  }

  push(value: number): number {
    if (this.length === this.#values.length) {
      const wider = new Uint32Array(2 * this.length);
      wider.set(this.#values);
      this.#values = wider;
    }
    this.#values[this.length] = value;
    return this.length++;
  }

  /** What was pushed so far. */
  done(): Uint32Array {
    return this.#values.subarray(0, this.length);
  }
}

/** As `Growing`, for coordinates. */
export class GrowingCoordinates {
  #values: Float32Array;
  length = 0;

  constructor(capacity: number) {
    this.#values = new Float32Array(Math.max(16, capacity));
  }

  push(x: number, y: number): void {
    if (this.length + 2 > this.#values.length) {
      const wider = new Float32Array(2 * this.#values.length);
      wider.set(this.#values);
      this.#values = wider;
    }
    this.#values[this.length++] = x;
    this.#values[this.length++] = y;
  }

  done(): Float32Array {
    return this.#values.slice(0, this.length);
  }
}
