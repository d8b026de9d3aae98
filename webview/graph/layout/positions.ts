import { NONE } from '../hierarchy/hierarchy';
import { LANE_GAP, laneOffset } from './lanes';
import type { LayeredGraph } from './layeredGraph';

/** Least room between two things side by side, and beside a line that passes a thing. */
const THING_GAP = 24;
const LINE_GAP = 14;

/**
 * Sizes and places while frames are composed from the inside out. Lengths along a rank are relative to the left of the sheet, heights to
 * its top; both are whole or half units, so that sums are exact and lines that meet do so exactly.
 */
export class Positions {
  /** By position; of frames once they are composed. */
  readonly width: Float64Array;
  readonly height: Float64Array;
  /** By place: its middle. */
  readonly x: Float64Array;
  readonly placeWidth: Float64Array;
  /** By segment, as `PlaceSizes.shift`. */
  readonly shift: Float64Array;
  /** By strand: where it starts, to the right of the middle of its root or of its place on the border. */
  readonly rootPin: Float64Array;
  /** By strand that comes from outside: where it crosses the border, to the right of the frame's middle. */
  readonly entryPin: Float64Array;
  /** By hop: where it ends. */
  readonly hopX: Float64Array;
  /** By rank. */
  readonly rankTop: Float64Array;
  readonly rankHeight: Float64Array;
  /** By stretch: its horizontal piece. */
  readonly stretchY: Float64Array;
  /** By sheet: in its frame. */
  readonly sheetX: Float64Array;
  readonly sheetY: Float64Array;
  readonly sheetWidth: Float64Array;
  readonly sheetHeight: Float64Array;

  constructor(
    readonly graph: LayeredGraph,
    stretches: number,
  ) {
    const { tree, places, strands, sheets, ranks, bundles, lanes } = graph;
    this.width = new Float64Array(tree.count + 1);
    this.height = new Float64Array(tree.count + 1);
    this.x = new Float64Array(places.count);
    this.placeWidth = new Float64Array(places.count);
    for (let place = 0; place < places.count; place++) {
      const bundle = places.bundle[place] ?? NONE;
      if (bundle !== NONE) this.placeWidth[place] = ((lanes.count[bundle] ?? 1) - 1) * LANE_GAP;
    }
    this.shift = new Float64Array(places.from.length);
    this.rootPin = new Float64Array(strands.count);
    for (let s = 0; s < strands.count; s++) {
      if (strands.root[s] === NONE && bundles.ofStrand[s] !== NONE) this.rootPin[s] = laneOffset(lanes, bundles, s);
    }
    this.entryPin = new Float64Array(strands.count);
    this.hopX = new Float64Array(strands.hopTo.length);
    const rankCount = ranks.start[sheets.count] ?? 0;
    this.rankTop = new Float64Array(rankCount);
    this.rankHeight = new Float64Array(rankCount);
    this.stretchY = new Float64Array(stretches);
    this.sheetX = new Float64Array(sheets.count);
    this.sheetY = new Float64Array(sheets.count);
    this.sheetWidth = new Float64Array(sheets.count);
    this.sheetHeight = new Float64Array(sheets.count);
  }

  /** How far apart the middles of two neighbours on a rank must be. */
  distance(left: number, right: number): number {
    const { bundle } = this.graph.places;
    const lines = (bundle[left] === NONE ? 0 : 1) + (bundle[right] === NONE ? 0 : 1);
    const gap = lines === 0 ? THING_GAP : lines === 1 ? LINE_GAP : LANE_GAP;
    return ((this.placeWidth[left] ?? 0) + (this.placeWidth[right] ?? 0)) / 2 + gap;
  }

  /** Where a strand leaves its root. */
  rootX(strand: number): number {
    const place = this.graph.places.rootPlace[this.graph.bundles.ofStrand[strand] ?? 0] ?? 0;
    return (this.x[place] ?? 0) + (this.rootPin[strand] ?? 0);
  }

  /** Where a strand crosses a rank below its root on its way down. */
  downX(strand: number, rank: number): number {
    const { places, bundles, hops, lanes } = this.graph;
    const place = (places.downPlace[bundles.ofStrand[strand] ?? 0] ?? 0) + rank - (hops.rootRank[strand] ?? 0) - 1;
    return (this.x[place] ?? 0) + laneOffset(lanes, bundles, strand);
  }

  /** Where a strand crosses the rank of its root or one above on its way up. */
  upX(strand: number, rank: number): number {
    const { places, bundles, hops, lanes } = this.graph;
    const place = (places.upPlace[bundles.ofStrand[strand] ?? 0] ?? 0) + (hops.rootRank[strand] ?? 0) - rank;
    return (this.x[place] ?? 0) + laneOffset(lanes, bundles, strand);
  }

  /** Where a strand comes from towards a hop's end: above it, or beside it for hops that went up. */
  beforeHop(hop: number): number {
    const { hops, strands } = this.graph;
    const strand = strands.hopStrand[hop] ?? 0;
    const own = hops.rootRank[strand] ?? 0;
    const rank = hops.rank[hop] ?? 0;
    if (rank <= own) return this.upX(strand, rank);
    return rank === own + 1 ? this.rootX(strand) : this.downX(strand, rank - 1);
  }
}

export function snap(value: number): number {
  return Math.round(2 * value) / 2;
}
