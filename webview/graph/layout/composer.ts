import { NONE } from '../hierarchy/hierarchy';
import { type Adjacency, groupEdges } from './adjacency';
import type { DrawingInput } from './drawing';
import { ownStrands } from './lanes';
import type { LayeredGraph } from './layeredGraph';
import { packParts } from './packing';
import { CORNER, keepOff } from './pins';
import type { Positions } from './positions';
import type { SheetPlacer } from './sheetPlacer';
import { EXIT } from './strands';

/** Room inside a frame along its border. */
const PADDING = 16;

/**
 * Composes frames from the inside out: what each holds is placed, and so its size is found. What is inside never depends on what is around.
 */
export class Composer {
  readonly #ownStrand: Uint32Array;
  readonly #strandsOfSheet: Adjacency;
  readonly #thingsOfSheet: Uint32Array;
  readonly #exitOf: Uint32Array;
  readonly #isRight: boolean;

  constructor(
    readonly graph: LayeredGraph,
    readonly positions: Positions,
    readonly sheetPlacer: SheetPlacer,
    readonly input: DrawingInput,
  ) {
    const { tree, strands, sheets } = graph;
    this.#ownStrand = ownStrands(tree.count, strands);
    this.#strandsOfSheet = groupEdges(sheets.count, sheets.sheetOfStrand);
    this.#thingsOfSheet = new Uint32Array(sheets.count);
    for (const sheet of sheets.sheetOf) this.#thingsOfSheet[sheet] = (this.#thingsOfSheet[sheet] ?? 0) + 1;
    this.#exitOf = new Uint32Array(strands.count).fill(NONE);
    for (let hop = 0; hop < strands.hopTo.length; hop++) {
      if (strands.hopTo[hop] === EXIT) this.#exitOf[strands.hopStrand[hop] ?? 0] = hop;
    }
    this.#isRight = input.direction === 'right';
  }

  /** Fills all of `positions` but what depends on the paper. */
  compose(): void {
    const { tree } = this.graph;
    for (let p = tree.count - 1; p >= 0; p--) {
      if (tree.frame[p] === 1) this.#composeFrame(p);
      else this.#sizeBox(p);
    }
    this.#packSheets(tree.count);
  }

  #sizeBox(position: number): void {
    const item = this.graph.tree.items[position] ?? 0;
    const width = size(this.input.width[item]);
    const height = size(this.input.height[item]);
    this.positions.width[position] = this.#isRight ? height : width;
    this.positions.height[position] = this.#isRight ? width : height;
  }

  #composeFrame(frame: number): void {
    const { width, height, sheetX, sheetY } = this.positions;
    const { ofFrame } = this.graph.sheets;
    const content = this.#packSheets(frame);
    const title = size(this.input.headerWidth[this.graph.tree.items[frame] ?? 0]);
    const header = even(size(this.input.headerHeight));
    const besides = 2 * PADDING + (this.#isRight ? header : 0);
    const above = this.#isRight ? 0 : header;
    width[frame] = even(Math.max(content.width + besides, this.#isRight ? 0 : title));
    height[frame] = even(Math.max(content.height + above, this.#isRight ? title : 0));
    const left =
      Math.floor(((width[frame] ?? 0) - content.width - besides) / 2) + PADDING + (this.#isRight ? header : 0);
    for (let i = ofFrame.start[frame] ?? 0; i < (ofFrame.start[frame + 1] ?? 0); i++) {
      const sheet = ofFrame.items[i] ?? 0;
      sheetX[sheet] = (sheetX[sheet] ?? 0) + left;
      sheetY[sheet] = (sheetY[sheet] ?? 0) + above;
    }
    this.#setBorderPins(frame);
  }

  #packSheets(frame: number): { readonly width: number; readonly height: number } {
    const { sheets } = this.graph;
    const { sheetWidth, sheetHeight, sheetX, sheetY } = this.positions;
    const parts = [...sheets.ofFrame.items.subarray(sheets.ofFrame.start[frame], sheets.ofFrame.start[frame + 1])];
    for (const sheet of parts) this.sheetPlacer.place(sheet);
    const things = this.#thingsOfSheet;
    const { ported } = sheets;
    if (parts.length > 1) {
      parts.sort((a, b) => (ported[b] ?? 0) - (ported[a] ?? 0) || (things[b] ?? 0) - (things[a] ?? 0) || a - b);
    }
    const stands = ported[parts[0] ?? 0] === 1 && parts.length > 0;
    return packParts(parts, sheetWidth, sheetHeight, stands, this.#isRight, sheetX, sheetY);
  }

  /** Where lines cross the border, for those outside who go on from there. */
  #setBorderPins(frame: number): void {
    const { sheets, strands, ranks, bundles } = this.graph;
    const { positions } = this;
    const middle = (positions.width[frame] ?? 0) / 2;
    const exits: number[] = [];
    for (let i = sheets.ofFrame.start[frame] ?? 0; i < (sheets.ofFrame.start[frame + 1] ?? 0); i++) {
      const sheet = sheets.ofFrame.items[i] ?? 0;
      if (sheets.ported[sheet] === 0) continue;
      const border = (ranks.start[sheet + 1] ?? 1) - 1;
      const left = (positions.sheetX[sheet] ?? 0) - middle;
      for (let k = this.#strandsOfSheet.start[sheet] ?? 0; k < (this.#strandsOfSheet.start[sheet + 1] ?? 0); k++) {
        const strand = this.#strandsOfSheet.items[k] ?? 0;
        if (bundles.ofStrand[strand] === NONE) continue;
        if (strands.root[strand] === NONE) positions.entryPin[strand] = left + positions.rootX(strand);
        const exit = this.#exitOf[strand] ?? NONE;
        if (exit === NONE || this.graph.hops.drawn[exit] === 0) continue;
        exits.push(left + positions.downX(strand, border));
        const after = strands.strandAfter[exit] ?? NONE;
        if (after !== NONE) positions.rootPin[after] = exits[exits.length - 1] ?? 0;
      }
    }
    const own = this.#ownStrand[frame] ?? NONE;
    if (own !== NONE) positions.rootPin[own] = keepOff(0, exits, 0, middle - CORNER);
  }
}

/** Sizes come from measured text; whatever is no size is none. */
function size(value: number | undefined): number {
  return value !== undefined && value > 0 && Number.isFinite(value) ? value : 0;
}

function even(value: number): number {
  return 2 * Math.ceil(value / 2);
}
