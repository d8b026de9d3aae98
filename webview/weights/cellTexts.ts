import type { PictureFacts, PrintedBlock } from '../../src/shared/protocol/weights';
import { readTheme } from '../ui/theme';
import { type PictureCamera, type Size, visibleBlock } from './pictureCamera';
import type { WeightSource } from './weightSource';

/** Least room for a number, in pixels. */
const LEAST_WIDTH = 44;
const LEAST_HEIGHT = 14;
const MOST_TEXTS = 4000;

/** Printed elements of what is in view, once cells are large enough for them. */
export class CellTexts {
  #block: PrintedBlock | null = null;
  #asked = '';

  constructor(
    private readonly source: WeightSource,
    private readonly onTexts: () => void,
    private readonly onFailure: (thrown: unknown) => void,
  ) {}

  clear(): void {
    this.#block = null;
    this.#asked = '';
  }

  /** Asks for what is in view. */
  prepare(camera: PictureCamera, facts: PictureFacts, view: Size): void {
    if (camera.scaleX < LEAST_WIDTH || camera.scaleY < LEAST_HEIGHT) return;
    const block = visibleBlock(camera, facts, view);
    if (block.rows * block.columns > MOST_TEXTS) return;
    const key = JSON.stringify(block);
    if (key === this.#asked) return;
    this.#asked = key;
    this.source.values(block).then(
      printed => {
        if (this.#asked !== key) return;
        this.#block = printed;
        this.onTexts();
      },
      (thrown: unknown) => {
        if (this.#asked === key) this.onFailure(thrown);
      },
    );
  }

  draw(
    context: CanvasRenderingContext2D,
    { camera }: { readonly camera: PictureCamera },
    colorAt: (row: number, column: number) => string,
  ): void {
    const block = this.#block;
    if (block === null || camera.scaleX < LEAST_WIDTH || camera.scaleY < LEAST_HEIGHT) return;
    context.font = `11px ${readTheme().font}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    for (let row = 0; row < block.rows; row++) {
      for (let column = 0; column < block.columns; column++) {
        const text = block.values[row * block.columns + column] ?? '';
        context.fillStyle = colorAt(block.row + row, block.column + column);
        const x = (block.column + column + 0.5 - camera.x) * camera.scaleX;
        const y = (block.row + row + 0.5 - camera.y) * camera.scaleY;
        context.fillText(fitted(context, text, camera.scaleX - 4), x, y);
      }
    }
  }
}

/** Fewer digits where all do not fit; the line below the picture has them all. */
function fitted(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  const value = Number(text);
  if (Number.isFinite(value)) {
    for (const digits of [4, 3, 2]) {
      const short = `≈${Number(value.toPrecision(digits))}`;
      if (context.measureText(short).width <= room) return short;
    }
  }
  return '…';
}
