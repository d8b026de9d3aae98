import { NONE } from '../hierarchy/hierarchy';
import { groupEdges } from './adjacency';
import type { Bundles } from './bundles';
import type { PlaceOrder } from './placeOrder';
import type { Places } from './places';
import type { SheetRanks } from './sheetRanks';
import type { Sheets } from './sheets';
import { KeySorter } from './sortByKey';
import { EXIT, type Strands } from './strands';
import type { VisibleTree } from './visibleTree';

/** Distance of lines that run side by side, in drawing units. */
export const LANE_GAP = 10;

/** Which strand runs where in its bundle, counted from the left. */
export interface Lanes {
  readonly ofStrand: Uint32Array;
  /** By bundle. */
  readonly count: Uint32Array;
}

/** How far a strand runs to the right of the middle of its bundle. */
export function laneOffset(lanes: Lanes, bundles: Bundles, strand: number): number {
  const count = lanes.count[bundles.ofStrand[strand] ?? 0] ?? 1;
  return ((lanes.ofStrand[strand] ?? 0) - (count - 1) / 2) * LANE_GAP;
}

/** Orders the strands of each bundle as they come out of, or arrive at, the frame they come from, so that they need not cross. */
export function assignLanes(
  tree: VisibleTree,
  strands: Strands,
  sheets: Sheets,
  ranks: SheetRanks,
  bundles: Bundles,
  places: Places,
  order: PlaceOrder,
): Lanes {
  const ofStrand = new Uint32Array(strands.count);
  const count = new Uint32Array(bundles.count);
  const { start: bundleStart } = groupEdges(
    bundles.count + 1,
    bundles.ofStrand.map(bundle => (bundle === NONE ? bundles.count : bundle)),
  );
  /** Strands bundle by bundle, in the order of their lanes. */
  const inLanes = new Uint32Array(strands.count);
  const exitOf = new Uint32Array(strands.count).fill(NONE);
  for (let hop = 0; hop < strands.hopTo.length; hop++) {
    if (strands.hopTo[hop] === EXIT) exitOf[strands.hopStrand[hop] ?? 0] = hop;
  }
  const afterExit = (strand: number): number => strands.strandAfter[exitOf[strand] ?? NONE] ?? NONE;
  const ownStrand = ownStrands(tree.count, strands);
  for (let p = tree.count - 1; p >= 0; p--) {
    if (tree.frame[p] === 1) leave(p);
    take(ownStrand[p] ?? NONE);
  }
  enterFrames();
  return { ofStrand, count };

  function take(strand: number): void {
    const bundle = strand === NONE ? NONE : (bundles.ofStrand[strand] ?? NONE);
    if (bundle === NONE) return;
    const lane = count[bundle] ?? 0;
    ofStrand[strand] = lane;
    inLanes[(bundleStart[bundle] ?? 0) + lane] = strand;
    count[bundle] = lane + 1;
  }

  /** What leaves a frame goes on in the order in which it crosses the border. */
  function leave(frame: number): void {
    for (let i = sheets.ofFrame.start[frame] ?? 0; i < (sheets.ofFrame.start[frame + 1] ?? 0); i++) {
      const sheet = sheets.ofFrame.items[i] ?? 0;
      if (sheets.ported[sheet] === 0) continue;
      const border = (ranks.start[sheet + 1] ?? 1) - 1;
      for (let k = order.rankStart[border] ?? 0; k < (order.rankStart[border + 1] ?? 0); k++) {
        const bundle = places.bundle[order.order[k] ?? 0] ?? 0;
        const first = bundleStart[bundle] ?? 0;
        for (let n = first; n < first + (count[bundle] ?? 0); n++) take(afterExit(inLanes[n] ?? 0));
      }
    }
  }

  /** What comes into a frame keeps the order that it has around it; frames come after those they are in. */
  function enterFrames(): void {
    const byFrame = groupEdges(tree.count + 1, strands.frame);
    const before = new Float64Array(strands.count);
    const sorter = new KeySorter();
    const laneBefore = (strand: number): number => {
      const hop = strands.hopBefore[strand] ?? NONE;
      return hop === NONE ? 0 : (ofStrand[strands.hopStrand[hop] ?? 0] ?? 0);
    };
    for (let frame = 0; frame < tree.count; frame++) {
      const start = byFrame.start[frame] ?? 0;
      let end = start;
      for (let i = start; i < (byFrame.start[frame + 1] ?? 0); i++) {
        const strand = byFrame.items[i] ?? 0;
        if (strands.root[strand] !== NONE) continue;
        before[strand] = laneBefore(strand);
        byFrame.items[end++] = strand;
      }
      sorter.sort(byFrame.items, start, end, before);
      for (let i = start; i < end; i++) take(byFrame.items[i] ?? 0);
    }
  }
}

/** By position the strand that starts there; `NONE` for what gives nothing to anything beside it. */
export function ownStrands(items: number, strands: Strands): Uint32Array {
  const own = new Uint32Array(items).fill(NONE);
  for (let s = 0; s < strands.count; s++) {
    const root = strands.root[s] ?? NONE;
    if (root !== NONE && strands.hopBefore[s] === NONE) own[root] = s;
  }
  return own;
}
