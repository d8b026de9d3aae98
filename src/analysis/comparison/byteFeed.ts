/** Hands out the bytes of a stream in pieces of any size. Bytes are copied only where a piece lies across two chunks. */
export class ByteFeed {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #chunk: Uint8Array = new Uint8Array(0);
  #used = 0;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next `length` bytes, fewer only at the end. Valid until the next call. */
  async read(length: number): Promise<Uint8Array> {
    if (this.#used === this.#chunk.length) await this.#next();
    const left = this.#chunk.length - this.#used;
    if (left >= length || left === 0) return this.#take(Math.min(left, length));
    const piece = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      const taken = this.#take(Math.min(this.#chunk.length - this.#used, length - filled));
      piece.set(taken, filled);
      filled += taken.length;
      if (filled < length && !(await this.#next())) break;
    }
    return piece.subarray(0, filled);
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  #take(length: number): Uint8Array {
    const taken = this.#chunk.subarray(this.#used, this.#used + length);
    this.#used += length;
    return taken;
  }

  /** Whether there was another chunk. */
  async #next(): Promise<boolean> {
    const { done, value } = await this.#chunks.next();
    this.#chunk = done === true ? new Uint8Array(0) : value;
    this.#used = 0;
    return done !== true;
  }
}
