import { groupEdges } from './adjacency';
import { type Layout, type LayoutInput, RANK_GAP, type Segments, TRUNK_WIDTH } from './layoutTypes';
import { type Ordering, orderRanks } from './order';
import { placeRanks } from './place';
import { assignRanks } from './ranks';
import { buildTrunks, type LayeredGraph } from './trunks';

/** Closest that two inputs meet the top of a vertex, in drawing units. */
const PORT_GAP = 14;

/**
 * Layered drawing (Sugiyama's framework) in near-linear time: ranks, trunks, order, positions. Yields between steps so the
 * caller can leave the thread to others. Deterministic.
 */
export function* layoutSteps(input: LayoutInput): Generator<void, Layout> {
  const outgoing = groupEdges(input.vertices, input.from);
  const incoming = groupEdges(input.vertices, input.to);
  const ranks = assignRanks(input, outgoing, incoming);
  yield;
  const graph = buildTrunks(input, outgoing, ranks);
  yield;
  const width = new Float32Array(graph.places).fill(TRUNK_WIDTH);
  width.set(input.width);
  const ordering = yield* orderRanks(graph);
  const x = Float32Array.from(yield* placeRanks(graph, ordering, input.vertices, width));
  yield;
  const vertical = stackRanks(input, graph, ordering);
  const segments = sortSegments(graph, x, width, input.vertices);
  let left = graph.places === 0 ? 0 : Number.POSITIVE_INFINITY;
  let right = graph.places === 0 ? 0 : Number.NEGATIVE_INFINITY;
  for (let place = 0; place < graph.places; place++) {
    left = Math.min(left, (x[place] ?? 0) - (width[place] ?? 0) / 2);
    right = Math.max(right, (x[place] ?? 0) + (width[place] ?? 0) / 2);
  }
  return {
    vertices: input.vertices,
    places: graph.places,
    ranks: graph.ranks,
    rank: graph.rank,
    x,
    width,
    ...vertical,
    rankStart: ordering.rankStart,
    order: ordering.order,
    segments,
    lastPlace: graph.lastPlace,
    parent: graph.parent,
    portal: graph.portal,
    left,
    right,
    top: 0,
    bottom: vertical.rankBottom[graph.ranks - 1] ?? 0,
  };
}

/** Runs the steps in one go. */
export function layout(input: LayoutInput): Layout {
  const steps = layoutSteps(input);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Rank heights follow their tallest vertex; trunks cross a rank from its top to its bottom. */
function stackRanks(
  input: LayoutInput,
  graph: LayeredGraph,
  ordering: Ordering,
): Pick<Layout, 'y' | 'height' | 'rankTop' | 'rankBottom'> {
  const y = new Float32Array(graph.places);
  const height = new Float32Array(graph.places);
  const rankTop = new Float32Array(graph.ranks);
  const rankBottom = new Float32Array(graph.ranks);
  let top = 0;
  for (let r = 0; r < graph.ranks; r++) {
    const members = ordering.order.subarray(ordering.rankStart[r], ordering.rankStart[r + 1]);
    let tallest = 0;
    for (const place of members) tallest = Math.max(tallest, place < input.vertices ? (input.height[place] ?? 0) : 0);
    for (const place of members) {
      y[place] = top + tallest / 2;
      height[place] = place < input.vertices ? (input.height[place] ?? 0) : tallest;
    }
    rankTop[r] = top;
    rankBottom[r] = top + tallest;
    top += tallest + RANK_GAP + crowding(members.length);
  }
  return { y, height, rankTop, rankBottom };
}

/** Crowded ranks get more room below them, where many lines run sideways. */
function crowding(members: number): number {
  return Math.min(120, 3 * members);
}

function sortSegments(graph: LayeredGraph, x: Float32Array, width: Float32Array, vertices: number): Segments {
  const upperRank = new Uint32Array(graph.from.length);
  for (let s = 0; s < upperRank.length; s++) upperRank[s] = graph.rank[graph.from[s] ?? 0] ?? 0;
  const byRank = groupEdges(graph.ranks, upperRank);
  const pick = (column: Uint32Array): Uint32Array => Uint32Array.from(byRank.items, s => column[s] ?? 0);
  const from = pick(graph.from);
  const to = pick(graph.to);
  return {
    start: byRank.start,
    from,
    to,
    toX: portPositions(from, to, x, width, vertices),
    source: pick(graph.source),
    edge: pick(graph.edge),
  };
}

/** Spreads the lines that arrive at a vertex over its top, in the order of where they come from, so none hides another. */
function portPositions(
  from: Uint32Array,
  to: Uint32Array,
  x: Float32Array,
  width: Float32Array,
  vertices: number,
): Float32Array {
  const toX = Float32Array.from(to, place => x[place] ?? 0);
  const arriving = groupEdges(x.length, to);
  for (let v = 0; v < vertices; v++) {
    const lines = arriving.items.slice(arriving.start[v], arriving.start[v + 1]);
    if (lines.length < 2) continue;
    lines.sort((a, b) => (x[from[a] ?? 0] ?? 0) - (x[from[b] ?? 0] ?? 0) || a - b);
    const gap = Math.min(PORT_GAP, ((width[v] ?? 0) - PORT_GAP) / (lines.length - 1));
    lines.forEach((line, i) => {
      toX[line] = (x[v] ?? 0) + (i - (lines.length - 1) / 2) * gap;
    });
  }
  return toX;
}
