import {
  MARK_NAN,
  MARK_NEGATIVE_INFINITY,
  MARK_POSITIVE_INFINITY,
  type PictureTile,
} from '../../src/shared/protocol/weights';
import { cellValue, type Fences, type Shown } from './cellValues';
import { type DivergingColors, packed } from './divergingColors';

/** How numbers become colours. */
export interface Coloring {
  readonly colors: DivergingColors;
  readonly shown: Shown;
  readonly fences: Fences;
  readonly middle: number;
  /** Distance from the middle at which the colours end. */
  readonly span: number;
}

/** Position of a number on the scale, -1 to 1. Shares of zeros go from the middle to its upper end. */
export function positionOf(value: number, { shown, middle, span }: Coloring): number {
  if (shown === 'zeros') return value;
  if (span === 0) return 0;
  return (value - middle) / span;
}

/** Images of tiles, painted once for each way of colouring. */
export class TileImages {
  readonly #painted = new WeakMap<PictureTile, { readonly coloring: Coloring; readonly image: HTMLCanvasElement }>();

  of(tile: PictureTile, coloring: Coloring): HTMLCanvasElement {
    const known = this.#painted.get(tile);
    if (known !== undefined && isSame(known.coloring, coloring)) return known.image;
    const image = paint(tile, coloring);
    this.#painted.set(tile, { coloring, image });
    return image;
  }
}

function isSame(a: Coloring, b: Coloring): boolean {
  return (
    a.colors === b.colors &&
    a.shown === b.shown &&
    a.middle === b.middle &&
    a.span === b.span &&
    a.fences.low === b.fences.low &&
    a.fences.high === b.fences.high
  );
}

function paint(tile: PictureTile, coloring: Coloring): HTMLCanvasElement {
  const { colors, shown, fences } = coloring;
  const image = document.createElement('canvas');
  image.width = Math.max(1, tile.columns);
  image.height = Math.max(1, tile.rows);
  const context = image.getContext('2d');
  if (context === null || tile.mean.length === 0) return image;
  const pixels = context.createImageData(tile.columns, tile.rows);
  const words = new Uint32Array(pixels.data.buffer);
  const nan = packed(colors.nan);
  const infinite = packed(colors.infinite);
  for (let cell = 0; cell < words.length; cell++) {
    const marks = tile.marks[cell] ?? 0;
    // What is not a number is seen from any distance.
    if ((marks & MARK_NAN) !== 0) words[cell] = nan;
    else if ((marks & (MARK_POSITIVE_INFINITY | MARK_NEGATIVE_INFINITY)) !== 0) words[cell] = infinite;
    else words[cell] = colors.pixel(positionOf(cellValue(tile, cell, shown, fences), coloring));
  }
  context.putImageData(pixels, 0, 0);
  return image;
}
