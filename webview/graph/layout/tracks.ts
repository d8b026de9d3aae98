import { KeySorter } from './sortByKey';
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
  readonly #bent: Uint32Array;
  readonly #sorter = new KeySorter();
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
    this.#bent = new Uint32Array(stretches.count);
  }

  /** Sets `y` of the stretches of a channel, from its top, and returns the channel's height, a whole number. */
  assign(channel: number, y: Float64Array, least: number): number {
    const { byChannel } = this.stretches;
    const first = byChannel.start[channel] ?? 0;
    const end = byChannel.start[channel + 1] ?? 0;
    let bent = 0;
    for (let i = first; i < end; i++) {
      const stretch = byChannel.items[i] ?? 0;
      this.#track[stretch] = 0;
      if (this.#measure(stretch)) this.#bent[bent++] = stretch;
    }
    const tracks = bent < 2 ? bent : this.#pack(bent);
    const gap = Math.min(TRACK_GAP, MOST / Math.max(1, tracks));
    const used = tracks === 0 ? 0 : 2 * Math.ceil(MARGIN + ((tracks - 1) * gap) / 2);
    const height = Math.max(least, used);
    const top = (height - Math.max(0, tracks - 1) * gap) / 2;
    for (let i = first; i < end; i++) {
      const stretch = byChannel.items[i] ?? 0;
      y[stretch] = snapFine(top + (this.#track[stretch] ?? 0) * gap);
    }
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

  /** Pieces of which none overlaps the others share tracks with them; returns how many tracks the first `count` bent ones need. */
  #pack(count: number): number {
    const bent = this.#bent;
    const low = this.#low;
    const high = this.#high;
    this.#sorter.sort(bent, 0, count, low);
    let tracks = 0;
    for (let start = 0; start < count; ) {
      let end = start;
      let right = Number.NEGATIVE_INFINITY;
      for (; end < count && (end === start || (low[bent[end] ?? 0] ?? 0) <= right + TRACK_GAP); end++) {
        right = Math.max(right, high[bent[end] ?? 0] ?? 0);
      }
      if (end > start + 1) tracks = Math.max(tracks, this.#packCluster(start, end));
      start = end;
    }
    return Math.max(1, tracks);
  }

  /**
   * Of pieces that go right, the one that starts further right lies higher, so that its stem from above crosses none; in the mirror for
   * those that go left, which come below.
   */
  #packCluster(start: number, end: number): number {
    const bent = this.#bent;
    let tracks = 0;
    for (let i = end - 1; i >= start; i--) {
      const piece = bent[i] ?? 0;
      if (this.#goesRight[piece] === 1)
        tracks = this.#put(piece, 0, tracks, -(this.#high[piece] ?? 0), -(this.#low[piece] ?? 0));
    }
    const above = tracks;
    let left = start;
    for (let i = start; i < end; i++) if (this.#goesRight[bent[i] ?? 0] === 0) bent[left++] = bent[i] ?? 0;
    this.#sorter.sort(bent, start, left, this.#high);
    for (let i = start; i < left; i++) {
      const piece = bent[i] ?? 0;
      tracks = this.#put(piece, above, tracks, this.#low[piece] ?? 0, this.#high[piece] ?? 0);
    }
    return tracks;
  }

  /** Puts a piece right below the lowest one it overlaps. Pieces come in the order of `far`; `near` is the other end. */
  #put(piece: number, first: number, tracks: number, near: number, far: number): number {
    let track = tracks;
    while (track > first && (this.#reach[track - 1] ?? 0) + TRACK_GAP <= near) track--;
    track = Math.min(track, MOST_TRACKS - 1);
    this.#track[piece] = track;
    this.#reach[track] = track >= tracks ? far : Math.max(this.#reach[track] ?? 0, far);
    return Math.max(tracks, track + 1);
  }
}

function snapFine(value: number): number {
  return Math.round(16 * value) / 16;
}
