import { groupEdges } from './adjacency';
import { PLACE_GAP } from './layoutTypes';
import type { Ordering } from './order';
import type { LayeredGraph } from './trunks';

/**
 * Gives every block the leftmost position its left neighbours allow, then moves it as far right as its right neighbours
 * allow, so that loose blocks sit beside what they belong to. With `fromRight` the same seen in a mirror. Longest paths in
 * the graph of neighbouring blocks, in topological order; linear.
 */
export function compact(
  graph: LayeredGraph,
  ordering: Ordering,
  root: Uint32Array,
  width: Float32Array,
  fromRight: boolean,
): Float64Array {
  const { left, right, distance } = neighbourPairs(graph, ordering, root, width, fromRight);
  const rightward = groupEdges(graph.places, left);
  const leftward = groupEdges(graph.places, right);
  const x = new Float64Array(graph.places);
  const order = topological(graph.places, leftward.start, rightward, right);
  for (const block of order) {
    for (let i = rightward.start[block] ?? 0; i < (rightward.start[block + 1] ?? 0); i++) {
      const pair = rightward.items[i] ?? 0;
      const other = right[pair] ?? 0;
      x[other] = Math.max(x[other] ?? 0, (x[block] ?? 0) + (distance[pair] ?? 0));
    }
  }
  for (let k = order.length - 1; k >= 0; k--) {
    const block = order[k] ?? 0;
    let most = Number.POSITIVE_INFINITY;
    for (let i = rightward.start[block] ?? 0; i < (rightward.start[block + 1] ?? 0); i++) {
      const pair = rightward.items[i] ?? 0;
      most = Math.min(most, (x[right[pair] ?? 0] ?? 0) - (distance[pair] ?? 0));
    }
    if (most !== Number.POSITIVE_INFINITY) x[block] = Math.max(x[block] ?? 0, most);
  }
  const placed = new Float64Array(graph.places);
  for (let place = 0; place < graph.places; place++) {
    const at = x[root[place] ?? 0] ?? 0;
    placed[place] = fromRight ? -at : at;
  }
  return placed;
}

/** Pairs of blocks that stand side by side on some rank, and how far apart their centres must be. */
function neighbourPairs(
  graph: LayeredGraph,
  ordering: Ordering,
  root: Uint32Array,
  width: Float32Array,
  fromRight: boolean,
): { left: Uint32Array; right: Uint32Array; distance: Float64Array } {
  const most = ordering.order.length;
  const left = new Uint32Array(most);
  const right = new Uint32Array(most);
  const distance = new Float64Array(most);
  let count = 0;
  for (let r = 0; r < graph.ranks; r++) {
    for (let slot = (ordering.rankStart[r] ?? 0) + 1; slot < (ordering.rankStart[r + 1] ?? 0); slot++) {
      const a = ordering.order[slot - 1] ?? 0;
      const b = ordering.order[slot] ?? 0;
      left[count] = root[fromRight ? b : a] ?? 0;
      right[count] = root[fromRight ? a : b] ?? 0;
      distance[count] = ((width[a] ?? 0) + (width[b] ?? 0)) / 2 + PLACE_GAP;
      count++;
    }
  }
  return { left: left.subarray(0, count), right: right.subarray(0, count), distance: distance.subarray(0, count) };
}

function topological(
  blocks: number,
  incomingStart: Uint32Array,
  outgoing: { readonly start: Uint32Array; readonly items: Uint32Array },
  target: Uint32Array,
): Uint32Array {
  const open = new Uint32Array(blocks);
  const order = new Uint32Array(blocks);
  let end = 0;
  for (let block = 0; block < blocks; block++) {
    open[block] = (incomingStart[block + 1] ?? 0) - (incomingStart[block] ?? 0);
    if (open[block] === 0) order[end++] = block;
  }
  for (let next = 0; next < end; next++) {
    const block = order[next] ?? 0;
    for (let i = outgoing.start[block] ?? 0; i < (outgoing.start[block + 1] ?? 0); i++) {
      const other = target[outgoing.items[i] ?? 0] ?? 0;
      open[other] = (open[other] ?? 1) - 1;
      if (open[other] === 0) order[end++] = other;
    }
  }
  return order.subarray(0, end);
}
