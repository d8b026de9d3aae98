import { NONE } from '../hierarchy/hierarchy';
import { type Adjacency, groupEdges } from './adjacency';
import { BlockPlacer } from './blockPlacer';
import { laneOffset } from './lanes';
import type { LayeredGraph } from './layeredGraph';
import { PinSetter } from './pins';
import { type Positions, snap } from './positions';
import { Relaxer } from './relaxer';
import { Straightener } from './straightener';
import { findStraightness } from './straightness';
import { EXIT } from './strands';
import type { Stretches } from './stretches';
import type { Terminals } from './terminals';
import { TrackAssigner } from './tracks';

/** Least height of the channels along a frame's border, and between two ranks of things. */
const BORDER_CHANNEL = 16;
const CHANNEL = 30;

/** Places what is on a sheet and the lines between, once the sizes of all that it holds are known. */
export class SheetPlacer {
  readonly #pins: PinSetter;
  readonly #tracks: TrackAssigner;
  readonly #blocks: BlockPlacer;
  readonly #relaxer: Relaxer;
  readonly #straightener: Straightener;
  readonly #strandsOfSheet: Adjacency;
  readonly #shiftCount: Uint32Array;

  constructor(
    readonly graph: LayeredGraph,
    readonly stretches: Stretches,
    readonly positions: Positions,
    terminals: Terminals,
  ) {
    const { places, order, sheets } = graph;
    const sizes = {
      width: positions.placeWidth,
      shift: positions.shift,
      distance: (left: number, right: number) => positions.distance(left, right),
    };
    this.#pins = new PinSetter(positions, stretches);
    this.#tracks = new TrackAssigner(stretches, terminals);
    this.#blocks = new BlockPlacer(places, order, findStraightness(places, order), sizes);
    this.#relaxer = new Relaxer(places, order, sizes, positions.x);
    this.#straightener = new Straightener(places, order, sizes, positions.x);
    this.#strandsOfSheet = groupEdges(sheets.count, sheets.sheetOfStrand);
    this.#shiftCount = new Uint32Array(places.from.length);
  }

  place(sheet: number): void {
    const { places, ranks } = this.graph;
    const { placeWidth, width } = this.positions;
    for (let place = places.start[sheet] ?? 0; place < (places.start[sheet + 1] ?? 0); place++) {
      const position = places.position[place] ?? NONE;
      if (position !== NONE) placeWidth[place] = width[position] ?? 0;
    }
    this.#setShifts(sheet);
    const first = ranks.start[sheet] ?? 0;
    const end = ranks.start[sheet + 1] ?? 0;
    if (!this.#placeChain(first, end)) {
      this.#blocks.place(first, end, this.positions.x);
      this.#relaxer.relax(first, end);
      this.#straightener.straighten(first, end);
    }
    this.#settle(sheet);
    this.#setPins(sheet);
    this.#stack(sheet);
  }

