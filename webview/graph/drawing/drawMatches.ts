import type { DrawSteps, Pen } from './pen';
import { type Picture, rectangleOf, seenBox } from './picture';

const STEP = 100;
/** Matches of fewer pixels are filled, since dashes could not be seen. */
const DASHED = 10;
const OUTSIDE = 3;

/** Dashed outlines around what matches a search; filled marks from afar. */
export function* drawMatches(pen: Pen, picture: Picture): DrawSteps {
  const { matches, scene, palette, scale } = picture;
  if (matches === null) return;
  const near = seenBox(picture, 16);
  const least = 3 / scale;
  pen.strokeStyle = palette.match;
  pen.fillStyle = palette.match;
  pen.lineWidth = 2;
  pen.setLineDash([5, 3]);
  let drawn = 0;
  for (const position of [...scene.frames.find(near, least), ...scene.boxes.find(near)]) {
    if (matches[position] !== 1) continue;
    const { x, y, width, height } = rectangleOf(picture, position);
    if (Math.min(width, height) < DASHED && !scene.isFrame(position)) {
      pen.fillRect(x - 1, y - 1, Math.max(3, width + 2), Math.max(3, height + 2));
    } else {
      pen.beginPath();
      pen.roundRect(x - OUTSIDE, y - OUTSIDE, width + 2 * OUTSIDE, height + 2 * OUTSIDE, 6);
      pen.stroke();
    }
    if (++drawn % STEP === 0) yield;
  }
  pen.setLineDash([]);
}
