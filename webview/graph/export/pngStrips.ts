import { drawSceneStepwise } from '../drawing/drawScene';
import type { Pen } from '../drawing/pen';
import type { Picture } from '../drawing/picture';
import type { PictureSize } from './pictureSize';

/** Pixels on the canvas at once: little enough that reading them back holds nobody up. */
const STRIP_PIXELS = 1_500_000;

/** A canvas's context, for strips of a picture. */
export type StripPen = Pen & Pick<CanvasRenderingContext2D, 'setTransform' | 'clearRect' | 'getImageData'>;

/**
 * The pixels of a picture in strips from top to bottom, each drawn on the same canvas.
 * @param makePen gives the context of a canvas of so many pixels
 * @param pause is awaited between steps of drawing, and throws to stop
 */
export async function* pngStrips(
  picture: Picture,
  { width, height, zoom }: PictureSize,
  makePen: (width: number, height: number) => StripPen,
  pause: (done: number) => Promise<void>,
): AsyncGenerator<Uint8ClampedArray, void, void> {
  const rows = Math.max(1, Math.min(height, Math.floor(STRIP_PIXELS / width)));
  const pen = makePen(width, rows);
  const { ratio } = picture;
  for (let row = 0; row < height; row += rows) {
    const count = Math.min(rows, height - row);
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, width, rows);
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    const strip = { ...picture, top: picture.top + row / zoom, width: width / ratio, height: count / ratio };
    for (const _ of drawSceneStepwise(pen, strip)) await pause(row / height);
    yield pen.getImageData(0, 0, width, count).data;
    await pause((row + count) / height);
  }
}
