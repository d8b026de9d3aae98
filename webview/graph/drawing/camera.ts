import type { CameraState } from '../../state/graphState';

export const CLOSEST = 3;
const FARTHEST = 0.0001;
/** What a graph opens with when all of it, at the smallest scale that can be read, does not fit. */
const READABLE = 0.85;
const STILL_READABLE = 0.7;
/** Titles can be read and all is in view: better to begin with than half of it at a larger scale. */
const OVERVIEW = 0.58;
const MARGIN = 28;

/** A rectangle in drawing units. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** CSS pixels. */
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
export function openingCamera(
  box: Box,
  view: Viewport,
  start: { readonly x: number; readonly y: number },
): CameraState {
  const scale = fittingScale(box, view);
  if (scale >= OVERVIEW) return fitCamera(box, view);
  const roomX = (view.width / 2 - MARGIN) / READABLE;
  const roomY = (view.height / 2 - MARGIN) / READABLE;
  return {
    x: along(box.left, box.right, start.x, roomX),
    y: along(box.top, box.bottom, start.y, roomY),
    scale: READABLE,
  };
}

/** The middle of what fits, else as near to the start as shows no emptiness beyond the drawing. */
function along(low: number, high: number, start: number, room: number): number {
  if (high - low <= 2 * room) return (low + high) / 2;
  return Math.min(high - room, Math.max(low + room, start));
}

function fittingScale(box: Box, view: Viewport): number {
  const width = Math.max(1, box.right - box.left);
  const height = Math.max(1, box.bottom - box.top);
  const roomX = Math.max(1, view.width - 2 * MARGIN);
  const roomY = Math.max(1, view.height - 2 * MARGIN);
  return Math.max(FARTHEST, Math.min(1, roomX / width, roomY / height));
}

/** Whether nothing of the drawing lies beyond the view. */
export function isAllInView(box: Box, camera: CameraState, view: Viewport): boolean {
  const seen = visibleBox(camera, view);
  return seen.left <= box.left && seen.right >= box.right && seen.top <= box.top && seen.bottom >= box.bottom;
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
  return within({ x: camera.x + dx / camera.scale, y: camera.y + dy / camera.scale, scale: camera.scale }, box);
}

/** The same camera with its middle on the drawing. */
export function within(camera: CameraState, box: Box): CameraState {
  return {
    x: Math.min(box.right, Math.max(box.left, camera.x)),
    y: Math.min(box.bottom, Math.max(box.top, camera.y)),
    scale: camera.scale,
  };
}

/** The way between two cameras: positions evenly, scale by equal factors; `t` from 0 to 1. */
export function between(start: CameraState, end: CameraState, t: number): CameraState {
  return {
    x: start.x + (end.x - start.x) * t,
    y: start.y + (end.y - start.y) * t,
    scale: start.scale * (end.scale / start.scale) ** t,
  };
}

/** Distance from the view's edge, in pixels, from which on something counts as revealed. */
const EDGE = 48;

/** The camera that shows a box readably, its beginning where it is larger than the view; `null` when it is seen so already. */
export function revealingCamera(box: Box, camera: CameraState, view: Viewport): CameraState | null {
  const corner = toScreen(camera, view, box.left, box.top);
  const other = toScreen(camera, view, box.right, box.bottom);
  const isInView = corner.x > EDGE && other.x < view.width - EDGE && corner.y > EDGE && other.y < view.height - EDGE;
  if (isInView && camera.scale >= STILL_READABLE) return null;
  const scale = Math.max(camera.scale, STILL_READABLE);
  const place = (low: number, high: number, room: number): number =>
    (high - low) * scale > room - 2 * EDGE ? low + (room / 2 - EDGE) / scale : (low + high) / 2;
  return { x: place(box.left, box.right, view.width), y: place(box.top, box.bottom, view.height), scale };
}
