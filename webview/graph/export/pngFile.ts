import { crc32 } from './crc32';

/** https://www.w3.org/TR/png-3/ */
const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const RGB = 2;
const RGBA = 6;
/** Each byte is told as the difference from the one above: drawings repeat from row to row. */
const FILTER_UP = 2;
/** Compressed bytes in a chunk at least, but for the last. */
const CHUNK_BYTES = 256 * 1024;

export interface PngOptions {
  readonly width: number;
  readonly height: number;
  /** Whether pixels can be transparent; else their fourth byte is left out. */
  readonly hasAlpha: boolean;
}

/**
 * Writes a PNG file from strips of whole rows (4 bytes a pixel: red, green, blue, alpha), which need to live only until the next is asked
 * for. Memory is needed for a strip and what `write` has not taken yet.
 */
export async function writePng(
  { width, height, hasAlpha }: PngOptions,
  strips: AsyncIterable<Uint8ClampedArray>,
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, hasAlpha ? RGBA : RGB, 0, 0, 0], 8);
  await write(SIGNATURE);
  await write(chunk('IHDR', header));
  await write(chunk('sRGB', Uint8Array.of(0)));
  const compression = new CompressionStream('deflate');
  const writer = compression.writable.getWriter();
  const reader = compression.readable.getReader();
  const taking = takeChunks(reader, write);
  // A stream whose end nobody takes any more waits forever.
  const stopped = new Promise<never>((_, reject) => taking.catch(reject));
  stopped.catch(() => undefined);
  try {
    let above = new Uint8ClampedArray(4 * width);
    for await (const strip of strips) {
      await Promise.race([writer.write(filtered(strip, above, width, hasAlpha)), stopped]);
      above = strip.slice(strip.length - 4 * width);
    }
    await Promise.race([writer.close(), stopped]);
    await taking;
  } catch (cause) {
    // What failed first is told, not what that did to the stream.
    writer.abort(cause).catch(() => undefined);
    reader.cancel(cause).catch(() => undefined);
    throw cause;
  }
  await write(chunk('IEND', new Uint8Array(0)));
}

async function takeChunks(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  let pieces: Uint8Array[] = [];
  let length = 0;
  const flush = async (): Promise<void> => {
    if (length === 0) return;
    const data = joined(pieces, length);
    pieces = [];
    length = 0;
    await write(chunk('IDAT', data));
  };
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    pieces.push(next.value);
    length += next.value.length;
    if (length >= CHUNK_BYTES) await flush();
  }
  await flush();
}

/** Rows with the filter's number before each. */
function filtered(
  strip: Uint8ClampedArray,
  aboveFirst: Uint8ClampedArray,
  width: number,
  hasAlpha: boolean,
): Uint8Array<ArrayBuffer> {
  const rows = strip.length / (4 * width);
  const channels = hasAlpha ? 4 : 3;
  const out = new Uint8Array(rows * (1 + channels * width));
  const whole = wholePixels(strip);
  const wholeAbove = wholePixels(aboveFirst);
  let to = 0;
  for (let row = 0; row < rows; row++) {
    out[to++] = FILTER_UP;
    const from = row * width;
    const [above, all, aboveFrom] = row === 0 ? [aboveFirst, wholeAbove, 0] : [strip, whole, from - width];
    for (let pixel = 0; pixel < width; pixel++, to += channels) {
      // Most pixels are like the one above: nothing to tell.
      if (whole[from + pixel] === all[aboveFrom + pixel]) continue;
      const at = 4 * (from + pixel);
      const over = 4 * (aboveFrom + pixel);
      for (let channel = 0; channel < channels; channel++) {
        out[to + channel] = (strip[at + channel] ?? 0) - (above[over + channel] ?? 0);
      }
    }
  }
  return out;
}

function wholePixels({ buffer, byteOffset, length }: Uint8ClampedArray): Uint32Array {
  return new Uint32Array(buffer, byteOffset, length / 4);
}

/** A length, a name, the data, and a check sum of name and data. */
function chunk(name: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(name), 4);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
