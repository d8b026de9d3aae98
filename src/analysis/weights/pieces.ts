import type { Workspace } from './kernels/workspace';

/** Worked on at once, so that every kernel after the first finds it in the processor's cache: whole 3-byte groups of 6 bits too. */
export const PIECE_BYTES = 3 * 2 ** 16;

/** Puts the chunks of a weight into a workspace piece by piece. */
export class Pieces {
  readonly #at: number;

  constructor(private readonly workspace: Workspace) {
    this.#at = workspace.allocate(PIECE_BYTES);
  }

  /**
   * Hands every piece of a chunk of whole elements to `take`, with its address and number of elements, at most `most` in all:
   * the last byte may have unused bits.
   * @returns elements that were handed over
   */
  each(chunk: Uint8Array, bits: number, most: number, take: (at: number, count: number) => void): number {
    const whole = Math.min(Math.floor((chunk.length * 8) / bits), most);
    const perPiece = (PIECE_BYTES * 8) / bits;
    for (let done = 0; done < whole; done += perPiece) {
      const count = Math.min(perPiece, whole - done);
      const first = (done * bits) / 8;
      const bytes = Math.ceil((count * bits) / 8);
      this.workspace.u8(this.#at, bytes).set(chunk.subarray(first, first + bytes));
      take(this.#at, count);
    }
    return whole;
  }
}
