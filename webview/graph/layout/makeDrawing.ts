import { NONE } from '../hierarchy/hierarchy';
import { findArrivals } from './arrivals';
import { bundleStrands } from './bundles';
import { Composer } from './composer';
import type { Drawing, DrawingInput } from './drawing';
import { assignLanes } from './lanes';
import type { LayeredGraph } from './layeredGraph';
import { LineTracer } from './lineTracer';
import { layOnPaper, type Paper } from './paper';
import { orderPlaces } from './placeOrder';
import { layPlaces } from './places';
import { Positions } from './positions';
import { SheetPlacer } from './sheetPlacer';
import { rankSheets } from './sheetRanks';
import { findSheets } from './sheets';
import { cutLongSpans } from './spans';
import { buildStrands } from './strands';
import { listStretches } from './stretches';
import { Terminals } from './terminals';
import { type VisibleTree, visibleTree } from './visibleTree';

/**
 * Layered drawing (Sugiyama's framework) of nested groups with routed lines, in near-linear time and without recursion. What each open
 * group holds is ranked and ordered alone, whatever is open inside or around it, and composed from the inside out. The same input gives
 * the same drawing.
 */
export function drawing(input: DrawingInput): Drawing {
  const graph = layer(input);
  const { tree, strands, sheets, ranks, hops } = graph;
  const stretches = listStretches(tree.count, ranks.start[sheets.count] ?? 0, strands, hops);
  const positions = new Positions(graph, stretches.count);
  const terminals = new Terminals(graph, stretches, positions);
  new Composer(graph, positions, new SheetPlacer(graph, stretches, positions, terminals), input).compose();
  const paper = layOnPaper(positions);
  const isRight = input.direction === 'right';
  const tracer = new LineTracer(graph, stretches, positions, terminals, paper, isRight);
  tracer.trace();
  const lines = tracer.writer.done();
  const boxes = boxesOn(paper, positions, tree.count, isRight);
  return {
    direction: input.direction,
    items: tree.items,
    ...boxes,
    frame: tree.frame.slice(0, tree.count),
    depth: framesAround(tree),
    positionOf: tree.positionOf,
    ...lines,
    lastLine: hops.lastHop.map(hop => (hop === NONE ? NONE : (tracer.lineOfHop[hop] ?? NONE))),
    stubs: hops.stubs,
    bounds: boundsOf(boxes, lines.points),
  };
}

/** All that does not depend on sizes. */
function layer({ hierarchy, open }: DrawingInput): LayeredGraph {
  const tree = visibleTree(hierarchy, open);
  const strands = buildStrands(tree, hierarchy.from, hierarchy.to);
  const sheets = findSheets(tree, strands);
  const ranks = rankSheets(hierarchy, tree, strands, sheets);
  const hops = cutLongSpans(tree.count, strands, sheets, ranks);
  const bundles = bundleStrands(tree, strands, sheets, hops);
  const places = layPlaces(tree.count, strands, sheets, ranks, hops, bundles);
  const order = orderPlaces(places, sheets, ranks, findArrivals(strands, hops, bundles, places));
  const lanes = assignLanes(tree, strands, sheets, ranks, bundles, places, order);
  return { tree, strands, sheets, ranks, hops, bundles, places, order, lanes };
}

type Boxes = Pick<Drawing, 'left' | 'top' | 'width' | 'height'>;

function boxesOn(paper: Paper, positions: Positions, count: number, isRight: boolean): Boxes {
  const across = { start: Float32Array.from(paper.left), size: Float32Array.from(positions.width) };
  const along = { start: Float32Array.from(paper.top), size: Float32Array.from(positions.height) };
  const horizontal = isRight ? along : across;
  const vertical = isRight ? across : along;
  return {
    left: horizontal.start.slice(0, count),
    top: vertical.start.slice(0, count),
    width: horizontal.size.slice(0, count),
    height: vertical.size.slice(0, count),
  };
}

function framesAround(tree: VisibleTree): Uint16Array {
  const depth = new Uint16Array(tree.count);
  for (let p = 0; p < tree.count; p++) depth[p] = (tree.depth[p] ?? 1) - 1;
  return depth;
}

/** Around all boxes and lines; a point at the origin when there are none. */
function boundsOf(boxes: Boxes, points: Float32Array): Drawing['bounds'] {
  if (boxes.left.length === 0) return { left: 0, top: 0, right: 0, bottom: 0 };
  let left = Number.POSITIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < boxes.left.length; i++) {
    const x = boxes.left[i] ?? 0;
    const y = boxes.top[i] ?? 0;
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + (boxes.width[i] ?? 0));
    bottom = Math.max(bottom, y + (boxes.height[i] ?? 0));
  }
  for (let i = 0; i < points.length; i += 2) {
    const x = points[i] ?? 0;
    const y = points[i + 1] ?? 0;
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return { left, top, right, bottom };
}
