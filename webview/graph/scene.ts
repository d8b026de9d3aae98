import { CATEGORY_NAMES, categoryOf } from './categories';
import type { DrawnGraph } from './drawnGraph';
import type { Layout } from './layout/layoutTypes';
import { secondLine } from './sizes';

/** A laid-out graph ready to be drawn: everything per vertex that drawing would else look up each frame. */
export interface Scene {
  readonly graph: DrawnGraph;
  readonly layout: Layout;
  /** Index into `CATEGORY_NAMES` for each vertex. */
  readonly category: Uint8Array;
  readonly heaviest: number;
  secondLine(vertex: number): string;
}

export function makeScene(graph: DrawnGraph, layout: Layout): Scene {
  const ofOps = graph.page.ops.map(op => CATEGORY_NAMES.indexOf(categoryOf(op)));
  const category = new Uint8Array(graph.vertices).fill(CATEGORY_NAMES.indexOf('other'));
  let heaviest = 0;
  for (let v = 0; v < graph.nodes; v++) {
    category[v] = ofOps[graph.page.op[v] ?? 0] ?? 0;
    heaviest = Math.max(heaviest, graph.weightBytes(v));
  }
  return { graph, layout, category, heaviest, secondLine: vertex => secondLine(graph, vertex) };
}

/** First rank whose bottom is at or below `y`. Binary search. */
export function firstRankBelow(layout: Layout, y: number): number {
  let low = 0;
  let high = layout.ranks;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((layout.rankBottom[middle] ?? 0) < y) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** First slot of `order` in the rank whose place reaches `x` or beyond. Binary search; places do not overlap. */
export function firstSlotRightOf(layout: Layout, rank: number, x: number): number {
  let low = layout.rankStart[rank] ?? 0;
  let high = layout.rankStart[rank + 1] ?? 0;
  while (low < high) {
    const middle = (low + high) >> 1;
    const place = layout.order[middle] ?? 0;
    if ((layout.x[place] ?? 0) + (layout.width[place] ?? 0) / 2 < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The vertex under a point of the drawing, `null` when there is none. */
export function vertexAt(layout: Layout, x: number, y: number): number | null {
  const rank = firstRankBelow(layout, y);
  const place = layout.order[firstSlotRightOf(layout, rank, x)];
  if (rank >= layout.ranks || place === undefined || place >= layout.vertices) return null;
  if (layout.rank[place] !== rank) return null;
  const insideX = Math.abs(x - (layout.x[place] ?? 0)) <= (layout.width[place] ?? 0) / 2;
  const insideY = Math.abs(y - (layout.y[place] ?? 0)) <= (layout.height[place] ?? 0) / 2;
  return insideX && insideY ? place : null;
}

/** The nearest vertex to the left or right on the same rank. */
export function sibling(layout: Layout, vertex: number, step: 1 | -1): number | null {
  const rank = layout.rank[vertex] ?? 0;
  const start = layout.rankStart[rank] ?? 0;
  const end = layout.rankStart[rank + 1] ?? 0;
  let slot = layout.order.subarray(start, end).indexOf(vertex) + start + step;
  while (slot >= start && slot < end) {
    const place = layout.order[slot] ?? 0;
    if (place < layout.vertices) return place;
    slot += step;
  }
  return null;
}

/** Segments that carry values into or out of a vertex, trunks included, as positions in `layout.segments`. */
export function connectedSegments(scene: Scene, vertex: number): Set<number> {
  const { layout } = scene;
  const { segments } = layout;
  const found = new Set<number>();
  const trunkPlaces = new Set<number>();
  const { incoming, page } = scene.graph;
  const wantedEdges = new Set<number>();
  for (let i = incoming.start[vertex] ?? 0; i < (incoming.start[vertex + 1] ?? 0); i++) {
    const edge = incoming.items[i] ?? 0;
    if (layout.portal[edge] === 1) continue;
    wantedEdges.add(edge);
    let place = layout.lastPlace[edge] ?? 0;
    while (place >= layout.vertices && !trunkPlaces.has(place)) {
      trunkPlaces.add(place);
      place = layout.parent[place] ?? 0;
    }
  }
  const sources = new Set([vertex, ...Array.from(wantedEdges, edge => page.from[edge] ?? 0)]);
  for (let s = 0; s < segments.from.length; s++) {
    const source = segments.source[s] ?? 0;
    if (!sources.has(source)) continue;
    const isOwn = source === vertex;
    if (isOwn || wantedEdges.has(segments.edge[s] ?? 0) || trunkPlaces.has(segments.to[s] ?? 0)) found.add(s);
  }
  return found;
}
