import {
  MARK_NAN,
  MARK_NEGATIVE_INFINITY,
  MARK_POSITIVE_INFINITY,
  type PictureFacts,
  TILE_CELLS,
} from '../../src/shared/protocol/weights';
import { formatInteger } from '../../src/shared/units';
import { formatNumber } from './formatNumber';
import type { HeldTile } from './tileStore';

/** Digits of a single element; the values of the weight have all of them. */
const SINGLE_DIGITS = 7;

/** Everything about one cell in one line. */
export function describeCell(
  { tile, tileRow, tileColumn, rowLevel, columnLevel }: HeldTile,
  cell: number,
  facts: PictureFacts,
): string {
  const height = 2 ** rowLevel;
  const width = 2 ** columnLevel;
  const row = (tileRow * TILE_CELLS + Math.floor(cell / tile.columns)) * height;
  const column = (tileColumn * TILE_CELLS + (cell % tile.columns)) * width;
  const where = `row ${span(row, height, facts.rows)}, column ${span(column, width, facts.columns)}`;
  return `${where}: ${describeNumbers(tile, cell)}${describeMarks(tile.marks[cell] ?? 0, tile.min === null)}`;
}

function span(from: number, size: number, end: number): string {
  const last = Math.min(end, from + size) - 1;
  return last <= from ? formatInteger(from) : `${formatInteger(from)} to ${formatInteger(last)}`;
}

function describeNumbers(tile: HeldTile['tile'], cell: number): string {
  const mean = tile.mean[cell] ?? Number.NaN;
  if (Number.isNaN(mean)) return 'no finite element';
  if (tile.min === null || tile.max === null) return String(Number(mean.toPrecision(SINGLE_DIGITS)));
  const zeros = tile.zeros[cell] ?? 0;
  const share =
    zeros === 0 ? 'no zeros' : zeros === 255 ? 'all zeros' : `about ${Math.round((100 * zeros) / 255)} % zeros`;
  return `mean ${formatNumber(mean)}, least ${formatNumber(tile.min[cell] ?? 0)}, largest ${formatNumber(tile.max[cell] ?? 0)}, ${share}`;
}

function describeMarks(marks: number, isSingle: boolean): string {
  const words = [
    (marks & MARK_NAN) === 0 ? null : 'NaN',
    (marks & MARK_POSITIVE_INFINITY) === 0 ? null : '+Infinity',
    (marks & MARK_NEGATIVE_INFINITY) === 0 ? null : '−Infinity',
  ].filter(word => word !== null);
  if (words.length === 0) return '';
  return isSingle ? ` (${words.join(', ')})` : `; holds ${words.join(', ')}`;
}
