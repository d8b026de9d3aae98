import type { GraphCanvas } from './graphCanvas';
import { type Scene, sibling } from './scene';

const PAN_STEP = 60;
const ZOOM_STEP = 1.25;

export interface KeyTargets {
  readonly canvas: GraphCanvas;
  scene(): Scene | null;
  selected(): number | null;
  select(vertex: number | null): void;
  openInspector(): void;
  focusSearch(): void;
  nextMatch(step: 1 | -1): void;
}

/**
 * Keys of the drawing. Arrows follow edges from the selected vertex (down: to what uses it, up: to what it uses, left and
 * right: along its rank) and move the view when nothing is selected or Shift is held.
 */
export function handleGraphKey(event: KeyboardEvent, targets: KeyTargets): void {
  if (handle(event, targets)) event.preventDefault();
}

function handle(event: KeyboardEvent, targets: KeyTargets): boolean {
  const scene = targets.scene();
  if (scene === null) return false;
  const withCommand = event.ctrlKey || event.metaKey;
  if (event.key === '/' || (withCommand && event.key === 'f')) return did(() => targets.focusSearch());
  if (withCommand || event.altKey) return false;
  switch (event.key) {
    case '+':
    case '=':
      return did(() => targets.canvas.zoom(ZOOM_STEP));
    case '-':
      return did(() => targets.canvas.zoom(1 / ZOOM_STEP));
    case '0':
      return did(() => targets.canvas.fitAll());
    case 'Enter':
      if (targets.selected() === null) return false;
      return did(() => targets.openInspector());
    case 'Escape':
      return did(() => targets.select(null));
    case 'n':
      return did(() => targets.nextMatch(1));
    case 'N':
      return did(() => targets.nextMatch(-1));
    case 'Home':
      return did(() => targets.select(edgeVertex(scene, 1)));
    case 'End':
      return did(() => targets.select(edgeVertex(scene, -1)));
    case 'ArrowUp':
    case 'ArrowDown':
    case 'ArrowLeft':
    case 'ArrowRight':
      return did(() => moveBy(event.key, event.shiftKey, scene, targets));
    default:
      return false;
  }
}

function moveBy(key: string, shift: boolean, scene: Scene, targets: KeyTargets): void {
  const selected = targets.selected();
  if (shift || selected === null) {
    const x = key === 'ArrowLeft' ? -PAN_STEP : key === 'ArrowRight' ? PAN_STEP : 0;
    const y = key === 'ArrowUp' ? -PAN_STEP : key === 'ArrowDown' ? PAN_STEP : 0;
    targets.canvas.panBy(x, y);
    return;
  }
  const next = neighbour(key, selected, scene);
  if (next !== null) targets.select(next);
}

function neighbour(key: string, vertex: number, scene: Scene): number | null {
  if (key === 'ArrowLeft') return sibling(scene.layout, vertex, -1);
  if (key === 'ArrowRight') return sibling(scene.layout, vertex, 1);
  const candidates = key === 'ArrowUp' ? scene.graph.producers(vertex) : scene.graph.consumers(vertex);
  const x = scene.layout.x[vertex] ?? 0;
  const distance = (other: number): number => Math.abs((scene.layout.x[other] ?? 0) - x);
  return candidates.reduce<number | null>(
    (nearest, other) => (nearest === null || distance(other) < distance(nearest) ? other : nearest),
    null,
  );
}

/** The first (step 1) or last (step -1) vertex of the drawing. */
function edgeVertex(scene: Scene, step: 1 | -1): number | null {
  const { order, vertices } = scene.layout;
  for (let slot = step === 1 ? 0 : order.length - 1; slot >= 0 && slot < order.length; slot += step) {
    const place = order[slot] ?? 0;
    if (place < vertices) return place;
  }
  return null;
}

function did(action: () => void): true {
  action();
  return true;
}
