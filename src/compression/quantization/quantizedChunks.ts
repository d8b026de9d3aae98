import { type ChannelLayout, quantizeWeights, WeightNoise } from './weightChannels';

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
const TRANSPOSE_BUFFER = 64 * 2 ** 20;

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
    // Every band reads and codes the whole weight; its noise counts once.
    const codes = quantizedChunks(chunks, layout, scales, first === 0 ? noise : new WeightNoise());
    let start = 0;
    for await (const chunk of codes) {
      transposeInto(band, { first, width, rows }, chunk, { start, columns });
      start += chunk.length;
    }
    yield new Uint8Array(band.buffer, 0, width * rows);
  }
}

/** Columns [first, first + width) of a matrix, held as rows. */
interface Band {
  readonly first: number;
  readonly width: number;
  /** Rows of the matrix, columns of the band. */
  readonly rows: number;
}

/** Rows that are turned together: their parts of a few columns fit the innermost cache. */
const TILE = 64;

/** Puts a stretch of a row-major matrix that begins at element `start` where it belongs in a band of its transpose. */
function transposeInto(
  target: Int8Array,
  band: Band,
  chunk: Uint8Array,
  { start, columns }: { readonly start: number; readonly columns: number },
): void {
  const end = start + chunk.length;
  const lastRow = Math.ceil(end / columns);
  for (let row = Math.floor(start / columns); row < lastRow; row += TILE) {
    const rows = Math.min(TILE, lastRow - row);
    const isWhole = row * columns >= start && (row + rows) * columns <= end;
    for (let column = band.first; column < band.first + band.width; column++) {
      const to = (column - band.first) * band.rows + row;
      let from = row * columns + column - start;
      for (let i = 0; i < rows; i++) {
        if (isWhole || (from >= 0 && from < chunk.length)) target[to + i] = chunk[from] as number;
        from += columns;
      }
    }
  }
}
