import { visibleBox } from './camera';
import { drawBoxes } from './drawBoxes';
import { drawEdges } from './drawEdges';
import { drawEdgeLabels, drawPortals } from './drawLabels';
import { type Frame, TEXT_SCALE } from './frame';

/** Above this scale edges tell their shapes. */
const LABEL_SCALE = 0.7;

/** Draws one frame: only what is in view, and no finer than the eye can see at this scale. */
export function drawScene(context: CanvasRenderingContext2D, frame: Frame): void {
  const { camera, view } = frame;
  context.save();
  context.translate(view.width / 2, view.height / 2);
  context.scale(camera.scale, camera.scale);
  context.translate(-camera.x, -camera.y);
  const box = visibleBox(camera, view);
  drawEdges(context, frame, box);
  if (camera.scale >= TEXT_SCALE) drawPortals(context, frame, box);
  drawBoxes(context, frame, box);
  if (camera.scale >= LABEL_SCALE) drawEdgeLabels(context, frame, box);
  context.restore();
}
