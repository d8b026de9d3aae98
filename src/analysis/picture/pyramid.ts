import {
  type PictureFacts,
  type PictureNumbers,
  type PictureTile,
  TILE_CELLS,
  type TileRequest,
} from '../../shared/protocol/weights';
import { Cells } from './cells';
import type { ElementGrid } from './elementGrid';
import type { ElementReader } from './elementReader';
import { CELLS_AT_ONCE, fillCells, type Patience, pause } from './fillCells';

/** Cells that are kept of a whole matrix: 41 bytes each. */
const MOST_CELLS = 2 ** 20;

/** Halvings of rows and columns, as `TileRequest` has them. */
export interface Level {
  readonly rowLevel: number;
  readonly columnLevel: number;
}

/** The finest level at which the whole of a matrix has at most `MOST_CELLS` cells: sides are halved while they are the longer ones. */
export function wholeLevel({ rows, columns }: Pick<ElementGrid, 'rows' | 'columns'>, mostCells = MOST_CELLS): Level {
  let [rowLevel, columnLevel] = [0, 0];
  for (;;) {
    const down = Math.ceil(rows / 2 ** rowLevel);
    const across = Math.ceil(columns / 2 ** columnLevel);
    if (down * across <= mostCells) return { rowLevel, columnLevel };
    if (down >= across) rowLevel += 1;
    else columnLevel += 1;
  }
}

/** A whole matrix in cells, read once. Coarser pictures of any part follow without reading. */
export interface Pyramid extends Level {
  readonly cells: Cells;
  readonly facts: PictureFacts;
}

/**
 * @param zero the number that counts as zero
 * @throws LatheError `cancelled`, and whatever reading throws.
 */
export async function readPyramid(
  reader: ElementReader,
  grid: ElementGrid,
  zero: number,
  patience: Patience,
): Promise<Pyramid> {
  const level = wholeLevel(grid);
  const size = { rows: 2 ** level.rowLevel, columns: 2 ** level.columnLevel };
  const cells = new Cells(Math.ceil(grid.rows / size.rows), Math.ceil(grid.columns / size.columns), zero);
  const region = { row: 0, column: 0, rows: grid.rows, columns: grid.columns };
  await fillCells(cells, reader, grid, region, size, patience);
  return {
    ...level,
    cells,
    facts: { rows: grid.rows, columns: grid.columns, ...level, ...(await figuresOf(cells, patience)) },
  };
}

/** @throws LatheError `cancelled`, and whatever reading throws. */
export async function readTile(
  reader: ElementReader,
  grid: ElementGrid,
  zero: number,
  request: TileRequest,
  patience: Patience,
): Promise<PictureTile> {
  const size = { rows: 2 ** request.rowLevel, columns: 2 ** request.columnLevel };
  const row = request.tileRow * TILE_CELLS * size.rows;
  const column = request.tileColumn * TILE_CELLS * size.columns;
  const rows = Math.max(0, Math.min(TILE_CELLS * size.rows, grid.rows - row));
  const columns = Math.max(0, Math.min(TILE_CELLS * size.columns, grid.columns - column));
  const cells = new Cells(Math.ceil(rows / size.rows), Math.ceil(columns / size.columns), zero);
  await fillCells(cells, reader, grid, { row, column, rows, columns }, size, patience);
  return tileOf(cells, size.rows * size.columns === 1, isWide(reader));
}

/**
 * The same from memory, for levels at which the pyramid has cells.
 * @throws LatheError `cancelled`
 */
export async function tileFrom(
  pyramid: Pyramid,
  reader: ElementReader,
  zero: number,
  request: TileRequest,
  patience: Patience,
): Promise<PictureTile> {
  const { cells } = pyramid;
  const perRow = 2 ** (request.rowLevel - pyramid.rowLevel);
  const perColumn = 2 ** (request.columnLevel - pyramid.columnLevel);
  const top = request.tileRow * TILE_CELLS * perRow;
  const left = request.tileColumn * TILE_CELLS * perColumn;
  const rows = Math.max(0, Math.min(TILE_CELLS * perRow, cells.rows - top));
  const columns = Math.max(0, Math.min(TILE_CELLS * perColumn, cells.columns - left));
  const coarse = new Cells(Math.ceil(rows / perRow), Math.ceil(columns / perColumn), zero);
  for (let at = 0; at < rows * columns; at++) {
    if (at % CELLS_AT_ONCE === CELLS_AT_ONCE - 1) await pause(patience);
    const row = Math.floor(at / columns);
    const column = at % columns;
    const cell = Math.floor(row / perRow) * coarse.columns + Math.floor(column / perColumn);
    coarse.addCell(cell, cells, (top + row) * cells.columns + left + column);
  }
  return tileOf(coarse, request.rowLevel + request.columnLevel === 0, isWide(reader));
}

/** Whether the pyramid has the cells of a level. */
export function covers(pyramid: Level, { rowLevel, columnLevel }: Level): boolean {
  return rowLevel >= pyramid.rowLevel && columnLevel >= pyramid.columnLevel;
}

/** Whether numbers need more than float32 has. */
function isWide(reader: ElementReader): boolean {
  return !reader.dequantizes && reader.bits > 24 && reader.subject.dtype !== 'float32';
}

function tileOf(cells: Cells, isSingle: boolean, wide: boolean): PictureTile {
  const { rows, columns, marks } = cells;
  const count = rows * columns;
  const numbers = (): PictureNumbers => (wide ? new Float64Array(count) : new Float32Array(count));
  const mean = numbers();
  const zeros = new Uint8Array(count);
  const ends = isSingle ? null : { min: numbers(), max: numbers() };
  for (let cell = 0; cell < count; cell++) {
    const finite = cells.finite[cell] ?? 0;
    mean[cell] = finite === 0 ? Number.NaN : (cells.sum[cell] ?? 0) / finite;
    zeros[cell] = shareOf(cells.zeros[cell] ?? 0, finite);
    if (ends === null) continue;
    ends.min[cell] = finite === 0 ? Number.NaN : (cells.min[cell] ?? 0);
    ends.max[cell] = finite === 0 ? Number.NaN : (cells.max[cell] ?? 0);
  }
  return { rows, columns, mean, min: ends?.min ?? null, max: ends?.max ?? null, zeros, marks };
}

/** 0 only for none, 255 only for all. */
function shareOf(part: number, whole: number): number {
  if (part === 0 || whole === 0) return 0;
  return part === whole ? 255 : Math.min(254, Math.max(1, Math.round((255 * part) / whole)));
}

async function figuresOf(
  cells: Cells,
  patience: Patience,
): Promise<Omit<PictureFacts, 'rows' | 'columns' | keyof Level>> {
  let [finite, zeros, sum, min, max] = [0, 0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let cell = 0; cell < cells.finite.length; cell++) {
    if (cell % CELLS_AT_ONCE === CELLS_AT_ONCE - 1) await pause(patience);
    finite += cells.finite[cell] ?? 0;
    zeros += cells.zeros[cell] ?? 0;
    sum += cells.sum[cell] ?? 0;
    min = Math.min(min, cells.min[cell] ?? 0);
    max = Math.max(max, cells.max[cell] ?? 0);
  }
  const { nan, infinite, shift } = cells;
  if (finite === 0) return { finite, zeros, nan, infinite, min: null, max: null, mean: null, std: null };
  const mean = sum / finite;
  const std = Math.sqrt(Math.max(0, cells.squares / finite - (mean - (shift ?? 0)) ** 2));
  return { finite, zeros, nan, infinite, min, max, mean, std };
}