  /** How far the two ends of each segment's lines are off the middles of what they join, on average. */
  #setShifts(sheet: number): void {
    const { strands, bundles, places, lanes } = this.graph;
    const { rootPin, entryPin, shift } = this.positions;
    const touched: number[] = [];
    const count = this.#shiftCount;
    const add = (segment: number, by: number): void => {
      if (count[segment] === 0) touched.push(segment);
      count[segment] = (count[segment] ?? 0) + 1;
      shift[segment] = (shift[segment] ?? 0) + by;
    };
    for (let k = this.#strandsOfSheet.start[sheet] ?? 0; k < (this.#strandsOfSheet.start[sheet + 1] ?? 0); k++) {
      const strand = this.#strandsOfSheet.items[k] ?? 0;
      const bundle = bundles.ofStrand[strand] ?? NONE;
      if (bundle === NONE) continue;
      const lane = laneOffset(lanes, bundles, strand);
      const pin = rootPin[strand] ?? 0;
      const chain = places.chainSegment[bundle] ?? NONE;
      if (chain !== NONE && pin !== lane) add(chain, pin - lane);
      const root = places.rootPlace[bundle] ?? 0;
      const start = this.stretches.start[strand] ?? 0;
      const end = this.stretches.start[strand + 1] ?? 0;
      for (let i = this.stretches.hopFrom[start] ?? 0; i < (this.stretches.hopTo[end - 1] ?? 0); i++) {
        const hop = this.stretches.hops[i] ?? 0;
        const segment = places.segmentOfHop[hop] ?? NONE;
        if (segment === NONE) continue;
        const inside = strands.strandAfter[hop] ?? NONE;
        const above = places.from[segment] === root ? pin : lane;
        const below = inside === NONE ? 0 : (entryPin[inside] ?? 0);
        if (above !== below || lane !== 0) add(segment, above - below);
      }
    }
    for (const segment of touched) {
      shift[segment] = (shift[segment] ?? 0) / (count[segment] ?? 1);
      count[segment] = 0;
    }
  }

  /** Where no rank has two places everything is straight. Returns whether that is so. */
  #placeChain(first: number, end: number): boolean {
    const { order, places } = this.graph;
    for (let r = first; r < end; r++) if ((order.rankStart[r + 1] ?? 0) - (order.rankStart[r] ?? 0) > 1) return false;
    const { x, shift } = this.positions;
    for (let k = order.rankStart[first] ?? 0; k < (order.rankStart[end] ?? 0); k++) {
      const place = order.order[k] ?? 0;
      const above = order.above.start[place] ?? 0;
      const segment = order.above.items[above] ?? 0;
      const hasAbove = above < (order.above.start[place + 1] ?? 0);
      x[place] = hasAbove ? (x[places.from[segment] ?? 0] ?? 0) + (shift[segment] ?? 0) : 0;
    }
    return true;
  }

  /** Moves the sheet to its own left and rounds, so that lines meet exactly. */
  #settle(sheet: number): void {
    const { places } = this.graph;
    const { x, placeWidth, sheetWidth } = this.positions;
    const first = places.start[sheet] ?? 0;
    const end = places.start[sheet + 1] ?? 0;
    let left = Number.POSITIVE_INFINITY;
    let right = 0;
    for (let place = first; place < end; place++) {
      x[place] = snap(x[place] ?? 0);
      left = Math.min(left, (x[place] ?? 0) - (placeWidth[place] ?? 0) / 2);
    }
    left = Math.floor(left);
    for (let place = first; place < end; place++) {
      x[place] = (x[place] ?? 0) - left;
      right = Math.max(right, (x[place] ?? 0) + (placeWidth[place] ?? 0) / 2);
    }
    sheetWidth[sheet] = Math.ceil(right);
  }

  #setPins(sheet: number): void {
    const { places, ranks, strands } = this.graph;
    for (let place = places.start[sheet] ?? 0; place < (places.start[sheet + 1] ?? 0); place++) {
      const position = places.position[place] ?? NONE;
      if (position === NONE) break;
      this.#pins.set(position);
    }
    const border = (ranks.start[sheet + 1] ?? 1) - 1;
    const { byChannel, hops, hopFrom, hopTo, strand } = this.stretches;
    for (let i = byChannel.start[border - 1] ?? 0; i < (byChannel.start[border] ?? 0); i++) {
      const stretch = byChannel.items[i] ?? 0;
      for (let k = hopFrom[stretch] ?? 0; k < (hopTo[stretch] ?? 0); k++) {
        const hop = hops[k] ?? 0;
        if (strands.hopTo[hop] === EXIT) {
          this.positions.hopX[hop] = this.positions.downX(strand[stretch] ?? 0, border);
        }
      }
    }
  }

  /** Ranks are as high as the highest on them, channels as what runs through them needs. */
  #stack(sheet: number): void {
    const { places, ranks } = this.graph;
    const { height, rankHeight, rankTop, sheetHeight, stretchY } = this.positions;
    const first = ranks.start[sheet] ?? 0;
    const end = ranks.start[sheet + 1] ?? 0;
    for (let place = places.start[sheet] ?? 0; place < (places.start[sheet + 1] ?? 0); place++) {
      const position = places.position[place] ?? NONE;
      if (position === NONE) break;
      const rank = places.rank[place] ?? 0;
      rankHeight[rank] = Math.max(rankHeight[rank] ?? 0, 2 * Math.ceil((height[position] ?? 0) / 2));
    }
    const { byChannel } = this.stretches;
    let y = 0;
    for (let r = first; r < end; r++) {
      rankTop[r] = y;
      y += rankHeight[r] ?? 0;
      if (r + 1 === end) break;
      const channel = this.#tracks.assign(r, stretchY, r === first || r + 2 === end ? BORDER_CHANNEL : CHANNEL);
      for (let i = byChannel.start[r] ?? 0; i < (byChannel.start[r + 1] ?? 0); i++) {
        const stretch = byChannel.items[i] ?? 0;
        stretchY[stretch] = (stretchY[stretch] ?? 0) + y;
      }
      y += channel;
    }
    sheetHeight[sheet] = y;
  }
}
