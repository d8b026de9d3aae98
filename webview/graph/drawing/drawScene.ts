import { drawBlocks } from './drawBlocks';
import { drawBoxes } from './drawBoxes';
import { drawFrames, drawHeaders } from './drawFrames';
import { drawFrameTitles } from './drawFrameTitles';
import { drawLineLabels } from './drawLineLabels';
import { drawLines } from './drawLines';
import { drawMatches } from './drawMatches';
import { drawStubs } from './drawStubs';
import type { DrawSteps, Pen } from './pen';
import { NEAR, type Picture } from './picture';

/** Draws a picture: only what is in it, and no finer than the eye can see at its scale. */
export function drawScene(pen: Pen, picture: Picture): void {
  const steps = drawSceneStepwise(pen, picture);
  while (steps.next().done !== true);
}

/** The same in steps of well under a millisecond each. */
export function* drawSceneStepwise(pen: Pen, picture: Picture): DrawSteps {
  pen.direction = 'ltr';
  pen.lineJoin = 'round';
  pen.globalAlpha = 1;
  pen.fillStyle = picture.palette.background;
  pen.fillRect(0, 0, picture.width, picture.height);
  yield* drawFrames(pen, picture);
  yield* drawLines(pen, picture);
  yield* drawHeaders(pen, picture);
  if (picture.scale >= NEAR) {
    yield* drawBoxes(pen, picture);
    yield* drawLineLabels(pen, picture);
    yield* drawStubs(pen, picture);
  } else {
    yield* drawBlocks(pen, picture);
    drawFrameTitles(pen, picture);
  }
  yield* drawMatches(pen, picture);
}
