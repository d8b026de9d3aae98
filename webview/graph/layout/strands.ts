import { NONE } from '../hierarchy/hierarchy';
import { groupEdges } from './adjacency';
import { Growing } from './growing';
import { commonFrame, partTowards, type VisibleTree } from './visibleTree';

/** Where a hop goes that leaves its frame. */
export const EXIT = NONE;

/**
 * Ways of what is drawn, cut at the frames they cross. A *net* is everything one box or open group gives; a *strand* is the part of a net
 * in one frame; a *hop* leads from the root of a strand to one thing in its frame, or out of it.
 */
export interface Strands {
  readonly count: number;
  /** Position whose net it is. */
  readonly net: Uint32Array;
  readonly frame: Uint32Array;
  /** What in the frame it comes from; `NONE` when it comes in through the frame's border. */
  readonly root: Uint32Array;
  /** Of a strand from outside, what in the frame around both holds the net: strands of equal origin come in side by side. */
  readonly origin: Uint32Array;
  /** The hop that leads to its root; `NONE` at the start of the net. */
  readonly hopBefore: Uint32Array;
  readonly hopStrand: Uint32Array;
  /** Position of what the hop leads to, or `EXIT`. */
  readonly hopTo: Uint32Array;
  /** By hop the strand that goes on where it ends: in the frame it enters, or around the one it leaves; `NONE` where none does. */
  readonly strandAfter: Uint32Array;
  /** By edge the hop it ends with; `NONE` for edges that are not drawn as lines. */
  readonly lastHop: Uint32Array;
  /** Edges that cross too many frames, one for each pair. */
  readonly stubs: readonly number[];
}

/** Borders an edge may cross, tried in turn until the number of hops fits the budget. */
const BORDERS = [Number.MAX_SAFE_INTEGER, 256, 64, 16, 4, 0] as const;

/** Enough for every real model; a bound on deep groups with an edge from each level to each other. */
function hopBudget(edges: number): number {
  return 60_000 + 6 * edges;
}

/** Edges become nets: what two edges share is one hop. Linear in edges and hops. */
export function buildStrands(tree: VisibleTree, from: Uint32Array, to: Uint32Array): Strands {
  const source = from.map(item => tree.shownAs[item] ?? NONE);
  for (let e = 0; e < source.length; e++) if (source[e] === NONE) source[e] = tree.count;
  const byNet = groupEdges(tree.count + 1, source);
  for (const most of BORDERS) {
    const builder = new StrandBuilder(tree, to, most);
    if (builder.run(byNet.start, byNet.items, hopBudget(from.length)) || most === 0) return builder.done();
  }
  throw new RangeError('The last entry of BORDERS always fits.');
}

class StrandBuilder {
  readonly #net: Growing;
  readonly #frame: Growing;
  readonly #root: Growing;
  readonly #origin: Growing;
  readonly #hopBefore: Growing;
  readonly #hopStrand: Growing;
  readonly #hopTo: Growing;
  readonly #lastHop: Uint32Array;
  readonly #stubs: number[] = [];
  /** Of the net at hand: its strand by frame, its hop by what it leads to, its exit by frame; and whose these are. */
  readonly #strandIn: Uint32Array;
  readonly #strandOwner: Uint32Array;
  readonly #hopInto: Uint32Array;
  readonly #hopOwner: Uint32Array;
  readonly #exitOf: Uint32Array;
  readonly #exitOwner: Uint32Array;
  readonly #stubOwner: Uint32Array;

  constructor(
    readonly tree: VisibleTree,
    readonly to: Uint32Array,
    readonly mostBorders: number,
  ) {
    const column = (): Uint32Array => new Uint32Array(tree.count + 1).fill(NONE);
    const capacity = to.length + 16;
    this.#net = new Growing(tree.count);
    this.#frame = new Growing(tree.count);
    this.#root = new Growing(tree.count);
    this.#origin = new Growing(tree.count);
    this.#hopBefore = new Growing(tree.count);
    this.#hopStrand = new Growing(capacity);
    this.#hopTo = new Growing(capacity);
    this.#lastHop = new Uint32Array(to.length).fill(NONE);
    this.#strandIn = column();
    this.#strandOwner = column();
    this.#hopInto = column();
    this.#hopOwner = column();
    this.#exitOf = column();
    this.#exitOwner = column();
    this.#stubOwner = column();
  }

