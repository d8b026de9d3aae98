import { NONE } from '../hierarchy/hierarchy';
import { groupEdges } from './adjacency';
import type { Sheets } from './sheets';
import type { DrawnHops } from './spans';
import type { Strands } from './strands';
import type { VisibleTree } from './visibleTree';

/**
 * Strands that start at the same thing run side by side as one bundle, so that what is open inside that thing changes how wide the bundle
 * is but not its way.
 */
export interface Bundles {
  readonly count: number;
  /** By strand; `NONE` for strands of which nothing is drawn. */
  readonly ofStrand: Uint32Array;
  /** What in the frame the bundle comes from; `NONE` for its border. */
  readonly root: Uint32Array;
  readonly sheet: Uint32Array;
  readonly rootRank: Uint32Array;
  /** Lowest and highest rank that a strand of it leads to. */
  readonly lowest: Uint32Array;
  readonly highest: Uint32Array;
}

export function bundleStrands(tree: VisibleTree, strands: Strands, sheets: Sheets, hops: DrawnHops): Bundles {
  const ofStrand = new Uint32Array(strands.count).fill(NONE);
  const used = new Uint8Array(strands.count);
  for (let hop = 0; hop < hops.drawn.length; hop++) if (hops.drawn[hop] === 1) used[strands.hopStrand[hop] ?? 0] = 1;
  const root = new Uint32Array(strands.count);
  const sheet = new Uint32Array(strands.count);
  const rootRank = new Uint32Array(strands.count);
  const known = new Uint32Array(tree.count + 1);
  const knownIn = new Uint32Array(tree.count + 1).fill(NONE);
  const byFrame = groupEdges(tree.count + 1, strands.frame);
  let count = 0;
  for (const s of byFrame.items) {
    if (used[s] === 0) continue;
    const own = strands.root[s] ?? NONE;
    const frame = strands.frame[s] ?? 0;
    const key = own === NONE ? (strands.origin[s] ?? 0) : own;
    // What comes out of something inside has its key inside the frame, what comes in has it outside: they cannot meet.
    if (knownIn[key] !== frame) {
      knownIn[key] = frame;
      root[count] = own;
      sheet[count] = sheets.sheetOfStrand[s] ?? 0;
      rootRank[count] = hops.rootRank[s] ?? 0;
      known[key] = count++;
    }
    ofStrand[s] = known[key] ?? 0;
  }
  const lowest = rootRank.slice(0, count);
  const highest = new Uint32Array(count).fill(NONE);
  for (let hop = 0; hop < hops.drawn.length; hop++) {
    if (hops.drawn[hop] === 0) continue;
    const bundle = ofStrand[strands.hopStrand[hop] ?? 0] ?? 0;
    lowest[bundle] = Math.max(lowest[bundle] ?? 0, hops.rank[hop] ?? 0);
    highest[bundle] = Math.min(highest[bundle] ?? 0, hops.rank[hop] ?? 0);
  }
  return {
    count,
    ofStrand,
    root: root.subarray(0, count),
    sheet: sheet.subarray(0, count),
    rootRank: rootRank.subarray(0, count),
    lowest,
    highest,
  };
}
