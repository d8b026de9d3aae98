import type { CameraState } from '../state/viewState';
import { type Viewport, visibleBox } from './camera';
import { drawBoxes } from './drawBoxes';
import { drawEdges } from './drawEdges';
import { drawEdgeLabels, drawPortals } from './drawLabels';
import type { Palette } from './palette';
import type { Scene } from './scene';

/** What is on screen and how it is marked. */
export interface Frame {
  readonly scene: Scene;
  readonly camera: CameraState;
  readonly view: Viewport;
  readonly palette: Palette;
  readonly selected: number | null;
  readonly hovered: number | null;
  /** Segments to be emphasised. */
  readonly connected: ReadonlySet<number>;
  readonly matches: ReadonlySet<number>;
  readonly focused: boolean;
}

/** Below this scale boxes have no text. */
export const TEXT_SCALE = 0.42;
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
