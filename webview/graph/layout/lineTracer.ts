import { NONE } from '../hierarchy/hierarchy';
import type { LayeredGraph } from './layeredGraph';
import { LineWriter } from './lineWriter';
import type { Paper } from './paper';
import type { Positions } from './positions';
import { KeySorter } from './sortByKey';
import { EXIT } from './strands';
import type { Stretches } from './stretches';
import { GOES_DOWN, GOES_UP, type Terminals } from './terminals';

/** Where a strand goes on from once the rest of a channel is written: after `before`, from `x`, along `y` to `toX`. */
interface Onward {
  before: number;
  x: number;
  y: number;
  toX: number;
}

/** Writes the ways of all strands as lines that part where the way forks. Linear in what is written. */
export class LineTracer {
  readonly writer: LineWriter;
  /** By hop the line that it ends with. */
  readonly lineOfHop: Uint32Array;
  readonly #firstLine: Uint32Array;
  readonly #isEnd: Uint8Array;
  readonly #down: Onward = { before: NONE, x: 0, y: 0, toX: 0 };
  readonly #up: Onward = { before: NONE, x: 0, y: 0, toX: 0 };
  /** What leads on from the fork at hand, left to right. */
  readonly #sorted: Uint32Array;
  readonly #sorter = new KeySorter();
  #net = 0;
  #originX = 0;
  #originY = 0;

  constructor(
    readonly graph: LayeredGraph,
    readonly stretches: Stretches,
    readonly positions: Positions,
    readonly terminals: Terminals,
    readonly paper: Paper,
    swap: boolean,
  ) {
    this.writer = new LineWriter(stretches.count + graph.strands.hopTo.length, swap);
    this.lineOfHop = new Uint32Array(graph.strands.hopTo.length).fill(NONE);
    this.#firstLine = new Uint32Array(graph.strands.count).fill(NONE);
    this.#sorted = new Uint32Array(terminals.x.length);
    this.#isEnd = new Uint8Array(graph.strands.hopTo.length);
    for (const hop of graph.hops.lastHop) if (hop !== NONE) this.#isEnd[hop] = 1;
  }

  trace(): void {
    const { strands } = this.graph;
    for (let s = 0; s < strands.count; s++) if (this.stretches.start[s] !== this.stretches.start[s + 1]) this.#trace(s);
    for (let s = 0; s < strands.count; s++) {
      const line = this.#firstLine[s] ?? NONE;
      const hop = strands.hopBefore[s] ?? NONE;
      if (line !== NONE && hop !== NONE) this.writer.setBefore(line, this.lineOfHop[hop] ?? NONE);
    }
  }

  #trace(strand: number): void {
    const { stretches, writer, graph } = this;
    const first = stretches.start[strand] ?? 0;
    const end = stretches.start[strand + 1] ?? 0;
    const turn = first + (graph.hops.rootRank[strand] ?? 0) - (stretches.firstChannel[strand] ?? 0);
    const sheet = graph.sheets.sheetOfStrand[strand] ?? 0;
    this.#net = graph.strands.net[strand] ?? 0;
    this.#originX = this.paper.sheetLeft[sheet] ?? 0;
    this.#originY = this.paper.sheetTop[sheet] ?? 0;
    this.#firstLine[strand] = writer.lines;
    writer.begin(this.#net, NONE);
    writer.point(this.#originX + this.positions.rootX(strand), this.#startY(strand));
    let isOpen = this.#channel(turn);
    for (let i = turn + 1; i < end; i++) {
      if (!isOpen) this.#resumeAt(this.#down);
      isOpen = this.#channel(i);
    }
    for (let i = turn - 1; i >= first; i--) {
      if (!isOpen) this.#resumeAt(this.#up);
      isOpen = this.#channel(i);
    }
  }

  #startY(strand: number): number {
    const { strands } = this.graph;
    const root = strands.root[strand] ?? NONE;
    if (root === NONE) return this.paper.top[strands.frame[strand] ?? 0] ?? 0;
    return (this.paper.top[root] ?? 0) + (this.positions.height[root] ?? 0);
  }

