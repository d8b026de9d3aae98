import { drawSceneStepwise } from '../drawing/drawScene';
import type { Pen } from '../drawing/pen';
import type { Picture } from '../drawing/picture';
import type { PictureSize } from './pictureSize';

/** Pixels on the canvas at once: what lies on the edge of two strips is drawn twice. */
const STRIP_PIXELS = 1_500_000;
/** Pixels that are read back at once: little enough to hold nobody up. */
const READ_PIXELS = 200_000;

/** A canvas's context, for strips of a picture. */
export type StripPen = Pen & Pick<CanvasRenderingContext2D, 'setTransform' | 'clearRect' | 'getImageData'>;

/**
 * The pixels of a picture in strips from top to bottom, drawn on the same canvas.
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
    const some = Math.max(1, Math.floor(READ_PIXELS / width));
    for (let read = 0; read < count; read += some) {
      yield pen.getImageData(0, read, width, Math.min(some, count - read)).data;
      await pause((row + read) / height);
    }
  }
}
