import type { Stretches } from './stretches';
import type { Terminals } from './terminals';

/** Distance of two horizontal pieces in a channel, while there is room for it. */
const TRACK_GAP = 9;
/** Room between a rank and the first piece beside it. */
const MARGIN = 13;
/** Height that all pieces of a crowded channel share. */
const MOST = 480;
/** Tracks that are told apart; past that pieces share them. */
const MOST_TRACKS = 480;

/** Gives horizontal pieces of lines their place between two ranks, so that no two lie on each other and few stems cross pieces. */
export class TrackAssigner {
  readonly #low: Float64Array;
  readonly #high: Float64Array;
  readonly #goesRight: Uint8Array;
  readonly #track: Uint32Array;
  /** By track: the outermost end of what was put on it. */
  readonly #reach = new Float64Array(MOST_TRACKS);

  constructor(
    readonly stretches: Stretches,
    readonly terminals: Terminals,
  ) {
    this.#low = new Float64Array(stretches.count);
    this.#high = new Float64Array(stretches.count);
    this.#goesRight = new Uint8Array(stretches.count);
    this.#track = new Uint32Array(stretches.count);
  }

  /** Sets `y` of the stretches of a channel, from its top, and returns the channel's height, a whole number. */
  assign(channel: number, y: Float64Array, least: number): number {
    const { byChannel } = this.stretches;
    const bent: number[] = [];
    for (let i = byChannel.start[channel] ?? 0; i < (byChannel.start[channel + 1] ?? 0); i++) {
      const stretch = byChannel.items[i] ?? 0;
      if (this.#measure(stretch)) bent.push(stretch);
    }
    const tracks = this.#pack(bent);
    const gap = Math.min(TRACK_GAP, MOST / Math.max(1, tracks));
    const used = tracks === 0 ? 0 : 2 * Math.ceil(MARGIN + ((tracks - 1) * gap) / 2);
    const height = Math.max(least, used);
    const first = height / 2 - ((tracks - 1) * gap) / 2;
    for (let i = byChannel.start[channel] ?? 0; i < (byChannel.start[channel + 1] ?? 0); i++) {
      y[byChannel.items[i] ?? 0] = height / 2;
    }
    for (const stretch of bent) y[stretch] = snapFine(first + (this.#track[stretch] ?? 0) * gap);
    return height;
  }

  /** Returns whether the stretch has a horizontal piece. */
  #measure(stretch: number): boolean {
    const { terminals } = this;
    terminals.read(stretch);
    let low = terminals.arrival;
    let high = terminals.arrival;
    for (let i = 0; i < terminals.count; i++) {
      low = Math.min(low, terminals.x[i] ?? 0);
      high = Math.max(high, terminals.x[i] ?? 0);
    }
    this.#low[stretch] = low;
    this.#high[stretch] = high;
    this.#goesRight[stretch] = high - terminals.arrival >= terminals.arrival - low ? 1 : 0;
    return high > low;
  }

  /** Pieces that do not overlap any other share tracks; returns how many are needed. */
  #pack(bent: number[]): number {
    if (bent.length < 2) {
      for (const stretch of bent) this.#track[stretch] = 0;
      return bent.length;
    }
    const low = this.#low;
    const high = this.#high;
    bent.sort((a, b) => (low[a] ?? 0) - (low[b] ?? 0) || a - b);
    let tracks = 0;
    for (let start = 0; start < bent.length; ) {
      let end = start;
      let right = Number.NEGATIVE_INFINITY;
      for (; end < bent.length && (end === start || (low[bent[end] ?? 0] ?? 0) <= right + TRACK_GAP); end++) {
        right = Math.max(right, high[bent[end] ?? 0] ?? 0);
      }
      tracks = Math.max(tracks, this.#packCluster(bent.slice(start, end)));
      start = end;
    }
    return tracks;
  }

  /**
   * Of pieces that go right, the one that starts further right lies higher, so that its stem from above crosses none; in the mirror for
   * those that go left, which come below.
   */
  #packCluster(cluster: number[]): number {
    const low = this.#low;
    const high = this.#high;
    const right = cluster.filter(stretch => this.#goesRight[stretch] === 1).reverse();
    const left = cluster.filter(stretch => this.#goesRight[stretch] === 0);
    left.sort((a, b) => (high[a] ?? 0) - (high[b] ?? 0) || a - b);
    const above = this.#stack(
      right,
      0,
      stretch => -(high[stretch] ?? 0),
      stretch => -(low[stretch] ?? 0),
    );
    return this.#stack(
      left,
      above,
      stretch => low[stretch] ?? 0,
      stretch => high[stretch] ?? 0,
    );
  }

  /** Puts pieces in turn right below the lowest one they overlap; `near` is the end that comes later in the turn. */
  #stack(
    pieces: readonly number[],
    first: number,
    near: (stretch: number) => number,
    far: (stretch: number) => number,
  ): number {
    let tracks = first;
    for (const stretch of pieces) {
      let track = tracks;
      while (track > first && (this.#reach[track - 1] ?? 0) + TRACK_GAP <= near(stretch)) track--;
      track = Math.min(track, MOST_TRACKS - 1);
      this.#track[stretch] = track;
      this.#reach[track] = track === tracks ? far(stretch) : Math.max(this.#reach[track] ?? 0, far(stretch));
      tracks = Math.max(tracks, track + 1);
    }
    return Math.min(tracks, MOST_TRACKS);
  }
}

function snapFine(value: number): number {
  return Math.round(16 * value) / 16;
}
