import type { CameraState } from '../../state/graphState';
import type { Arrangement } from '../arrange/arrangement';
import { toDrawing, toScreen, type Viewport, within } from './camera';
import type { Scene } from './scene';

/** Whether items of one arrangement are the same items in another. */
export function isSameGraph(before: Arrangement, after: Arrangement): boolean {
  const a = before.hierarchy;
  const b = after.hierarchy;
  if (a.root !== b.root) return false;
  const shared = Math.min(a.instances.length, b.instances.length);
  for (let i = 0; i < shared; i++) {
    const x = a.instances[i];
    const y = b.instances[i];
    if (x?.page.id !== y?.page.id || x?.body !== y?.body) return false;
  }
  return true;
}

/**
 * The camera for a new arrangement that leaves the corner of an item where it is on the screen. An item that is in only one of the
 * two is told by what stands for it.
 */
export function anchoredCamera(before: Scene, after: Scene, anchor: number, camera: CameraState): CameraState {
  const old = anchor < before.hierarchy.items ? before.positionOf(anchor) : null;
  const now = anchor < after.hierarchy.items ? after.positionOf(anchor) : null;
  if (old === null || now === null) return within(camera, after.drawing.bounds);
  const was = before.box(old);
  const is = after.box(now);
  return within(
    { x: camera.x + is.left - was.left, y: camera.y + is.top - was.top, scale: camera.scale },
    after.drawing.bounds,
  );
}

/** What is in the middle of the view: the anchor when nobody named one. */
export function itemInTheMiddle(scene: Scene, camera: CameraState, view: Viewport): number | null {
  const middle = toDrawing(camera, view, view.width / 2, view.height / 2);
  const reach = Math.max(view.width, view.height) / 2 / camera.scale;
  const near = scene.boxes.find({
    left: middle.x - reach,
    right: middle.x + reach,
    top: middle.y - reach,
    bottom: middle.y + reach,
  });
  let best: number | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const position of near) {
    const { left, right, top, bottom } = scene.box(position);
    const at = toScreen(camera, view, (left + right) / 2, (top + bottom) / 2);
    const distance = Math.hypot(at.x - view.width / 2, at.y - view.height / 2);
    if (distance < least) {
      least = distance;
      best = scene.item(position);
    }
  }
  return best;
}
