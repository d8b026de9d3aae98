import type { Places } from './kernels/differenceKernel';

/**
 * Hands out the bytes of a stream in pieces of any size. Bytes are copied only where a piece lies across two chunks. While one chunk is
 * used the next is read, into the other of two places.
 */
export class ByteFeed {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #coming: Promise<IteratorResult<Uint8Array>> | null = null;
  #chunk: Uint8Array = new Uint8Array(0);
  #used = 0;

  /** `open` is given what says where the next chunk may be read into. */
  constructor(open: (buffer: () => Uint8Array) => AsyncIterable<Uint8Array>, places: Places) {
    let turn = 0;
    const buffer = (): Uint8Array => places[turn++ % 2 === 0 ? 0 : 1];
    this.#chunks = open(buffer)[Symbol.asyncIterator]();
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

  /** When this is done nothing is written into the places any more. */
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
    const { done, value } = await (this.#coming ?? this.#chunks.next());
    this.#chunk = done === true ? new Uint8Array(0) : value;
    this.#used = 0;
    this.#coming = done === true ? null : this.#chunks.next();
    // A failure is told when that chunk is asked for, and to nobody when it never is.
    this.#coming?.catch(() => undefined);
    return done !== true;
  }
}
