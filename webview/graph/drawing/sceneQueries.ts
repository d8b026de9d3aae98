import type { Box } from './camera';
import type { Scene } from './scene';

/** Positions of what stands for some items, each once. */
export function positionsOf(scene: Scene, items: Iterable<number>): Set<number> {
  const positions = new Set<number>();
  for (const item of items) {
    const position = scene.positionOf(item);
    if (position !== null) positions.add(position);
  }
  return positions;
}

/** The smallest box around what stands for some items; `null` when nothing does. */
export function boxAround(scene: Scene, items: Iterable<number>): Box | null {
  const boxes = Array.from(positionsOf(scene, items), position => scene.box(position));
  const [first, ...others] = boxes;
  if (first === undefined) return null;
  return others.reduce(
    (around, box) => ({
      left: Math.min(box.left, around.left),
      top: Math.min(box.top, around.top),
      right: Math.max(box.right, around.right),
      bottom: Math.max(box.bottom, around.bottom),
    }),
    first,
  );
}

/** Items of the boxes whose middle is in an area, in the order of the drawing. */
export function itemsIn(scene: Scene, area: Box): number[] {
  const inside = scene.boxes.find(area).filter(position => {
    const { left, top, right, bottom } = scene.box(position);
    const x = (left + right) / 2;
    const y = (top + bottom) / 2;
    return x >= area.left && x <= area.right && y >= area.top && y <= area.bottom;
  });
  return inside.sort((a, b) => a - b).map(position => scene.item(position));
}

/** The group whose fold button is at a point of the drawing. */
export function foldButtonAt(scene: Scene, x: number, y: number): number | null {
  const position = scene.positionAt(x, y);
  const button = position === null ? null : scene.foldButton(position);
  if (position === null || button === null) return null;
  const isOn = x >= button.left && x <= button.right && y >= button.top && y <= button.bottom;
  return isOn ? scene.item(position) : null;
}
