import type { ChannelRanges } from '../../shared/protocol/weights';
import { MOST_AT_ONCE } from './boxes';
import type { ElementReader } from './elementReader';
import { badMatrix } from './errors';
import { type Patience, pause } from './fillCells';

/** Entries of ranges: five numbers each. More channels than that share them. */
const MOST_ENTRIES = 2 ** 16;

/** Ranges while they are put together. */
interface Building {
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly sum: Float64Array;
  readonly finite: Float64Array;
  readonly zeros: Float64Array;
  readonly notFinite: Float64Array;
}

/**
 * Ranges of the channels along an axis, from one pass over the weight.
 * @param zero the number that counts as zero
 * @throws LatheError `picture.badMatrix` without such an axis, `cancelled`, and whatever reading throws.
 */
export async function readChannels(
  reader: ElementReader,
  axis: number,
  zero: number,
  patience: Patience,
): Promise<ChannelRanges> {
  const { shape, elements, located } = reader.subject;
  const channels = shape[axis];
  if (channels === undefined) throw badMatrix(located.name, `it has no axis ${axis}`);
  const perEntry = Math.max(1, Math.ceil(channels / MOST_ENTRIES));
  const entries = Math.ceil(channels / perEntry);
  const building: Building = {
    min: new Float64Array(entries).fill(Number.POSITIVE_INFINITY),
    max: new Float64Array(entries).fill(Number.NEGATIVE_INFINITY),
    sum: new Float64Array(entries),
    finite: new Float64Array(entries),
    zeros: new Float64Array(entries),
    notFinite: new Float64Array(entries),
  };
  const inner = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const walk = { inner, channels, perEntry, zero };
  if (reader.subject.sparse === null) {
    for (let first = 0; first < elements; first += MOST_AT_ONCE) {
      const values = await reader.numbers(first, Math.min(MOST_AT_ONCE, elements - first));
      addRuns(building, values, first, walk);
      patience.progress(values.length);
      await pause(patience);
    }
  } else await addSparse(building, reader, walk, patience);
  return finished(building, { axis, channels, perEntry, elements: channels === 0 ? 0 : elements / channels });
}

interface Walk {
  /** Neighbouring elements of one channel. */
  readonly inner: number;
  readonly channels: number;
  readonly perEntry: number;
  readonly zero: number;
}

function addRuns(building: Building, values: Float32Array | Float64Array, first: number, walk: Walk): void {
  const { inner, channels, perEntry, zero } = walk;
  if (inner === 1 && perEntry === 1) {
    addEach(building, values, first % channels, zero);
    return;
  }
  let within = first % inner;
  let channel = Math.floor(first / inner) % channels;
  for (let at = 0; at < values.length; ) {
    const count = Math.min(inner - within, values.length - at);
    addRun(building, Math.floor(channel / perEntry), values, at, at + count, zero);
    at += count;
    within = 0;
    channel = channel + 1 === channels ? 0 : channel + 1;
  }
}

/** Neighbours that each belong to another channel, from `channel` on and round again. */
function addEach(
  { min, max, sum, finite, zeros, notFinite }: Building,
  values: Float32Array | Float64Array,
  channel: number,
  zero: number,
): void {
  let at = channel;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (value - value !== 0) notFinite[at] = (notFinite[at] ?? 0) + 1;
    else {
      if (value < (min[at] ?? 0)) min[at] = value;
      if (value > (max[at] ?? 0)) max[at] = value;
      if (value === zero) zeros[at] = (zeros[at] ?? 0) + 1;
      sum[at] = (sum[at] ?? 0) + value;
      finite[at] = (finite[at] ?? 0) + 1;
    }
    at = at + 1 === min.length ? 0 : at + 1;
  }
}

function addRun(
  building: Building,
  entry: number,
  values: Float32Array | Float64Array,
  from: number,
  to: number,
  zero: number,
): void {
  let low = building.min[entry] ?? 0;
  let high = building.max[entry] ?? 0;
  let [sum, finite, zeros] = [0, 0, 0];
  for (let i = from; i < to; i++) {
    const value = values[i] ?? 0;
    if (value - value !== 0) continue;
    if (value < low) low = value;
    if (value > high) high = value;
    if (value === zero) zeros += 1;
    sum += value;
    finite += 1;
  }
  building.min[entry] = low;
  building.max[entry] = high;
  building.sum[entry] = (building.sum[entry] ?? 0) + sum;
  building.finite[entry] = (building.finite[entry] ?? 0) + finite;
  building.zeros[entry] = (building.zeros[entry] ?? 0) + zeros;
  building.notFinite[entry] = (building.notFinite[entry] ?? 0) + (to - from - finite);
}

async function addSparse(building: Building, reader: ElementReader, walk: Walk, patience: Patience): Promise<void> {
  const { inner, channels, perEntry, zero } = walk;
  const places = reader.subject.sparse?.places ?? new Float64Array();
  const stored = new Float64Array(building.min.length);
  for (let at = 0; at < places.length; at++) {
    if (at % MOST_AT_ONCE === MOST_AT_ONCE - 1) await pause(patience);
    const entry = Math.floor((Math.floor((places[at] ?? 0) / inner) % channels) / perEntry);
    addRun(building, entry, reader.entry(at), 0, 1, zero);
    stored[entry] = (stored[entry] ?? 0) + 1;
  }
  const perChannel = reader.subject.elements / channels;
  for (let entry = 0; entry < stored.length; entry++) {
    const covered = Math.min(perEntry, channels - entry * perEntry) * perChannel;
    const left = covered - (stored[entry] ?? 0);
    if (left === 0) continue;
    building.min[entry] = Math.min(building.min[entry] ?? 0, 0);
    building.max[entry] = Math.max(building.max[entry] ?? 0, 0);
    building.finite[entry] = (building.finite[entry] ?? 0) + left;
    if (zero === 0) building.zeros[entry] = (building.zeros[entry] ?? 0) + left;
  }
  patience.progress(places.length);
}

function finished(
  { min, max, sum, finite, zeros, notFinite }: Building,
  facts: Pick<ChannelRanges, 'axis' | 'channels' | 'perEntry' | 'elements'>,
): ChannelRanges {
  const orNothing = (values: Float64Array): Float64Array =>
    values.map((value, i) => ((finite[i] ?? 0) === 0 ? Number.NaN : value));
  const mean = sum.map((value, i) => value / (finite[i] ?? 0));
  return { ...facts, min: orNothing(min), max: orNothing(max), mean, zeros, notFinite };
}
