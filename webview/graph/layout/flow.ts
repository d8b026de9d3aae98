import { NONE } from '../hierarchy/hierarchy';
import { type Adjacency, groupEdges } from './adjacency';
import { EXIT, type Strands } from './strands';
import type { VisibleTree } from './visibleTree';

/** Pairs of things in one frame of which one gives and the other takes, whatever goes on inside either. */
export interface Flow {
  readonly to: Uint32Array;
  /** Pairs by the one that gives, those who take in ascending order. */
  readonly outgoing: Adjacency;
  /** Positions such that every pair that is not `against` goes forward. */
  readonly order: Uint32Array;
  /** 1 for pairs that close a cycle, as closed groups do. */
  readonly against: Uint8Array;
}

/** Puts what each frame holds in the order of its flow; cycles are cut where a walk in the order of the file comes back. Linear. */
export function findFlow(tree: VisibleTree, strands: Strands): Flow {
  const from = new Uint32Array(strands.hopTo.length);
  const to = new Uint32Array(strands.hopTo.length);
  let pairs = 0;
  for (let hop = 0; hop < strands.hopTo.length; hop++) {
    const root = strands.root[strands.hopStrand[hop] ?? 0] ?? NONE;
    const target = strands.hopTo[hop] ?? EXIT;
    if (root === NONE || target === EXIT) continue;
    from[pairs] = root;
    to[pairs++] = target;
  }
  return orderFlow(tree.count, from.subarray(0, pairs), to.subarray(0, pairs));
}

function orderFlow(count: number, unsortedFrom: Uint32Array, unsortedTo: Uint32Array): Flow {
  // Sorted by the end and then, keeping that order, by the start: what is inside a group does not change the order around it.
  const byEnd = groupEdges(count, unsortedTo).items;
  const from = byEnd.map(pair => unsortedFrom[pair] ?? 0);
  const to = byEnd.map(pair => unsortedTo[pair] ?? 0);
  const outgoing = groupEdges(count, from);
  const against = new Uint8Array(from.length);
  const waiting = new Uint32Array(count);
  for (const end of to) waiting[end] = (waiting[end] ?? 0) + 1;
  const order = new Uint32Array(count);
  if (sortPositions() < count) {
    markReturns();
    waiting.fill(0);
    for (let pair = 0; pair < to.length; pair++) {
      if (against[pair] === 0) waiting[to[pair] ?? 0] = (waiting[to[pair] ?? 0] ?? 0) + 1;
    }
    sortPositions();
  }
  return { to, outgoing, order, against };

  /** Kahn's algorithm over the pairs that are not against the flow; returns how many positions it reached. */
  function sortPositions(): number {
    let end = 0;
    for (let p = 0; p < count; p++) if (waiting[p] === 0) order[end++] = p;
    for (let next = 0; next < end; next++) {
      const p = order[next] ?? 0;
      for (let i = outgoing.start[p] ?? 0; i < (outgoing.start[p + 1] ?? 0); i++) {
        const pair = outgoing.items[i] ?? 0;
        if (against[pair] === 1) continue;
        const other = to[pair] ?? 0;
        waiting[other] = (waiting[other] ?? 1) - 1;
        if (waiting[other] === 0) order[end++] = other;
      }
    }
    return end;
  }

  /** Depth-first search from what nothing feeds, then from the first that is left: pairs that lead back to the way it came. */
  function markReturns(): void {
    const state = new Uint8Array(count);
    const stack = new Uint32Array(count);
    const next = outgoing.start.slice();
    const fed = new Uint8Array(count);
    for (const end of to) fed[end] = 1;
    for (let p = 0; p < count; p++) if (fed[p] === 0) walk(p);
    for (let p = 0; p < count; p++) if (state[p] === 0) walk(p);

    function walk(first: number): void {
      let height = 0;
      stack[height++] = first;
      state[first] = 1;
      while (height > 0) {
        const p = stack[height - 1] ?? 0;
        const i = next[p] ?? 0;
        if (i === (outgoing.start[p + 1] ?? 0)) {
          state[p] = 2;
          height--;
          continue;
        }
        next[p] = i + 1;
        const pair = outgoing.items[i] ?? 0;
        const other = to[pair] ?? 0;
        if (state[other] === 1) against[pair] = 1;
        else if (state[other] === 0) {
          state[other] = 1;
          stack[height++] = other;
        }
      }
    }
  }
}
