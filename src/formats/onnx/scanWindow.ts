import type { ByteSource } from '../byteSource';
import { LARGEST_WINDOW, NEAR_GAP, SMALLEST_WINDOW } from '../limits';

/**
 * The part of the file that is in memory. It starts small after a long skip, because only a header follows, and doubles
 * while the file is read without gaps.
 */
export class ScanWindow {
  bytes: Uint8Array = new Uint8Array(0);
  /** Position of `bytes[0]` in the file. */
  start = 0;
  #nextSize = SMALLEST_WINDOW;

  constructor(private readonly source: ByteSource) {}

  has(offset: number, length: number): boolean {
    return offset >= this.start && offset + length <= this.start + this.bytes.length;
  }

  /** Makes `[offset, offset + length)` available; the range must lie in the file. */
  async load(offset: number, length: number): Promise<void> {
    if (this.has(offset, length)) return;
    const gap = offset - (this.start + this.bytes.length);
    if (gap > NEAR_GAP) this.#nextSize = SMALLEST_WINDOW;
    const size = Math.min(Math.max(length, this.#nextSize), this.source.size - offset);
    this.bytes = await this.source.read(offset, size);
    this.start = offset;
    this.#nextSize = Math.min(this.#nextSize * 2, LARGEST_WINDOW);
  }
}
