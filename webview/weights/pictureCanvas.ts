import { type PictureFacts, TILE_CELLS } from '../../src/shared/protocol/weights';
import { element } from '../dom';
import { cssColor, readableOn } from '../heat/colorScale';
import { prepareCanvas } from '../ui/canvas';
import { readTheme } from '../ui/theme';
import type { CellTexts } from './cellTexts';
import { cellValue } from './cellValues';
import { neededTiles, type PictureCamera, type Size } from './pictureCamera';
import { type Coloring, positionOf, TileImages } from './tileImages';
import type { HeldTile, TileStore } from './tileStore';

/** Smallest cell that a mark or a line around it can be seen in, in pixels. */
const MARKED_CELL = 9;

export interface PictureScene {
  readonly camera: PictureCamera;
  readonly facts: PictureFacts;
  readonly coloring: Coloring;
  readonly tiles: TileStore;
  readonly texts: CellTexts;
  /** Element under the cursor. */
  readonly cursor: { readonly row: number; readonly column: number } | null;
}

/** The canvas that a matrix is drawn on. */
export class PictureCanvas {
  readonly element = element('canvas', {
    class: 'weight-canvas',
    attributes: { tabindex: '0' },
    testId: 'weight-picture',
  });
  readonly #images = new TileImages();
  #shown: readonly HeldTile[] = [];

  get size(): Size {
    return { width: Math.max(1, this.element.clientWidth), height: Math.max(1, this.element.clientHeight) };
  }

  /** Tiles that the last picture was made of. */
  get shown(): readonly HeldTile[] {
    return this.#shown;
  }

  /** Which tiles are in view; asks for those that are missing. */
  prepare({ camera, facts, tiles }: Omit<PictureScene, 'coloring' | 'texts' | 'cursor'>): void {
    this.#shown = tiles.show(neededTiles(camera, facts, this.size, window.devicePixelRatio, facts));
  }

  draw(scene: PictureScene): void {
    const { width, height } = this.size;
    const context = prepareCanvas(this.element, width, height);
    if (context === null) return;
    context.imageSmoothingEnabled = false;
    const { camera, facts } = scene;
    context.save();
    context.beginPath();
    context.rect(
      -camera.x * camera.scaleX,
      -camera.y * camera.scaleY,
      facts.columns * camera.scaleX,
      facts.rows * camera.scaleY,
    );
    context.clip();
    const below = scene.tiles.isWaiting ? scene.tiles.all : [];
    for (const held of [...below, ...this.#shown]) this.#drawTile(context, held, scene);
    context.restore();
    if (Math.min(camera.scaleX, camera.scaleY) >= MARKED_CELL) scene.texts.draw(context, scene, this.#colorAt(scene));
    this.#drawFrame(context, scene);
    this.#drawCursor(context, scene);
  }

  #drawTile(context: CanvasRenderingContext2D, held: HeldTile, { camera, coloring }: PictureScene): void {
    const { tile, tileRow, tileColumn } = held;
    if (tile.mean.length === 0) return;
    const cellWidth = 2 ** held.columnLevel * camera.scaleX;
    const cellHeight = 2 ** held.rowLevel * camera.scaleY;
    const left = tileColumn * TILE_CELLS * cellWidth - camera.x * camera.scaleX;
    const top = tileRow * TILE_CELLS * cellHeight - camera.y * camera.scaleY;
    context.drawImage(this.#images.of(tile, coloring), left, top, tile.columns * cellWidth, tile.rows * cellHeight);
  }

  /** Text colour on an element's cell. */
  #colorAt(scene: PictureScene): (row: number, column: number) => string {
    return (row, column) => {
      const found = this.cellAt(row, column);
      const { coloring } = scene;
      if (found === null) return readTheme().color('--vscode-foreground');
      const marks = found.held.tile.marks[found.cell] ?? 0;
      if (marks !== 0) return readableOn((marks & 1) !== 0 ? coloring.colors.nan : coloring.colors.infinite);
      const value = cellValue(found.held.tile, found.cell, coloring.shown, coloring.fences);
      return readableOn(coloring.colors.at(positionOf(value, coloring)));
    };
  }

  /** The cell of the picture that an element lies in, if its tile is there. */
  cellAt(row: number, column: number): { readonly held: HeldTile; readonly cell: number } | null {
    for (const held of this.#shown) {
      const down = Math.floor(row / 2 ** held.rowLevel) - held.tileRow * TILE_CELLS;
      const across = Math.floor(column / 2 ** held.columnLevel) - held.tileColumn * TILE_CELLS;
      const { tile } = held;
      if (down < 0 || across < 0 || down >= tile.rows || across >= tile.columns) continue;
      return { held, cell: down * tile.columns + across };
    }
    return null;
  }

  #drawFrame(context: CanvasRenderingContext2D, { camera, facts }: PictureScene): void {
    context.strokeStyle = readTheme().color('--vscode-contrastBorder', '--vscode-descriptionForeground');
    context.lineWidth = 1;
    context.strokeRect(
      -camera.x * camera.scaleX - 0.5,
      -camera.y * camera.scaleY - 0.5,
      facts.columns * camera.scaleX + 1,
      facts.rows * camera.scaleY + 1,
    );
  }

  /** Two lines, one light and one dark, are seen on any colour. */
  #drawCursor(context: CanvasRenderingContext2D, { camera, cursor }: PictureScene): void {
    if (cursor === null) return;
    const [held] = this.#shown;
    const rows = 2 ** (held?.rowLevel ?? 0);
    const columns = 2 ** (held?.columnLevel ?? 0);
    const width = Math.max(7, columns * camera.scaleX);
    const height = Math.max(7, rows * camera.scaleY);
    const middleX = (Math.floor(cursor.column / columns) * columns + columns / 2 - camera.x) * camera.scaleX;
    const middleY = (Math.floor(cursor.row / rows) * rows + rows / 2 - camera.y) * camera.scaleY;
    for (const [color, inset] of [
      [cssColor({ red: 0, green: 0, blue: 0 }), 0],
      [cssColor({ red: 255, green: 255, blue: 255 }), 1.5],
    ] as const) {
      context.strokeStyle = color;
      context.lineWidth = 1.5;
      context.strokeRect(
        middleX - width / 2 - 1.5 + inset,
        middleY - height / 2 - 1.5 + inset,
        width + 3 - 2 * inset,
        height + 3 - 2 * inset,
      );
    }
  }
}