  #endY(hop: number): number {
    const { strands } = this.graph;
    const to = strands.hopTo[hop] ?? EXIT;
    if (to !== EXIT) return this.paper.top[to] ?? 0;
    const frame = strands.frame[strands.hopStrand[hop] ?? 0] ?? 0;
    return (this.paper.top[frame] ?? 0) + (this.positions.height[frame] ?? 0);
  }

  /** Goes on with a line that was kept for later. */
  #resumeAt({ before, x, y, toX }: Onward): void {
    this.#resume(before, x, y, toX);
  }

  #resume(before: number, x: number, y: number, toX: number): void {
    this.writer.begin(this.#net, before);
    this.writer.point(x, y);
    if (toX !== x) this.writer.point(toX, y);
  }

  /** Leads the open line through a channel. Returns whether it is still open, which it is when it does nothing but go on. */
  #channel(stretch: number): boolean {
    const { terminals, writer } = this;
    terminals.read(stretch);
    const y = this.#originY + (this.positions.stretchY[stretch] ?? 0);
    const x = this.#originX + terminals.arrival;
    if (terminals.count === 1) {
      const toX = this.#originX + (terminals.x[0] ?? 0);
      if (toX !== x) {
        writer.point(x, y);
        writer.point(toX, y);
      }
      const leads = terminals.leads[0] ?? GOES_DOWN;
      if (leads === GOES_DOWN || leads === GOES_UP) return true;
      this.#finish(leads, toX);
      return false;
    }
    this.#fork(x, y);
    return false;
  }

  /** Parts the open line at `x`, `y` towards all terminals. */
  #fork(x: number, y: number): void {
    const { terminals, writer } = this;
    const sorted = this.#sorted;
    const { count } = terminals;
    for (let i = 0; i < count; i++) sorted[i] = i;
    this.#sorter.sort(sorted, 0, count, terminals.x);
    let left = 0;
    while (left < count && this.#terminalX(left) < x) left++;
    let right = left;
    while (right < count && this.#terminalX(right) === x) right++;
    writer.point(x, y);
    if (left === count || right === 0) {
      this.#walk(NONE, x, y, left - 1, right);
      return;
    }
    const fork = writer.end(NONE);
    for (let i = left; i < right; i++) this.#branch(fork, x, y, i);
    this.#walk(fork, x, y, left - 1, right);
  }

  /** Horizontal pieces away from `x`, to the left from `left` on and to the right from `right` on. Without a fork the open line goes on. */
  #walk(fork: number, x: number, y: number, left: number, right: number): void {
    const { writer } = this;
    for (const step of [-1, 1]) {
      const last = step < 0 ? 0 : this.terminals.count - 1;
      let before = fork;
      let at = x;
      for (let i = step < 0 ? left : right; i >= 0 && i < this.terminals.count; i += step) {
        if (i === last) {
          this.#branch(before, at, y, i);
          break;
        }
        if (before !== NONE) {
          writer.begin(this.#net, before);
          writer.point(at, y);
        }
        at = this.#terminalX(i);
        writer.point(at, y);
        before = writer.end(NONE);
        this.#branch(before, at, y, i);
      }
    }
  }

  #terminalX(i: number): number {
    return this.#originX + (this.terminals.x[this.#sorted[i] ?? 0] ?? 0);
  }

  /** From the end of `before` at `x`, `y` to a terminal; what goes on to another rank is kept for later. */
  #branch(before: number, x: number, y: number, terminal: number): void {
    const leads = this.terminals.leads[this.#sorted[terminal] ?? 0] ?? GOES_DOWN;
    const toX = this.#terminalX(terminal);
    if (leads === GOES_DOWN) keep(this.#down, before, x, y, toX);
    else if (leads === GOES_UP) keep(this.#up, before, x, y, toX);
    else {
      this.#resume(before, x, y, toX);
      this.#finish(leads, toX);
    }
  }

  #finish(hop: number, x: number): void {
    this.writer.point(x, this.#endY(hop));
    this.lineOfHop[hop] = this.writer.end(this.#endOf(hop));
  }

  /** What a hop ends at; `NONE` where it only crosses a border. */
  #endOf(hop: number): number {
    const { strands, tree } = this.graph;
    const to = strands.hopTo[hop] ?? EXIT;
    if (to !== EXIT && tree.frame[to] === 0) return to;
    if (this.#isEnd[hop] === 0) return NONE;
    return to === EXIT ? (strands.frame[strands.hopStrand[hop] ?? 0] ?? NONE) : to;
  }
}

function keep(onward: Onward, before: number, x: number, y: number, toX: number): void {
  onward.before = before;
  onward.x = x;
  onward.y = y;
  onward.toX = toX;
}
