import { cancelled } from '../../shared/errors';
import { type Box, boxesOf, extentOf, MOST_AT_ONCE, type Region } from './boxes';
import type { Cells } from './cells';
import { type ElementGrid, placeIn } from './elementGrid';
import type { ElementReader } from './elementReader';

/** Cells worked on at once: a few milliseconds of work. */
export const CELLS_AT_ONCE = 2 ** 15;

/** How long work goes on: between two pieces others get their turn. */
export interface Patience {
  readonly signal: AbortSignal;
  /** `null` when nobody has to wait yet. */
  rest(): Promise<void> | null;
  /** Called with the elements that were read since the last time. */
  progress(elements: number): void;
}

/** Elements of a cell along each side. */
export interface CellSize {
  readonly rows: number;
  readonly columns: number;
}

/**
 * Reads a region of a matrix into cells; the region begins where the first cell does.
 * @throws LatheError `cancelled`, and whatever reading throws.
 */
export async function fillCells(
  cells: Cells,
  reader: ElementReader,
  grid: ElementGrid,
  region: Region,
  size: CellSize,
  patience: Patience,
): Promise<void> {
  if (reader.subject.sparse !== null) {
    await fillSparse(cells, reader, grid, region, size, patience);
    return;
  }
  for (const box of boxesOf(grid, region, reader.bits)) {
    const extent = extentOf(box);
    addBox(cells, await reader.numbers(box.first, extent), box, region, size);
    patience.progress(extent);
    await pause(patience);
  }
}

/** @throws LatheError `cancelled` */
export async function pause({ signal, rest }: Patience): Promise<void> {
  if (signal.aborted) throw cancelled();
  await rest();
  if (signal.aborted) throw cancelled();
}

function addBox(cells: Cells, values: Float32Array | Float64Array, box: Box, region: Region, size: CellSize): void {
  const { counts, strides, row, column, outerColumns } = box;
  for (let outer = 0; outer < counts[0]; outer++) {
    const left = column + outer * outerColumns - region.column;
    const at = outer * strides[0];
    if (counts[2] === 1) {
      addColumn(cells, values, { at, step: strides[1], count: counts[1] }, row - region.row, left, size);
      continue;
    }
    for (let down = 0; down < counts[1]; down++) {
      const run = { at: at + down * strides[1], step: strides[2], count: counts[2] };
      addRow(cells, values, run, row + down - region.row, left, size);
    }
  }
}

/** Elements of one row or one column: `step` apart. */
interface Run {
  readonly at: number;
  readonly step: number;
  readonly count: number;
}

function addRow(
  cells: Cells,
  values: Float32Array | Float64Array,
  { at, step, count }: Run,
  down: number,
  left: number,
  size: CellSize,
): void {
  const line = Math.floor(down / size.rows) * cells.columns;
  for (let done = 0; done < count; ) {
    const across = Math.floor((left + done) / size.columns);
    const length = Math.min(count - done, (across + 1) * size.columns - left - done);
    cells.add(line + across, values, at + done * step, step, length);
    done += length;
  }
}

function addColumn(
  cells: Cells,
  values: Float32Array | Float64Array,
  { at, step, count }: Run,
  top: number,
  left: number,
  size: CellSize,
): void {
  const across = Math.floor(left / size.columns);
  for (let done = 0; done < count; ) {
    const down = Math.floor((top + done) / size.rows);
    const length = Math.min(count - done, (down + 1) * size.rows - top - done);
    cells.add(down * cells.columns + across, values, at + done * step, step, length);
    done += length;
  }
}

/** What is not stored is zero: counted by what a cell covers, never walked. */
async function fillSparse(
  cells: Cells,
  reader: ElementReader,
  grid: ElementGrid,
  region: Region,
  size: CellSize,
  patience: Patience,
): Promise<void> {
  const stored = new Float64Array(cells.rows * cells.columns);
  const { places } = reader.subject.sparse ?? { places: new Float64Array() };
  for (let entry = 0; entry < places.length; entry++) {
    if (entry % MOST_AT_ONCE === MOST_AT_ONCE - 1) await pause(patience);
    const found = placeIn(grid, places[entry] ?? 0);
    if (found === null) continue;
    const down = found[0] - region.row;
    const across = found[1] - region.column;
    if (down < 0 || down >= region.rows || across < 0 || across >= region.columns) continue;
    const cell = Math.floor(down / size.rows) * cells.columns + Math.floor(across / size.columns);
    cells.add(cell, reader.entry(entry), 0, 1, 1);
    stored[cell] = (stored[cell] ?? 0) + 1;
  }
  for (let cell = 0; cell < stored.length; cell++) {
    if (cell % CELLS_AT_ONCE === CELLS_AT_ONCE - 1) await pause(patience);
    const down = Math.floor(cell / cells.columns) * size.rows;
    const across = (cell % cells.columns) * size.columns;
    const covered = Math.min(size.rows, region.rows - down) * Math.min(size.columns, region.columns - across);
    cells.addEqual(cell, 0, covered - (stored[cell] ?? 0));
  }
  patience.progress(places.length);
}
