import type { Workspace } from './kernels/workspace';

/**
 * Bytes to read of a weight at once: a call costs as much as copying a hundred kilobytes, and what is read should stay in
 * the processor's cache.
 */
export const CHUNK_BYTES = 2 ** 20;

/** Worked on at once, so that every kernel after the first finds it near: whole 3-byte groups of 6 bits too. */
export const PIECE_BYTES = 3 * 2 ** 16;

/** Has the chunks of a weight in a workspace, piece by piece. */
export class Pieces {
  readonly #at: number;

  constructor(private readonly workspace: Workspace) {
    this.#at = workspace.allocate(CHUNK_BYTES);
  }

  /** A place to read a chunk into, which saves copying it. Moves when the workspace grows. */
  get buffer(): Uint8Array {
    return this.workspace.u8(this.#at, CHUNK_BYTES);
  }

  /**
   * Hands every piece of a chunk of whole elements to `take`, with its address and number of elements, at most `most` in all:
   * the last byte may have unused bits.
   * @returns elements that were handed over
   */
  each(chunk: Uint8Array, bits: number, most: number, take: (at: number, count: number) => void): number {
    const whole = Math.min(Math.floor((chunk.length * 8) / bits), most);
    const perPiece = (PIECE_BYTES * 8) / bits;
    const isInPlace = chunk.buffer === this.buffer.buffer;
    for (let done = 0; done < whole; done += perPiece) {
      const count = Math.min(perPiece, whole - done);
      const first = (done * bits) / 8;
      const bytes = Math.ceil((count * bits) / 8);
      if (!isInPlace) this.workspace.u8(this.#at, bytes).set(chunk.subarray(first, first + bytes));
      take(isInPlace ? this.#at + first : this.#at, count);
    }
    return whole;
  }
}
