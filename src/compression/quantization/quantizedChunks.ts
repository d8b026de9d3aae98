import { type ChannelLayout, quantizeWeights, type WeightNoise } from './weightChannels';

/** Values of a weight in row-major order, from the start each time; an array may be reused for the next. */
export type FloatChunks = () => AsyncIterable<Float32Array>;

/** int8 codes of a weight in its own order. */
export async function* quantizedChunks(
  chunks: FloatChunks,
  layout: ChannelLayout,
  scales: Float32Array,
  noise: WeightNoise,
): AsyncGenerator<Uint8Array> {
  let codes = new Int8Array(0);
  let start = 0;
  for await (const values of chunks()) {
    if (codes.length < values.length) codes = new Int8Array(values.length);
    quantizeWeights(values, start, layout, scales, codes, noise);
    start += values.length;
    yield new Uint8Array(codes.buffer, 0, values.length);
  }
}

/** Codes held at once while transposing. A band of columns that fits is gathered in one pass over the weight. */
export const TRANSPOSE_BUFFER = 64 * 2 ** 20;

/**
 * int8 codes of the transpose of a weight of shape [rows, columns] with one scale for each row (or one for all). Memory is
 * bounded: a weight with more codes than `bufferBytes` is read once for every band of columns that fits.
 */
export async function* transposedChunks(
  chunks: FloatChunks,
  rows: number,
  columns: number,
  scales: Float32Array,
  noise: WeightNoise,
  bufferBytes = TRANSPOSE_BUFFER,
): AsyncGenerator<Uint8Array> {
  const bandColumns = Math.max(1, Math.min(columns, Math.floor(bufferBytes / Math.max(1, rows))));
  const band = new Int8Array(bandColumns * rows);
  const layout = scales.length === 1 ? { channels: 1, inner: rows * columns } : { channels: rows, inner: columns };
  for (let first = 0; first < columns; first += bandColumns) {
    const width = Math.min(bandColumns, columns - first);
    await fillBand({ chunks, layout, scales, noise, rows, columns }, first, width, band);
    yield new Uint8Array(band.buffer, 0, width * rows);
  }
}

interface Transposition {
  readonly chunks: FloatChunks;
  readonly layout: ChannelLayout;
  readonly scales: Float32Array;
  readonly noise: WeightNoise;
  readonly rows: number;
  readonly columns: number;
}

/** Codes of columns [first, first + width) of the weight, as rows of its transpose. */
async function fillBand(from: Transposition, first: number, width: number, band: Int8Array): Promise<void> {
  const { rows, columns } = from;
  let codes = new Int8Array(0);
  let start = 0;
  for await (const values of from.chunks()) {
    if (codes.length < values.length) codes = new Int8Array(values.length);
    let at = 0;
    while (at < values.length) {
      const row = Math.floor((start + at) / columns);
      const column = (start + at) % columns;
      const end = Math.min(values.length, at + columns - column);
      const low = Math.max(first, column);
      const high = Math.min(first + width, column + end - at);
      if (low < high) {
        const begin = at + low - column;
        const part = values.subarray(begin, begin + high - low);
        const target = codes.subarray(begin, begin + high - low);
        quantizeWeights(part, row * columns + low, from.layout, from.scales, target, from.noise);
        for (let i = 0; i < target.length; i++) band[(low - first + i) * rows + row] = target[i] as number;
      }
      at = end;
    }
    start += values.length;
  }
}
