import type { Box } from './camera';
import { type Frame, TEXT_SCALE } from './frame';
import { firstRankBelow, firstSlotRightOf } from './scene';
import { shorten } from './shorten';
import { DETAIL_SIZE, NODE_PADDING, TITLE_SIZE } from './sizes';

const CORNER = 5;
/** Width of the coloured band that tells a node's family. */
const BAND = 4;
/** Below this scale a box is a plain rectangle. */
const PLAIN_SCALE = 0.16;

export function drawBoxes(context: CanvasRenderingContext2D, frame: Frame, box: Box): void {
  const { layout } = frame.scene;
  const { scale } = frame.camera;
  let lastRow = Number.NEGATIVE_INFINITY;
  for (let rank = firstRankBelow(layout, box.top); rank < layout.ranks; rank++) {
    if ((layout.rankTop[rank] ?? 0) > box.bottom) break;
    const row = Math.round((layout.rankTop[rank] ?? 0) * scale);
    if (row === lastRow) continue;
    lastRow = row;
    drawRank(rank);
  }
  drawMarks(context, frame, box);

  function drawRank(rank: number): void {
    const end = layout.rankStart[rank + 1] ?? 0;
    let lastColumn = Number.NEGATIVE_INFINITY;
    for (let slot = firstSlotRightOf(layout, rank, box.left); slot < end; slot++) {
      const vertex = layout.order[slot] ?? 0;
      if (vertex >= layout.vertices) continue;
      const left = (layout.x[vertex] ?? 0) - (layout.width[vertex] ?? 0) / 2;
      if (left > box.right) break;
      const column = Math.round(left * scale);
      if (column === lastColumn) continue;
      lastColumn = column;
      if (scale < PLAIN_SCALE) drawPlain(context, frame, vertex);
      else drawVertex(context, frame, vertex);
    }
  }
}

function drawPlain(context: CanvasRenderingContext2D, frame: Frame, vertex: number): void {
  const { x, y, width, height } = rectangle(frame, vertex);
  context.fillStyle = colorOf(frame, vertex);
  const least = 1 / frame.camera.scale;
  context.fillRect(x, y, Math.max(width, least), Math.max(height, least));
}

function drawVertex(context: CanvasRenderingContext2D, frame: Frame, vertex: number): void {
  const { palette } = frame;
  const { x, y, width, height } = rectangle(frame, vertex);
  const isNode = vertex < frame.scene.graph.nodes;
  const color = colorOf(frame, vertex);
  context.beginPath();
  context.roundRect(x, y, width, height, isNode ? CORNER : height / 2);
  context.fillStyle = palette.box;
  context.fill();
  if (!palette.highContrast) {
    context.globalAlpha = isNode ? 0.14 : 0.08;
    context.fillStyle = color;
    context.fill();
    context.globalAlpha = 1;
  }
  if (isNode) {
    context.save();
    context.clip();
    context.fillStyle = color;
    context.fillRect(x, y, BAND, height);
    drawWeightMark(context, frame, vertex, color);
    context.restore();
  }
  context.lineWidth = isNode ? 1 : 1.5;
  context.strokeStyle = color;
  context.globalAlpha = palette.highContrast || !isNode ? 1 : 0.6;
  context.beginPath();
  context.roundRect(x, y, width, height, isNode ? CORNER : height / 2);
  context.stroke();
  context.globalAlpha = 1;
  if (frame.camera.scale >= TEXT_SCALE) drawText(context, frame, vertex);
}

/** A bar along the bottom as wide as the node's share of the heaviest node's weights, on a square-root scale. */
function drawWeightMark(context: CanvasRenderingContext2D, frame: Frame, vertex: number, color: string): void {
  const bytes = frame.scene.graph.weightBytes(vertex);
  if (bytes === 0) return;
  const { x, y, width, height } = rectangle(frame, vertex);
  context.fillStyle = color;
  context.fillRect(x, y + height - 3, Math.max(BAND, width * Math.sqrt(bytes / frame.scene.heaviest)), 3);
}

function drawText(context: CanvasRenderingContext2D, frame: Frame, vertex: number): void {
  const { scene, palette } = frame;
  const { x, y, width, height } = rectangle(frame, vertex);
  const room = width - 2 * NODE_PADDING + 4;
  const detail = scene.secondLine(vertex);
  const middle = x + width / 2;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillStyle = palette.text;
  context.font = titleFont(palette.font);
  const title = shorten(scene.graph.title(vertex), room, text => context.measureText(text).width);
  context.fillText(title, middle, detail === '' ? y + height / 2 : y + 15);
  if (detail === '') return;
  context.font = detailFont(palette.font);
  context.fillStyle = palette.quiet;
  context.fillText(
    shorten(detail, room, text => context.measureText(text).width),
    middle,
    y + 32,
  );
}

/** Outlines for search matches, what the pointer is on, and the selection; dashes tell matches without colour. */
function drawMarks(context: CanvasRenderingContext2D, frame: Frame, box: Box): void {
  const thick = Math.max(2, 1.6 / frame.camera.scale);
  context.setLineDash([2 * thick, thick]);
  for (const vertex of frame.matches) outline(vertex, frame.palette.match, thick);
  context.setLineDash([]);
  if (frame.hovered !== null) outline(frame.hovered, frame.palette.selection, thick / 2);
  if (frame.selected !== null) outline(frame.selected, frame.palette.selection, frame.focused ? thick * 1.5 : thick);

  function outline(vertex: number, color: string, lineWidth: number): void {
    const { x, y, width, height } = rectangle(frame, vertex);
    if (y > box.bottom || y + height < box.top || x > box.right || x + width < box.left) return;
    context.lineWidth = lineWidth;
    context.strokeStyle = color;
    context.beginPath();
    context.roundRect(x - 3, y - 3, width + 6, height + 6, CORNER + 2);
    context.stroke();
  }
}

function rectangle(frame: Frame, vertex: number): { x: number; y: number; width: number; height: number } {
  const { layout } = frame.scene;
  const width = layout.width[vertex] ?? 0;
  const height = layout.height[vertex] ?? 0;
  return { x: (layout.x[vertex] ?? 0) - width / 2, y: (layout.y[vertex] ?? 0) - height / 2, width, height };
}

function colorOf(frame: Frame, vertex: number): string {
  if (vertex >= frame.scene.graph.nodes) return frame.palette.text;
  return frame.palette.categories[frame.scene.category[vertex] ?? 0] ?? frame.palette.text;
}

export function titleFont(family: string): string {
  return `600 ${TITLE_SIZE}px ${family}`;
}

export function detailFont(family: string): string {
  return `${DETAIL_SIZE}px ${family}`;
}
