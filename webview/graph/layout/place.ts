import { alignVertically, markConflicts, sortNeighbours } from './alignment';
import { compact } from './compaction';
import type { Ordering } from './order';
import { relax } from './relax';
import type { LayeredGraph } from './trunks';

const ALIGNMENTS = [
  { upwards: true, fromRight: false },
  { upwards: true, fromRight: true },
  { upwards: false, fromRight: false },
  { upwards: false, fromRight: true },
] as const;

/**
 * Horizontal positions after Brandes and Köpf (2002): four extreme layouts, each made of straight vertical blocks packed
 * to one side, and for every place the mean of its two middle positions. Trunks stay straight. What that leaves loose is
 * then drawn together. Returns centres, without overlaps. Linear.
 */
export function* placeRanks(
  graph: LayeredGraph,
  ordering: Ordering,
  vertices: number,
  width: Float32Array,
): Generator<void, Float64Array> {
  const neighbours = sortNeighbours(graph, ordering);
  const position = new Uint32Array(graph.places);
  for (let r = 0; r < graph.ranks; r++) {
    const start = ordering.rankStart[r] ?? 0;
    for (let slot = start; slot < (ordering.rankStart[r + 1] ?? 0); slot++) {
      position[ordering.order[slot] ?? 0] = slot - start;
    }
  }
  const conflict = markConflicts(graph, ordering, neighbours, position, vertices);
  yield;
  const layouts: Float64Array[] = [];
  for (const { upwards, fromRight } of ALIGNMENTS) {
    const root = alignVertically(graph, ordering, neighbours, position, conflict, upwards, fromRight);
    yield;
    layouts.push(compact(graph, ordering, root, width, fromRight));
    yield;
  }
  const x = balance(layouts, width);
  yield* relax(graph, ordering, vertices, width, x);
  return x;
}

/** Lines the four layouts up with the narrowest, left-packed ones by their left side, and averages the middle two. */
function balance(layouts: readonly Float64Array[], width: Float32Array): Float64Array {
  const extents = layouts.map(x => extent(x, width));
  const narrowest = extents.reduce((best, candidate) =>
    candidate.right - candidate.left < best.right - best.left ? candidate : best,
  );
  const shifts = extents.map((own, i) =>
    ALIGNMENTS[i]?.fromRight === true ? narrowest.right - own.right : narrowest.left - own.left,
  );
  const places = layouts[0]?.length ?? 0;
  const x = new Float64Array(places);
  for (let place = 0; place < places; place++) {
    const found = layouts.map((own, i) => (own[place] ?? 0) + (shifts[i] ?? 0)).sort((a, b) => a - b);
    x[place] = ((found[1] ?? 0) + (found[2] ?? 0)) / 2;
  }
  return x;
}

function extent(x: Float64Array, width: Float32Array): { readonly left: number; readonly right: number } {
  let left = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  for (let place = 0; place < x.length; place++) {
    left = Math.min(left, (x[place] ?? 0) - (width[place] ?? 0) / 2);
    right = Math.max(right, (x[place] ?? 0) + (width[place] ?? 0) / 2);
  }
  return { left, right };
}
