import type { Box } from './camera';
import type { Frame } from './frame';
import type { Layout } from './layout/layoutTypes';
import { firstRankBelow } from './scene';

/** Below this scale lines are straight. */
const CURVE_SCALE = 0.18;

/** Draws the segments in view: thin ones first, the selection's on top. */
export function drawEdges(context: CanvasRenderingContext2D, frame: Frame, box: Box): void {
  const { layout } = frame.scene;
  const first = Math.max(0, firstRankBelow(layout, box.top) - 1);
  const curved = frame.camera.scale >= CURVE_SCALE;
  context.lineWidth = Math.max(1.2, 0.8 / frame.camera.scale);
  context.strokeStyle = frame.palette.edge;
  context.globalAlpha = frame.connected.size > 0 && !frame.palette.highContrast ? 0.55 : 0.9;
  context.beginPath();
  let lastRow = Number.NEGATIVE_INFINITY;
  for (let rank = first; rank < layout.ranks && (layout.rankTop[rank] ?? 0) <= box.bottom; rank++) {
    const row = Math.round((layout.rankTop[rank] ?? 0) * frame.camera.scale);
    if (row === lastRow) continue;
    lastRow = row;
    traceRank(context, layout, rank, box, curved);
  }
  context.stroke();
  context.globalAlpha = 1;
  if (frame.connected.size > 0) drawConnected(context, frame, box, curved);
}

function traceRank(context: CanvasRenderingContext2D, layout: Layout, rank: number, box: Box, curved: boolean): void {
  const { segments } = layout;
  for (let s = segments.start[rank] ?? 0; s < (segments.start[rank + 1] ?? 0); s++) {
    const fromX = layout.x[segments.from[s] ?? 0] ?? 0;
    const toX = segments.toX[s] ?? 0;
    if ((fromX < box.left && toX < box.left) || (fromX > box.right && toX > box.right)) continue;
    traceSegment(context, layout, s, curved);
  }
}

function traceSegment(context: CanvasRenderingContext2D, layout: Layout, segment: number, curved: boolean): void {
  const { segments } = layout;
  const from = segments.from[segment] ?? 0;
  const to = segments.to[segment] ?? 0;
  const fromX = layout.x[from] ?? 0;
  const toX = segments.toX[segment] ?? 0;
  const fromY = (layout.y[from] ?? 0) + (layout.height[from] ?? 0) / 2;
  const toY = (layout.y[to] ?? 0) - (layout.height[to] ?? 0) / 2;
  if (from >= layout.vertices) {
    context.moveTo(fromX, (layout.y[from] ?? 0) - (layout.height[from] ?? 0) / 2);
    context.lineTo(fromX, fromY);
  } else {
    context.moveTo(fromX, fromY);
  }
  if (!curved || fromX === toX) {
    context.lineTo(toX, toY);
    return;
  }
  const bend = (toY - fromY) * 0.5;
  context.bezierCurveTo(fromX, fromY + bend, toX, toY - bend, toX, toY);
}

function drawConnected(context: CanvasRenderingContext2D, frame: Frame, box: Box, curved: boolean): void {
  const { layout } = frame.scene;
  const { segments } = layout;
  context.lineWidth = Math.max(2.2, 1.6 / frame.camera.scale);
  context.strokeStyle = frame.palette.selection;
  context.beginPath();
  for (const s of frame.connected) {
    const rank = layout.rank[segments.from[s] ?? 0] ?? 0;
    const below = layout.rankBottom[rank + 1] ?? 0;
    if ((layout.rankTop[rank] ?? 0) > box.bottom || below < box.top) continue;
    traceSegment(context, layout, s, curved);
  }
  context.stroke();
  drawArrowHeads(context, frame);
}

function drawArrowHeads(context: CanvasRenderingContext2D, frame: Frame): void {
  const { layout } = frame.scene;
  const { segments } = layout;
  const size = Math.max(5, 3 / frame.camera.scale);
  context.fillStyle = frame.palette.selection;
  context.beginPath();
  for (const s of frame.connected) {
    const to = segments.to[s] ?? 0;
    if (to >= layout.vertices) continue;
    const x = segments.toX[s] ?? 0;
    const y = (layout.y[to] ?? 0) - (layout.height[to] ?? 0) / 2;
    context.moveTo(x, y);
    context.lineTo(x - size / 1.6, y - size * 1.2);
    context.lineTo(x + size / 1.6, y - size * 1.2);
    context.closePath();
  }
  context.fill();
}