  run(start: Uint32Array, edges: Uint32Array, budget: number): boolean {
    for (let net = 0; net < this.tree.count; net++) {
      for (let i = start[net] ?? 0; i < (start[net + 1] ?? 0); i++) this.#edge(net, edges[i] ?? 0);
      if (this.#hopTo.length > budget) return false;
    }
    return true;
  }

  done(): Strands {
    const strandAfter = new Uint32Array(this.#hopTo.length).fill(NONE);
    this.#hopBefore.done().forEach((hop, strand) => {
      if (hop !== NONE) strandAfter[hop] = strand;
    });
    return {
      count: this.#net.length,
      net: this.#net.done(),
      frame: this.#frame.done(),
      root: this.#root.done(),
      origin: this.#origin.done(),
      hopBefore: this.#hopBefore.done(),
      hopStrand: this.#hopStrand.done(),
      hopTo: this.#hopTo.done(),
      strandAfter,
      lastHop: this.#lastHop,
      stubs: this.#stubs,
    };
  }

  #edge(net: number, edge: number): void {
    const { tree } = this;
    const target = tree.shownAs[this.to[edge] ?? 0] ?? NONE;
    if (target === NONE || target === net) return;
    const common = tree.parent[net] === tree.parent[target] ? (tree.parent[net] ?? 0) : commonFrame(tree, net, target);
    const depth = tree.depth[common] ?? 0;
    const borders = Math.abs((tree.depth[net] ?? 0) - depth - 1) + Math.abs((tree.depth[target] ?? 0) - depth - 1);
    if (borders > this.mostBorders) {
      if (this.#stubOwner[target] !== net) this.#stubs.push(edge);
      this.#stubOwner[target] = net;
      return;
    }
    if (common !== net) this.#climb(net, common);
    this.#lastHop[edge] = common === target ? this.#exit(net, common) : this.#descend(net, common, target);
  }

  /** Strands of the net in all frames from its own up to `top`. */
  #climb(net: number, top: number): void {
    const { parent } = this.tree;
    let before = NONE;
    let part = net;
    for (let frame = parent[net] ?? 0; ; part = frame, frame = parent[frame] ?? 0) {
      if (this.#strandOwner[frame] !== net) this.#addStrand(net, frame, part, NONE, before);
      if (frame === top) return;
      before = this.#exit(net, frame);
    }
  }

  /** Hops from the strand in `common` down to `target`; stops where the net has been before. */
  #descend(net: number, common: number, target: number): number {
    const { parent } = this.tree;
    if (common === net && this.#strandOwner[net] !== net) this.#addStrand(net, net, NONE, net, NONE);
    if (this.#hopOwner[target] === net) return this.#hopInto[target] ?? NONE;
    const frame = parent[target] ?? 0;
    if (frame === common || this.#strandOwner[frame] === net) return this.#hop(net, target);
    const origin = common === net ? net : partTowards(this.tree, common, net);
    let inside = this.#addStrand(net, frame, NONE, origin, NONE);
    const last = this.#hop(net, target);
    let part = frame;
    for (;;) {
      const around = parent[part] ?? 0;
      const known = this.#strandOwner[around] === net;
      const next = known ? NONE : this.#addStrand(net, around, NONE, origin, NONE);
      const into = this.#hopOwner[part] === net ? (this.#hopInto[part] ?? NONE) : this.#hop(net, part);
      this.#hopBefore.done()[inside] = into;
      if (known) return last;
      inside = next;
      part = around;
    }
  }

  #addStrand(net: number, frame: number, root: number, origin: number, hopBefore: number): number {
    this.#frame.push(frame);
    this.#root.push(root);
    this.#origin.push(origin);
    this.#hopBefore.push(hopBefore);
    this.#strandIn[frame] = this.#net.length;
    this.#strandOwner[frame] = net;
    return this.#net.push(net);
  }

  #hop(net: number, target: number): number {
    this.#hopStrand.push(this.#strandIn[this.tree.parent[target] ?? 0] ?? 0);
    this.#hopOwner[target] = net;
    const hop = this.#hopTo.push(target);
    this.#hopInto[target] = hop;
    return hop;
  }

  #exit(net: number, frame: number): number {
    if (this.#exitOwner[frame] === net) return this.#exitOf[frame] ?? NONE;
    this.#hopStrand.push(this.#strandIn[frame] ?? 0);
    this.#exitOwner[frame] = net;
    const hop = this.#hopTo.push(EXIT);
    this.#exitOf[frame] = hop;
    return hop;
  }
}
