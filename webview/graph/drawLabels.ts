import type { Box } from './camera';
import { detailFont } from './drawBoxes';
import { edgeLabel } from './edgeLabel';
import type { Frame } from './frame';
import { firstRankBelow } from './scene';
import { shorten } from './shorten';

const WIDEST = 170;
const STUB = 10;

/** Writes the shape of what flows under every vertex, once for each of its values. */
export function drawEdgeLabels(context: CanvasRenderingContext2D, frame: Frame, box: Box): void {
  const { layout, graph } = frame.scene;
  context.font = detailFont(frame.palette.font);
  context.textAlign = 'left';
  context.textBaseline = 'top';
  for (let rank = Math.max(0, firstRankBelow(layout, box.top) - 1); rank < layout.ranks; rank++) {
    if ((layout.rankTop[rank] ?? 0) > box.bottom) break;
    for (let slot = layout.rankStart[rank] ?? 0; slot < (layout.rankStart[rank + 1] ?? 0); slot++) {
      const vertex = layout.order[slot] ?? 0;
      if (vertex < graph.nodes) label(vertex);
    }
  }

  function label(vertex: number): void {
    const x = layout.x[vertex] ?? 0;
    if (x + WIDEST < box.left || x > box.right) return;
    const text = [...new Set(valuesOf(vertex))].join(' | ');
    if (text === '') return;
    const shown = shorten(text, WIDEST, piece => context.measureText(piece).width);
    write(context, frame, shown, x + 5, (layout.y[vertex] ?? 0) + (layout.height[vertex] ?? 0) / 2 + 4);
  }

  function valuesOf(vertex: number): string[] {
    const found = new Set<number>();
    for (let i = graph.outgoing.start[vertex] ?? 0; i < (graph.outgoing.start[vertex + 1] ?? 0); i++) {
      found.add(graph.page.value[graph.outgoing.items[i] ?? 0] ?? 0);
    }
    return Array.from(found, value => edgeLabel(graph.page.valueTypes[value] ?? '')).filter(text => text !== '');
  }
}

/** Edges that are not drawn as lines: a dashed stub at each end that names the other end. */
export function drawPortals(context: CanvasRenderingContext2D, frame: Frame, box: Box): void {
  const { layout, graph } = frame.scene;
  const { portal } = layout;
  context.font = detailFont(frame.palette.font);
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.lineWidth = 1.2;
  for (let edge = 0; edge < portal.length; edge++) {
    if (portal[edge] !== 1) continue;
    const from = graph.page.from[edge] ?? 0;
    const to = graph.page.to[edge] ?? 0;
    stub(from, 1, `→ ${graph.title(to)} ${graph.name(to)}`);
    stub(to, -1, `← ${graph.title(from)} ${graph.name(from)}`);
  }

  function stub(vertex: number, direction: 1 | -1, text: string): void {
    const x = layout.x[vertex] ?? 0;
    const y = (layout.y[vertex] ?? 0) + (direction * (layout.height[vertex] ?? 0)) / 2;
    if (x < box.left - WIDEST || x > box.right || y < box.top - STUB || y > box.bottom + STUB) return;
    context.strokeStyle = frame.palette.edge;
    context.setLineDash([3, 3]);
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + STUB, y + direction * STUB);
    context.stroke();
    context.setLineDash([]);
    const shown = shorten(text, WIDEST, piece => context.measureText(piece).width);
    write(context, frame, shown, x + STUB + 3, y + direction * STUB);
  }
}

/** Text with a halo of the background, so lines behind it do not disturb. */
function write(context: CanvasRenderingContext2D, frame: Frame, text: string, x: number, y: number): void {
  context.lineJoin = 'round';
  context.strokeStyle = frame.palette.background;
  const { lineWidth } = context;
  context.lineWidth = 4;
  context.strokeText(text, x, y);
  context.lineWidth = lineWidth;
  context.fillStyle = frame.palette.quiet;
  context.fillText(text, x, y);
}
