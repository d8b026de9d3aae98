import type { CameraState } from '../state/graphState';

export const CLOSEST = 3;
const FARTHEST = 0.0001;
/** Smallest scale at which boxes can be read: what a graph opens with. */
const READABLE = 0.85;
const MARGIN = 28;

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Viewport {
  readonly width: number;
  readonly height: number;
}

export function toScreen(camera: CameraState, view: Viewport, x: number, y: number): { x: number; y: number } {
  return { x: (x - camera.x) * camera.scale + view.width / 2, y: (y - camera.y) * camera.scale + view.height / 2 };
}

export function toDrawing(camera: CameraState, view: Viewport, x: number, y: number): { x: number; y: number } {
  return { x: (x - view.width / 2) / camera.scale + camera.x, y: (y - view.height / 2) / camera.scale + camera.y };
}

export function visibleBox(camera: CameraState, view: Viewport): Box {
  const halfWidth = view.width / 2 / camera.scale;
  const halfHeight = view.height / 2 / camera.scale;
  return {
    left: camera.x - halfWidth,
    right: camera.x + halfWidth,
    top: camera.y - halfHeight,
    bottom: camera.y + halfHeight,
  };
}

/** Shows everything. */
export function fitCamera(box: Box, view: Viewport): CameraState {
  return { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2, scale: fittingScale(box, view) };
}

/** Shows everything where it can be read so, else the beginning at a size that can. */
export function openingCamera(box: Box, view: Viewport, startX: number): CameraState {
  const scale = fittingScale(box, view);
  if (scale >= READABLE) return fitCamera(box, view);
  return { x: startX, y: box.top + (view.height / 2 - MARGIN) / READABLE, scale: READABLE };
}

function fittingScale(box: Box, view: Viewport): number {
  const width = Math.max(1, box.right - box.left);
  const height = Math.max(1, box.bottom - box.top);
  const roomX = Math.max(1, view.width - 2 * MARGIN);
  const roomY = Math.max(1, view.height - 2 * MARGIN);
  return Math.max(FARTHEST, Math.min(1, roomX / width, roomY / height));
}

/** Changes the scale and keeps the drawing's point under the given screen point where it is. */
export function zoomAt(camera: CameraState, view: Viewport, factor: number, x: number, y: number): CameraState {
  const scale = Math.min(CLOSEST, Math.max(FARTHEST, camera.scale * factor));
  const fixed = toDrawing(camera, view, x, y);
  return {
    x: fixed.x - (x - view.width / 2) / scale,
    y: fixed.y - (y - view.height / 2) / scale,
    scale,
  };
}

/** Moves by screen pixels, never so far that the drawing leaves the view. */
export function pan(camera: CameraState, dx: number, dy: number, box: Box): CameraState {
  return {
    x: Math.min(box.right, Math.max(box.left, camera.x + dx / camera.scale)),
    y: Math.min(box.bottom, Math.max(box.top, camera.y + dy / camera.scale)),
    scale: camera.scale,
  };
}
