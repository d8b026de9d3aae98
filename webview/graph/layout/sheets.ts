import { NONE } from '../hierarchy/hierarchy';
import { type Adjacency, groupEdges } from './adjacency';
import { EXIT, type Strands } from './strands';
import type { VisibleTree } from './visibleTree';

/**
 * Parts of a frame that nothing inside it connects; each is laid out alone. What has lines to the frame's border is one sheet, whose first
 * and last rank are that border.
 */
export interface Sheets {
  readonly count: number;
  /** By position. */
  readonly sheetOf: Uint32Array;
  /** Sheet of each strand. */
  readonly sheetOfStrand: Uint32Array;
  readonly frame: Uint32Array;
  /** 1 for sheets with lines to their frame's border. */
  readonly ported: Uint8Array;
  readonly ofFrame: Adjacency;
}

/** Union-find over what each frame holds and, after these, the frame's border. Near-linear. */
export function findSheets(tree: VisibleTree, strands: Strands): Sheets {
  const { count } = tree;
  const above = Uint32Array.from({ length: 2 * count + 1 }, (_, i) => i);
  const border = (frame: number): number => count + frame;
  const hasBorder = new Uint8Array(count + 1);
  for (let hop = 0; hop < strands.hopTo.length; hop++) {
    const strand = strands.hopStrand[hop] ?? 0;
    const frame = strands.frame[strand] ?? 0;
    const root = strands.root[strand] ?? NONE;
    const to = strands.hopTo[hop] ?? EXIT;
    if (root === NONE || to === EXIT) hasBorder[frame] = 1;
    join(root === NONE ? border(frame) : root, to === EXIT ? border(frame) : to);
  }
  const sheetAt = new Uint32Array(2 * count + 1).fill(NONE);
  const sheetOf = new Uint32Array(count);
  const frame = new Uint32Array(count);
  let sheets = 0;
  for (let p = 0; p < count; p++) {
    const top = find(p);
    if (sheetAt[top] === NONE) {
      frame[sheets] = tree.parent[p] ?? 0;
      sheetAt[top] = sheets++;
    }
    sheetOf[p] = sheetAt[top] ?? 0;
  }
  const sheetOfStrand = new Uint32Array(strands.count);
  for (let s = 0; s < strands.count; s++) {
    const root = strands.root[s] ?? NONE;
    sheetOfStrand[s] = sheetAt[find(root === NONE ? border(strands.frame[s] ?? 0) : root)] ?? 0;
  }
  const ported = new Uint8Array(sheets);
  for (let f = 0; f <= count; f++) if (hasBorder[f] === 1) ported[sheetAt[find(border(f))] ?? 0] = 1;
  return {
    count: sheets,
    sheetOf,
    sheetOfStrand,
    frame: frame.subarray(0, sheets),
    ported,
    ofFrame: groupEdges(count + 1, frame.subarray(0, sheets)),
  };

  function find(element: number): number {
    let e = element;
    while (above[e] !== e) {
      above[e] = above[above[e] ?? 0] ?? 0;
      e = above[e] ?? 0;
    }
    return e;
  }

  function join(a: number, b: number): void {
    const one = find(a);
    const other = find(b);
    above[Math.max(one, other)] = Math.min(one, other);
  }
}
