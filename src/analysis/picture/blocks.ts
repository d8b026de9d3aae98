import { decodeElements } from '../../model/elements';
import { printNumbers, printText } from '../../model/printElements';
import type { BlockRequest, PictureNumbers, PrintedBlock, StoredEntry } from '../../shared/protocol/weights';
import { type Box, boxesOf, extentOf, type Region } from './boxes';
import type { ElementGrid } from './elementGrid';
import { dequantize, type ElementReader } from './elementReader';
import { blockTooLarge } from './errors';
import type { ReadElements, Subject } from './subject';

/** Numbers handed out at once: a screen full of kernels. */
export const MOST_NUMBERS = 2 ** 18;
/** Printed elements handed out at once: what a page copies. */
export const MOST_PRINTED = 20_000;

/** What of a rectangle lies inside the matrix. */
export function regionOf(grid: ElementGrid, { row, column, rows, columns }: BlockRequest): Region {
  const start = (at: number, size: number): number => Math.min(Math.max(0, Math.trunc(at)), size);
  const top = start(row, grid.rows);
  const left = start(column, grid.columns);
  return {
    row: top,
    column: left,
    rows: start(rows, grid.rows - top),
    columns: start(columns, grid.columns - left),
  };
}

/**
 * Numbers of a rectangle, row by row, as they are drawn.
 * @throws LatheError `picture.blockTooLarge`, and whatever reading throws.
 */
export async function readNumbers(
  reader: ElementReader,
  grid: ElementGrid,
  request: BlockRequest,
): Promise<PictureNumbers> {
  const region = regionOf(grid, request);
  check(reader.subject, region, MOST_NUMBERS);
  const numbers = new Float64Array(region.rows * region.columns);
  for (const box of boxesOf(grid, region, reader.bits)) {
    const values = await reader.numbers(box.first, extentOf(box));
    eachPlace(box, region, (from, to) => {
      numbers[to] = values[from] ?? 0;
    });
  }
  return reader.dequantizes || reader.bits <= 24 || reader.subject.dtype === 'float32'
    ? new Float32Array(numbers)
    : numbers;
}

/**
 * Printed elements of a rectangle.
 * @param reader `null` for text
 * @throws LatheError `picture.blockTooLarge`, and whatever reading throws.
 */
export async function readPrinted(
  subject: Subject,
  reader: ElementReader | null,
  grid: ElementGrid,
  request: BlockRequest,
): Promise<PrintedBlock> {
  const region = regionOf(grid, request);
  check(subject, region, MOST_PRINTED);
  const values = new Array<string>(region.rows * region.columns).fill('');
  for (const box of boxesOf(grid, region, reader?.bits ?? 64)) {
    const printed = await printRange(subject, reader, box.first, extentOf(box));
    eachPlace(box, region, (from, to) => {
      values[to] = printed(from);
    });
  }
  return { ...region, values };
}

async function printRange(
  subject: Subject,
  reader: ElementReader | null,
  first: number,
  count: number,
): Promise<(index: number) => string> {
  if (reader === null) {
    const { payload } = subject.located.weight;
    return index => (payload.kind === 'strings' ? printText(payload.values[first + index]) : '');
  }
  const stored = await reader.stored(first, count);
  const numbers = reader.dequantizes ? dequantize(subject, stored, first) : stored;
  const dtype = reader.dequantizes ? 'float32' : subject.dtype;
  const width = numbers.length / count;
  // Gaps between rows were read along and are not worth printing.
  return index => printNumbers(dtype, numbers.subarray(index * width, (index + 1) * width))[0] ?? '';
}

/** Calls back with each element's place among those read and its place in the rectangle. */
function eachPlace(
  { counts, strides, row, column, outerColumns }: Box,
  region: Region,
  take: (from: number, to: number) => void,
): void {
  for (let outer = 0; outer < counts[0]; outer++) {
    for (let down = 0; down < counts[1]; down++) {
      const to = (row + down - region.row) * region.columns + column + outer * outerColumns - region.column;
      const from = outer * strides[0] + down * strides[1];
      for (let across = 0; across < counts[2]; across++) take(from + across * strides[2], to + across);
    }
  }
}

function check({ located }: Subject, { rows, columns }: Region, most: number): void {
  if (rows * columns > most) throw blockTooLarge(located.name, rows * columns, most);
}

/** Stored elements of a sparse tensor with their index in each axis. */
export async function readStored(
  subject: Subject,
  read: ReadElements,
  start: number,
  count: number,
): Promise<readonly StoredEntry[]> {
  const { sparse, located, dtype, shape } = subject;
  if (sparse === null || count === 0) return [];
  const values = printNumbers(dtype, decodeElements(dtype, await read(located.weight, start, count), count));
  return values.map((value, i) => ({ index: indexOf(sparse.places[start + i] ?? 0, shape), value }));
}

function indexOf(place: number, shape: readonly number[]): readonly number[] {
  const index: number[] = [];
  let rest = place;
  for (const size of [...shape].reverse()) {
    index.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return index;
}
