import type { CameraState } from '../../state/graphState';
import type { Viewport } from './camera';
import type { DrawSteps } from './pen';
import type { TilePainter } from './tilePainter';

/** Side of a tile in device pixels. */
export const TILE = 384;
/** Device pixels kept of one scale at most, whatever the window's size asks for beyond what is in view. */
const MOST_PIXELS = 12 * 1024 * 1024;
/** While the scale is changing, pictures of the old one serve up to this factor. */
const STRETCH = 1.6;

interface Tile {
  readonly column: number;
  readonly row: number;
  readonly bitmap: ImageBitmap;
  /** Number of the content it shows. */
  readonly content: number;
}

interface Generation {
  readonly scale: number;
  readonly ratio: number;
  readonly tiles: Map<string, Tile>;
}

/** What part of the drawing the screen shows, in whole device pixels. */
export interface Screen {
  readonly camera: CameraState;
  readonly view: Viewport;
  readonly ratio: number;
}

/** Device pixels from the drawing's origin to the upper left corner of the screen. */
export function screenOrigin({ camera, view, ratio }: Screen): { readonly x: number; readonly y: number } {
  return {
    x: Math.round((camera.x * camera.scale - view.width / 2) * ratio),
    y: Math.round((camera.y * camera.scale - view.height / 2) * ratio),
  };
}

/**
 * Pictures of parts of the drawing, so that moving it copies pixels instead of drawing boxes. Tiles of the last scale, stretched,
 * stand in for those that are not ready.
 */
export class TileCache {
  #content = 0;
  #current: Generation | null = null;
  #before: Generation | null = null;
  #work: { readonly column: number; readonly row: number; readonly content: number; readonly steps: DrawSteps } | null =
    null;

  constructor(private readonly painter: TilePainter) {}

  /** The drawing looks otherwise now. What there is stays until it is replaced, unless it shows something else altogether. */
  invalidate(keepsOld: boolean): void {
    this.#content++;
    this.#work = null;
    if (keepsOld) return;
    this.#drop(this.#current);
    this.#drop(this.#before);
    this.#current = null;
    this.#before = null;
  }

  dispose(): void {
    this.invalidate(false);
  }

