import { TILE_CELLS } from '../../src/shared/protocol/weights';

/** What part of a matrix is on screen: the place in its top left corner, and pixels of an element. */
export interface PictureCamera {
  /** Columns and rows from the matrix's own corner; fractions allowed. */
  readonly x: number;
  readonly y: number;
  readonly scaleX: number;
  readonly scaleY: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

interface Matrix {
  readonly rows: number;
  readonly columns: number;
}

/** Pixels of an element at most: room for a number with nine digits. */
export const LARGEST_SCALE = 96;
/** A matrix longer than this times its width is stretched to be seen at all. */
const MOST_STRETCH = 8;
/** Tiles for one view; more would be many times what a screen shows. */
const MOST_TILES = 48;

/** Shows all of a matrix: elements are square unless that would leave a line. */
export function fitCamera({ rows, columns }: Matrix, { width, height }: Size): PictureCamera {
  const scaleX = width / Math.max(1, columns);
  const scaleY = height / Math.max(1, rows);
  const square = Math.min(scaleX, scaleY);
  const isLine = Math.max(scaleX, scaleY) > square * MOST_STRETCH;
  return clampCamera(
    {
      x: 0,
      y: 0,
      scaleX: Math.min(LARGEST_SCALE, isLine ? scaleX : square),
      scaleY: Math.min(LARGEST_SCALE, isLine ? scaleY : square),
    },
    { rows, columns },
    { width, height },
  );
}

/** Keeps the matrix in sight: centred where it is smaller than the view, else without a gap at an edge. */
export function clampCamera(camera: PictureCamera, { rows, columns }: Matrix, { width, height }: Size): PictureCamera {
  const along = (at: number, count: number, shown: number): number =>
    count <= shown ? (count - shown) / 2 : Math.min(Math.max(0, at), count - shown);
  return {
    ...camera,
    x: along(camera.x, columns, width / camera.scaleX),
    y: along(camera.y, rows, height / camera.scaleY),
  };
}

/** Zooms by a factor around a point of the view, from a line's stretched elements to square ones. */
export function zoomCamera(
  camera: PictureCamera,
  factor: number,
  point: { readonly x: number; readonly y: number },
  matrix: Matrix,
  view: Size,
): PictureCamera {
  const whole = fitCamera(matrix, view);
  const column = camera.x + point.x / camera.scaleX;
  const row = camera.y + point.y / camera.scaleY;
  const limited = (scale: number, least: number): number =>
    Math.min(LARGEST_SCALE, Math.max(Math.min(least, LARGEST_SCALE), scale * factor));
  const scaleX = limited(camera.scaleX, whole.scaleX);
  const scaleY = limited(camera.scaleY, whole.scaleY);
  const moved = { x: column - point.x / scaleX, y: row - point.y / scaleY, scaleX, scaleY };
  return clampCamera(moved, matrix, view);
}

/** Cells of `2 ** rowLevel` rows and `2 ** columnLevel` columns. */
export interface Level {
  readonly rowLevel: number;
  readonly columnLevel: number;
}

/** Tiles that the view needs, and their level. */
export interface NeededTiles extends Level {
  readonly tiles: readonly { readonly tileRow: number; readonly tileColumn: number }[];
}

/**
 * The finest level whose cells are no smaller than a pixel of the screen, so that none is left out; coarser when it would
 * take more tiles than a screen can show, down to `whole`, the level that needs no reading.
 */
export function neededTiles(
  camera: PictureCamera,
  matrix: Matrix,
  view: Size,
  pixelRatio: number,
  whole: Level,
): NeededTiles {
  const levelOf = (scale: number): number => Math.max(0, Math.ceil(-Math.log2(scale * pixelRatio) - 1e-9));
  let level: Level = { rowLevel: levelOf(camera.scaleY), columnLevel: levelOf(camera.scaleX) };
  for (;;) {
    const rows = range(camera.y, view.height / camera.scaleY, matrix.rows, level.rowLevel);
    const columns = range(camera.x, view.width / camera.scaleX, matrix.columns, level.columnLevel);
    const canCoarsen = level.rowLevel < whole.rowLevel || level.columnLevel < whole.columnLevel;
    if (rows.length * columns.length <= MOST_TILES || !canCoarsen) {
      const tiles = rows.flatMap(tileRow => columns.map(tileColumn => ({ tileRow, tileColumn })));
      return { ...level, tiles };
    }
    level = {
      rowLevel: level.rowLevel + (level.rowLevel < whole.rowLevel ? 1 : 0),
      columnLevel: level.columnLevel + (level.columnLevel < whole.columnLevel ? 1 : 0),
    };
  }
}

/** Numbers of the tiles along one side, from what is in sight. */
function range(at: number, shown: number, count: number, level: number): readonly number[] {
  const span = TILE_CELLS * 2 ** level;
  const first = Math.max(0, Math.floor(Math.max(0, at) / span));
  const last = Math.ceil(Math.min(count, at + shown) / span);
  return Array.from({ length: Math.max(0, Math.min(last - first, 4 * MOST_TILES)) }, (_, i) => first + i);
}

/** The elements in sight. */
export function visibleBlock(camera: PictureCamera, { rows, columns }: Matrix, { width, height }: Size) {
  const row = Math.min(rows, Math.max(0, Math.floor(camera.y)));
  const column = Math.min(columns, Math.max(0, Math.floor(camera.x)));
  return {
    row,
    column,
    rows: Math.max(0, Math.min(rows, Math.ceil(camera.y + height / camera.scaleY)) - row),
    columns: Math.max(0, Math.min(columns, Math.ceil(camera.x + width / camera.scaleX)) - column),
  };
}
