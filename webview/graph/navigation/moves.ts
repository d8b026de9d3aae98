import type { Drawing } from '../layout/drawing';
import type { ArrangedGraph } from './arrangedGraph';
import type { Neighbours } from './neighbours';

export type Way = 'up' | 'down' | 'left' | 'right';

/** How much farther an item counts for each unit that it lies aside of the way. */
const ASIDE = 2;

/**
 * Where an arrow key leads: with the flow to what uses the item, against it to what it uses, the one that lies straightest; across
 * the flow, and where no edge leads on, to the nearest box that way. `null` when there is nothing.
 */
export function moved(graph: ArrangedGraph, neighbours: Neighbours, item: number, way: Way): number | null {
  const { direction } = graph.drawing;
  const ahead = direction === 'down' ? 'down' : 'right';
  const back = direction === 'down' ? 'up' : 'left';
  if (way === ahead) return straightest(graph, item, neighbours.after(item)) ?? nearest(graph, item, way);
  if (way === back) return straightest(graph, item, neighbours.before(item)) ?? nearest(graph, item, way);
  return nearest(graph, item, way);
}

/** The first (step 1) or last (step -1) box along the flow. */
export function outermost({ drawing }: ArrangedGraph, step: 1 | -1): number | null {
  const { items, top, left, direction, frame } = drawing;
  let best: number | null = null;
  let bestAlong = 0;
  let bestAcross = 0;
  for (let position = 0; position < items.length; position++) {
    if (frame[position] === 1) continue;
    const along = step * ((direction === 'down' ? top : left)[position] ?? 0);
    const across = step * ((direction === 'down' ? left : top)[position] ?? 0);
    if (best !== null && (along > bestAlong || (along === bestAlong && across >= bestAcross))) continue;
    best = items[position] ?? null;
    bestAlong = along;
    bestAcross = across;
  }
  return best;
}

function straightest(graph: ArrangedGraph, item: number, candidates: readonly number[]): number | null {
  const from = graph.position(item);
  if (from === null) return null;
  const { drawing } = graph;
  const at = centre(drawing, from);
  let best: number | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const position = graph.position(candidate);
    if (position === null) continue;
    const { x, y } = centre(drawing, position);
    const [aside, along] = drawing.direction === 'down' ? [x - at.x, y - at.y] : [y - at.y, x - at.x];
    const cost = Math.abs(aside) * ASIDE + Math.abs(along);
    if (cost >= least) continue;
    best = candidate;
    least = cost;
  }
  return best;
}

function nearest(graph: ArrangedGraph, item: number, way: Way): number | null {
  const from = graph.position(item);
  if (from === null) return null;
  const { drawing } = graph;
  const isVertical = way === 'up' || way === 'down';
  const sign = way === 'down' || way === 'right' ? 1 : -1;
  const at = centre(drawing, from);
  const begin = isVertical ? drawing.top : drawing.left;
  const size = isVertical ? drawing.height : drawing.width;
  const crossBegin = isVertical ? drawing.left : drawing.top;
  const crossSize = isVertical ? drawing.width : drawing.height;
  const crossStart = crossBegin[from] ?? 0;
  const crossEnd = crossStart + (crossSize[from] ?? 0);
  let best: number | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (let position = 0; position < drawing.items.length; position++) {
    const other = drawing.items[position] ?? 0;
    if (position === from || drawing.frame[position] === 1 || graph.isInside(other, item)) continue;
    const middle = (begin[position] ?? 0) + (size[position] ?? 0) / 2;
    const along = sign * (middle - (isVertical ? at.y : at.x));
    if (along <= 0) continue;
    const otherStart = crossBegin[position] ?? 0;
    const otherEnd = otherStart + (crossSize[position] ?? 0);
    const aside = Math.max(0, otherStart - crossEnd, crossStart - otherEnd);
    const cost = along + aside * ASIDE;
    if (cost >= least) continue;
    best = other;
    least = cost;
  }
  return best;
}

function centre({ left, top, width, height }: Drawing, position: number): { x: number; y: number } {
  return {
    x: (left[position] ?? 0) + (width[position] ?? 0) / 2,
    y: (top[position] ?? 0) + (height[position] ?? 0) / 2,
  };
}