  /**
   * Makes tiles until `isOver` says so.
   * @param isChanging the scale is on its way to another: sharp pictures of it would be for nothing.
   * @param margin tiles around what is in view that are wanted as well.
   * @returns whether every tile that is wanted is there.
   */
  refine(screen: Screen, isChanging: boolean, margin: number, isOver: () => boolean): boolean {
    const generation = this.#generationFor(screen, isChanging);
    const wanted = this.#wanted(generation, screen, margin);
    while (wanted.length > 0) {
      const [next] = wanted;
      if (next === undefined) break;
      if (!this.#continue(generation, next, isOver)) return false;
      wanted.shift();
      if (wanted.length > 0 && isOver()) return false;
    }
    if (generation.scale === screen.camera.scale && margin === 0 && this.#before !== null) {
      this.#drop(this.#before);
      this.#before = null;
    }
    this.#evict(generation, screen);
    return true;
  }

  get isEmpty(): boolean {
    return (this.#current?.tiles.size ?? 0) + (this.#before?.tiles.size ?? 0) === 0;
  }

  /** Copies what there is. */
  paint(context: CanvasRenderingContext2D, screen: Screen): void {
    for (const generation of [this.#before, this.#current]) {
      if (generation === null) continue;
      const factor = (screen.camera.scale * screen.ratio) / (generation.scale * generation.ratio);
      const origin = screenOrigin(screen);
      const width = screen.view.width * screen.ratio;
      const height = screen.view.height * screen.ratio;
      for (const { column, row, bitmap } of generation.tiles.values()) {
        const x = column * TILE * factor - origin.x;
        const y = row * TILE * factor - origin.y;
        const side = TILE * factor;
        if (x >= width || y >= height || x + side <= 0 || y + side <= 0) continue;
        if (factor === 1) context.drawImage(bitmap, x, y);
        else context.drawImage(bitmap, x, y, side, side);
      }
    }
  }

  /** Whether all of the screen is covered by tiles of its own scale, old content included. */
  isCovered(screen: Screen): boolean {
    const current = this.#current;
    if (current === null || current.scale !== screen.camera.scale || current.ratio !== screen.ratio) return false;
    const { first, last } = tilesInView(current, screen, 0);
    for (let row = first.row; row <= last.row; row++) {
      for (let column = first.column; column <= last.column; column++) {
        if (!current.tiles.has(`${column} ${row}`)) return false;
      }
    }
    return true;
  }

  #generationFor({ camera, ratio }: Screen, isChanging: boolean): Generation {
    const current = this.#current;
    if (current !== null && current.ratio === ratio) {
      if (current.scale === camera.scale) return current;
      const stretch = Math.max(current.scale / camera.scale, camera.scale / current.scale);
      if (isChanging && stretch < STRETCH) return current;
    }
    if (current !== null && current.tiles.size > 0) {
      this.#drop(this.#before);
      this.#before = current;
    }
    this.#work = null;
    this.#current = { scale: camera.scale, ratio, tiles: new Map() };
    return this.#current;
  }

  #wanted(generation: Generation, screen: Screen, margin: number): { column: number; row: number }[] {
    const { first, last } = tilesInView(generation, screen, margin);
    const wanted: { column: number; row: number }[] = [];
    for (let row = first.row; row <= last.row; row++) {
      for (let column = first.column; column <= last.column; column++) {
        if (generation.tiles.get(`${column} ${row}`)?.content !== this.#content) wanted.push({ column, row });
      }
    }
    const middleColumn = (first.column + last.column) / 2;
    const middleRow = (first.row + last.row) / 2;
    const away = (tile: { column: number; row: number }): number =>
      Math.abs(tile.column - middleColumn) + Math.abs(tile.row - middleRow);
    return wanted.sort((a, b) => away(a) - away(b));
  }

  /** Works on one tile; `false` when time was over before it was done. */
  #continue(generation: Generation, { column, row }: { column: number; row: number }, isOver: () => boolean): boolean {
    const work = this.#work;
    const isBegun = work?.column === column && work.row === row && work.content === this.#content;
    const steps = isBegun ? work.steps : this.painter.begin(column, row, generation.scale, generation.ratio);
    if (!isBegun) this.#work = { column, row, content: this.#content, steps };
    while (steps.next().done !== true) {
      if (isOver()) return false;
    }
    this.#work = null;
    const key = `${column} ${row}`;
    generation.tiles.get(key)?.bitmap.close();
    generation.tiles.set(key, { column, row, bitmap: this.painter.finish(), content: this.#content });
    return true;
  }

  /** Closes what is farthest from view beyond what may be kept. */
  #evict(generation: Generation, screen: Screen): void {
    const { first, last } = tilesInView(generation, screen, 1);
    const inView = (last.column - first.column + 1) * (last.row - first.row + 1);
    const most = Math.max(inView, Math.floor(MOST_PIXELS / TILE ** 2));
    if (generation.tiles.size <= most) return;
    const column = (first.column + last.column) / 2;
    const row = (first.row + last.row) / 2;
    const away = (tile: Tile): number => Math.max(Math.abs(tile.column - column), Math.abs(tile.row - row));
    const farthest = [...generation.tiles.entries()].sort(([, a], [, b]) => away(b) - away(a));
    for (const [key, tile] of farthest.slice(0, generation.tiles.size - most)) {
      tile.bitmap.close();
      generation.tiles.delete(key);
    }
  }

  #drop(generation: Generation | null): void {
    for (const { bitmap } of generation?.tiles.values() ?? []) bitmap.close();
    generation?.tiles.clear();
  }
}

/** Columns and rows of a generation's tiles that the screen shows, with some around them. */
function tilesInView(
  { scale, ratio }: Generation,
  screen: Screen,
  margin: number,
): {
  readonly first: { readonly column: number; readonly row: number };
  readonly last: { readonly column: number; readonly row: number };
} {
  const origin = screenOrigin(screen);
  const factor = (scale * ratio) / (screen.camera.scale * screen.ratio);
  const tile = (value: number): number => Math.floor((value * factor) / TILE);
  return {
    first: { column: tile(origin.x) - margin, row: tile(origin.y) - margin },
    last: {
      column: tile(origin.x + screen.view.width * screen.ratio - 1) + margin,
      row: tile(origin.y + screen.view.height * screen.ratio - 1) + margin,
    },
  };
}
