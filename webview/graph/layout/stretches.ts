import { NONE } from '../hierarchy/hierarchy';
import { type Adjacency, groupEdges } from './adjacency';
import type { DrawnHops } from './spans';
import type { Strands } from './strands';

/**
 * A *channel* is the room between two ranks and has the number of the upper one. A *stretch* is what a strand has in one channel: at most
 * one horizontal piece and the stems that join it. Stretches of strand `s` are `start[s] .. start[s + 1])`, one for each channel from
 * `firstChannel[s]` down.
 */
export interface Stretches {
  readonly count: number;
  readonly start: Uint32Array;
  readonly firstChannel: Uint32Array;
  readonly strand: Uint32Array;
  readonly byChannel: Adjacency;
  /** Drawn hops by strand, then by rank: those that end below channel `i` of a strand are `hops[hopFrom[i] .. hopTo[i])`. */
  readonly hops: Uint32Array;
  readonly hopFrom: Uint32Array;
  readonly hopTo: Uint32Array;
  /** Drawn hops to a thing, by its position. */
  readonly hopsTo: Adjacency;
}

/** Lists the channels each strand passes. Linear in hops and channels passed. */
export function listStretches(items: number, channels: number, strands: Strands, hops: DrawnHops): Stretches {
  const { start: hopStart, items: sortedHops } = sortHops(channels, strands, hops);
  const start = new Uint32Array(strands.count + 1);
  const firstChannel = new Uint32Array(strands.count);
  for (let s = 0; s < strands.count; s++) {
    const first = hopStart[s] ?? 0;
    const end = hopStart[s + 1] ?? 0;
    start[s + 1] = start[s] ?? 0;
    if (first === end) continue;
    const own = hops.rootRank[s] ?? 0;
    const highest = hops.rank[sortedHops[first] ?? 0] ?? 0;
    const lowest = hops.rank[sortedHops[end - 1] ?? 0] ?? 0;
    // Up as far as the channel above the highest target; down to the one above the lowest, and always the one below its start.
    const top = Math.min(own, highest - 1);
    const bottom = Math.max(own, lowest - 1);
    firstChannel[s] = top;
    start[s + 1] = (start[s] ?? 0) + bottom - top + 1;
  }
  const count = start[strands.count] ?? 0;
  const strand = new Uint32Array(count);
  const channel = new Uint32Array(count);
  const hopFrom = new Uint32Array(count);
  const hopTo = new Uint32Array(count);
  for (let s = 0; s < strands.count; s++) {
    let next = hopStart[s] ?? 0;
    for (let i = start[s] ?? 0; i < (start[s + 1] ?? 0); i++) {
      strand[i] = s;
      channel[i] = (firstChannel[s] ?? 0) + i - (start[s] ?? 0);
      hopFrom[i] = next;
      while (next < (hopStart[s + 1] ?? 0) && hops.rank[sortedHops[next] ?? 0] === (channel[i] ?? 0) + 1) next++;
      hopTo[i] = next;
    }
  }
  const target = strands.hopTo.map((to, hop) => (hops.drawn[hop] === 0 || to === NONE ? items : to));
  return {
    count,
    start,
    firstChannel,
    strand,
    byChannel: groupEdges(channels, channel),
    hops: sortedHops,
    hopFrom,
    hopTo,
    hopsTo: groupEdges(items + 1, target),
  };
}

/** Two stable passes: by rank, then by strand. Hops that are not drawn come after all strands. */
function sortHops(channels: number, strands: Strands, hops: DrawnHops): Adjacency {
  const byRank = groupEdges(channels, hops.rank).items;
  const byStrand = groupEdges(
    strands.count + 1,
    byRank.map(hop => (hops.drawn[hop] === 1 ? (strands.hopStrand[hop] ?? 0) : strands.count)),
  );
  return { start: byStrand.start, items: byStrand.items.map(i => byRank[i] ?? 0) };
}
