import type { ByteRange } from '../model/model';
import type { ByteSource } from './byteSource';
import { LARGEST_WINDOW } from './limits';
import { badNumbers, wrongAmount } from './weightErrors';

/** A list of protobuf varints in a file. */
export interface VarintList {
  readonly source: ByteSource;
  readonly ranges: readonly ByteRange[];
  /** Bytes each number is stored in when packed: 1, 2, 4 or 8; higher bits are dropped. */
  readonly width: number;
  /** Bytes all numbers together must take. */
  readonly total: number;
  /** Names the tensor in messages. */
  readonly tensor: string;
}

/**
 * Decodes varints to little-endian numbers of `width` bytes, in chunks of up to `chunkBytes` (a multiple of `width`).
 * The buffer is reused. @throws LatheError `weight.badNumbers`, `weight.wrongAmount`.
 */
export async function* varintChunks(list: VarintList, chunkBytes: number): AsyncIterable<Uint8Array> {
  const chunk = new Uint8Array(Math.min(chunkBytes, list.total));
  const view = new DataView(chunk.buffer);
  let filled = 0;
  let before = 0;
  for (const range of list.ranges) {
    let low = 0;
    let high = 0;
    let shift = 0;
    for (let done = 0; done < range.length; done += LARGEST_WINDOW) {
      const length = Math.min(LARGEST_WINDOW, range.length - done);
      const bytes = await list.source.read(range.offset + done, length);
      for (let index = 0; index < length; index++) {
        const byte = bytes[index] ?? 0;
        const bits = byte & 0x7f;
        if (shift < 28) low |= bits << shift;
        else if (shift > 28) high |= bits << (shift - 32);
        else {
          low |= bits << 28;
          high |= bits >>> 4;
        }
        shift += 7;
        if (byte >= 0x80) {
          if (shift >= 70) throw badNumbers(list.tensor);
          continue;
        }
        if (before + filled + list.width > list.total) {
          throw wrongAmount(list.tensor, before + filled + list.width, list.total);
        }
        // A full chunk waits for the next number or the end, so that the last one is given only when all is well.
        if (filled === chunk.length) {
          yield chunk;
          before += filled;
          filled = 0;
        }
        write(view, filled, list.width, low, high);
        filled += list.width;
        low = 0;
        high = 0;
        shift = 0;
      }
    }
    if (shift !== 0) throw badNumbers(list.tensor);
  }
  if (before + filled !== list.total) throw wrongAmount(list.tensor, before + filled, list.total);
  if (filled > 0) yield chunk.subarray(0, filled);
}

function write(view: DataView, at: number, width: number, low: number, high: number): void {
  if (width === 8) {
    view.setInt32(at, low, true);
    view.setInt32(at + 4, high, true);
  } else if (width === 4) view.setInt32(at, low, true);
  else if (width === 2) view.setInt16(at, low, true);
  else view.setInt8(at, low);
}
