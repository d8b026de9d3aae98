import assert from 'node:assert/strict';
import { inflateSync, crc32 as zlibCrc32 } from 'node:zlib';
import { cancelled } from '../../../../../src/shared/errors';
import { crc32 } from '../../../../../webview/graph/export/crc32';
import { MOST_PIXELS, MOST_SIDE, pictureSize } from '../../../../../webview/graph/export/pictureSize';
import { type PngOptions, writePng } from '../../../../../webview/graph/export/pngFile';
import { seededRandom } from '../../../../fixtures/seededRandom';
import { thrownBy } from '../../../../fixtures/thrown';

/** Pixels of a picture: areas of one colour with noise among them. */
function pixels(width: number, height: number): Uint8ClampedArray {
  const random = seededRandom(7);
  const all = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let at = 0; at < all.length; at++) if (random() < 0.2) all[at] = Math.floor(random() * 256);
  return all;
}

async function* strips(all: Uint8ClampedArray, width: number, rows: number): AsyncGenerator<Uint8ClampedArray> {
  // One buffer for all, as a canvas could.
  const strip = new Uint8ClampedArray(4 * width * rows);
  for (let at = 0; at < all.length; at += strip.length) {
    const part = all.subarray(at, at + strip.length);
    strip.set(part);
    yield strip.subarray(0, part.length);
  }
}

async function encoded(options: PngOptions, all: Uint8ClampedArray, rows: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  await writePng(options, strips(all, options.width, rows), async bytes => {
    pieces.push(bytes);
  });
  return Buffer.concat(pieces);
}

interface Decoded {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly names: readonly string[];
  readonly bytes: Buffer;
}

/** Reads the chunks with their sums and takes the filter off, as the specification says. */
function decoded(file: Buffer): Decoded {
  assert.equal(file.subarray(0, 8).toString('latin1'), '\x89PNG\r\n\x1a\n');
  const names: string[] = [];
  const data: Buffer[] = [];
  let header: Buffer = Buffer.alloc(0);
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    const name = file.toString('latin1', at + 4, at + 8);
    const contents = file.subarray(at + 8, at + 8 + length);
    assert.equal(file.readUInt32BE(at + 8 + length), zlibCrc32(file.subarray(at + 4, at + 8 + length)), name);
    if (names.at(-1) !== name) names.push(name);
    if (name === 'IHDR') header = contents;
    if (name === 'IDAT') data.push(contents);
    at += 12 + length;
  }
  const width = header.readUInt32BE(0);
  const height = header.readUInt32BE(4);
  assert.deepEqual([header[8], header[10], header[11], header[12]], [8, 0, 0, 0]);
  const channels = header[9] === 6 ? 4 : 3;
  const rows = inflateSync(Buffer.concat(data));
  assert.equal(rows.length, height * (1 + width * channels));
  const bytes = Buffer.alloc(width * height * channels);
  for (let row = 0; row < height; row++) {
    const from = row * (1 + width * channels);
    assert.equal(rows[from], 2);
    for (let i = 0; i < width * channels; i++) {
      const above = row === 0 ? 0 : (bytes[(row - 1) * width * channels + i] ?? 0);
      bytes[row * width * channels + i] = (rows[from + 1 + i] ?? 0) + above;
    }
  }
  return { width, height, channels, names, bytes };
}

describe('a PNG file', () => {
  it('holds the pixels that were given, in strips of any height', async () => {
    const [width, height] = [37, 53];
    const all = pixels(width, height);
    for (const rows of [1, 7, 53, 100]) {
      const { names, channels, bytes, ...size } = decoded(await encoded({ width, height, hasAlpha: true }, all, rows));
      assert.deepEqual([size, channels, names], [{ width, height }, 4, ['IHDR', 'sRGB', 'IDAT', 'IEND']]);
      assert.deepEqual(bytes, Buffer.from(all.buffer));
    }
  });

  it('leaves the fourth byte out when nothing is transparent', async () => {
    const all = pixels(10, 4);
    const { channels, bytes } = decoded(await encoded({ width: 10, height: 4, hasAlpha: false }, all, 3));
    assert.equal(channels, 3);
    assert.deepEqual(bytes, Buffer.from(all.filter((_, at) => at % 4 !== 3)));
  });

  it('larger than one chunk is one picture', async () => {
    const [width, height] = [600, 700];
    const all = pixels(width, height);
    const file = await encoded({ width, height, hasAlpha: true }, all, 64);
    assert.deepEqual(decoded(file).bytes, Buffer.from(all.buffer));
    assert.ok(file.indexOf('IDAT') !== file.lastIndexOf('IDAT'));
  });

  it('ends with what stopped it: whoever draws, or whoever writes', async () => {
    const options = { width: 4, height: 400, hasAlpha: true };
    async function* failing(): AsyncGenerator<Uint8ClampedArray> {
      yield new Uint8ClampedArray(160);
      throw cancelled();
    }
    const drawing = await thrownBy(() => writePng(options, failing(), async () => undefined));
    assert.equal(drawing.code, 'cancelled');
    const writing = await thrownBy(() =>
      writePng({ width: 600, height: 700, hasAlpha: true }, strips(pixels(600, 700), 600, 50), async bytes => {
        if (bytes.length > 1000) throw cancelled();
      }),
    );
    assert.equal(writing.code, 'cancelled');
  });

  it('has the sums of zlib', () => {
    const bytes = Uint8Array.from({ length: 1000 }, (_, at) => (at * 7) % 256);
    assert.equal(crc32(bytes), zlibCrc32(bytes));
    assert.equal(crc32(bytes.subarray(0, 10), bytes.subarray(10)), zlibCrc32(bytes));
    assert.equal(crc32(), 0);
  });
});

describe('the size of a picture', () => {
  const box = (right: number, bottom: number) => ({ left: 0, top: 0, right, bottom });

  it('is what was wished, where that is possible', () => {
    assert.deepEqual(pictureSize(box(100.2, 50), 2), { width: 201, height: 100, zoom: 2, isReduced: false });
  });

  it('never goes beyond the limits, and shows all of it', () => {
    for (const [right, bottom] of [
      [1e6, 10],
      [10, 5e6],
      [40_000, 40_000],
      [25_000, 25_000],
      [0, 1e9],
    ] as const) {
      const size = pictureSize(box(right, bottom), 2);
      assert.ok(size.isReduced && size.width <= MOST_SIDE && size.height <= MOST_SIDE);
      assert.ok(size.width * size.height <= MOST_PIXELS && size.width > 0 && size.height > 0);
      assert.ok(right * size.zoom < size.width + 1 && bottom * size.zoom < size.height + 1);
    }
  });
});
