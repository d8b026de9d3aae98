import { type Hierarchy, ITEM, NONE } from '../hierarchy/hierarchy';
import { findFlow } from './flow';
import type { Sheets } from './sheets';
import { EXIT, type Strands } from './strands';
import type { VisibleTree } from './visibleTree';

/**
 * Ranks of all sheets in one row of numbers: those of sheet `s` are `start[s] .. start[s + 1]`, the first and the last of them its frame's
 * border.
 */
export interface SheetRanks {
  readonly start: Uint32Array;
  /** By position. */
  readonly rank: Uint32Array;
}

/**
 * Longest-path layering: everything one below the lowest that feeds it. What no input of the graph or of the frame reaches then sinks
 * to just above its first user, so that constants do not crowd the top.
 */
export function rankSheets(hierarchy: Hierarchy, tree: VisibleTree, strands: Strands, sheets: Sheets): SheetRanks {
  const { to, outgoing, order, against } = findFlow(tree, strands);
  const rank = new Uint32Array(tree.count).fill(1);
  const settled = settledByInputs(hierarchy, tree, strands);
  for (const p of order) {
    for (let i = outgoing.start[p] ?? 0; i < (outgoing.start[p + 1] ?? 0); i++) {
      const pair = outgoing.items[i] ?? 0;
      if (against[pair] === 1) continue;
      const other = to[pair] ?? 0;
      rank[other] = Math.max(rank[other] ?? 1, (rank[p] ?? 1) + 1);
      if (settled[p] === 1) settled[other] = 1;
    }
  }
  for (let k = order.length - 1; k >= 0; k--) {
    const p = order[k] ?? 0;
    if (settled[p] === 1) continue;
    let first = Number.MAX_SAFE_INTEGER;
    for (let i = outgoing.start[p] ?? 0; i < (outgoing.start[p + 1] ?? 0); i++) {
      const pair = outgoing.items[i] ?? 0;
      if (against[pair] === 0) first = Math.min(first, rank[to[pair] ?? 0] ?? 1);
    }
    if (first !== Number.MAX_SAFE_INTEGER) rank[p] = first - 1;
  }
  const start = new Uint32Array(sheets.count + 1);
  for (let p = 0; p < tree.count; p++) {
    const sheet = sheets.sheetOf[p] ?? 0;
    start[sheet + 1] = Math.max(start[sheet + 1] ?? 0, (rank[p] ?? 1) + 2);
  }
  for (let s = 0; s < sheets.count; s++) start[s + 1] = (start[s + 1] ?? 0) + (start[s] ?? 0);
  for (let p = 0; p < tree.count; p++) rank[p] = (rank[p] ?? 1) + (start[sheets.sheetOf[p] ?? 0] ?? 0);
  return { start, rank };
}

/** 1 for inputs of the graph and what lines from outside lead to. */
function settledByInputs(hierarchy: Hierarchy, tree: VisibleTree, strands: Strands): Uint8Array {
  const settled = new Uint8Array(tree.count);
  for (let p = 0; p < tree.count; p++) if (hierarchy.kind[tree.items[p] ?? 0] === ITEM.input) settled[p] = 1;
  for (let hop = 0; hop < strands.hopTo.length; hop++) {
    const target = strands.hopTo[hop] ?? EXIT;
    if (target !== EXIT && strands.root[strands.hopStrand[hop] ?? 0] === NONE) settled[target] = 1;
  }
  return settled;
}
