import type { Steps } from '../steps';
import type { Pairing } from './pairing';
import { at, type DiffSide, row, type SideGraph } from './side';

/**
 * A number for each node of one graph that is equal for nodes whose surroundings are equal: 53 bits in two lanes, so that among
 * 50,000 nodes a chance meeting is a matter of one in millions. Element 0 belongs to the graph's first node.
 */
export interface Colors {
  readonly high: Uint32Array;
  readonly low: Uint32Array;
}

/** One of the two models in a pairing, and which of its graphs is looked at. */
export interface GraphSide {
  readonly side: DiffSide;
  readonly graph: SideGraph;
  /** A number that paired values of both sides have in common; -1 for unpaired ones. */
  readonly common: (value: number) => number;
  /** Positions of the graph's outputs by value, negative numbers where they are paired with none. */
  readonly ends: ReadonlyMap<number, number>;
}

/** The two sides of a pairing seen at one pair of graphs whose inputs and outputs are paired already. */
export function graphSides(
  pairing: Pairing,
  a: SideGraph,
  b: SideGraph,
  ends: readonly (readonly [a: number, b: number])[],
): readonly [GraphSide, GraphSide] {
  return [
    {
      side: pairing.a,
      graph: a,
      common: value => (pairing.valueOfA[value] === -1 ? -1 : value),
      ends: new Map(ends.map(([value], place) => [value, place])),
    },
    {
      side: pairing.b,
      graph: b,
      common: value => at(pairing.valueOfB, value),
      ends: new Map(ends.map(([, value], place) => [value, place])),
    },
  ];
}

/** Mixes a number into a lane; the multipliers are odd constants of the golden ratio and of MurmurHash3's finalizer. */
function mix(lane: number, value: number, multiplier: number): number {
  let mixed = Math.imul(lane ^ value, multiplier);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x85ebca6b);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

const HIGH = 0x9e3779b1;
const LOW = 0xc2b2ae35;

class Mixer {
  high = 0;
  low = 0;

  start(high: number, low: number): void {
    this.high = mix(high, 1, HIGH);
    this.low = mix(low, 2, LOW);
  }

  add(high: number, low: number): void {
    this.high = mix(this.high, high, HIGH);
    this.low = mix(this.low, low, LOW);
  }
}

/** One `Map` key of a color. */
export function keyOf({ high, low }: Colors, index: number): number {
  return (at(high, index) & 0x1f_ffff) * 4_294_967_296 + at(low, index);
}

export function startColors({ graph }: GraphSide, local: Uint32Array): Colors {
  const own = local.subarray(graph.first, graph.end);
  return { high: own.slice(), low: own.map(key => mix(key, 3, LOW)) };
}

const ABSENT = 11;
const CONSTANT = 12;
const COMMON = 13;
const UNKNOWN = 14;
const MADE = 15;

/** The colors one step wider: what each node's neighbours are is mixed into what it is. */
export function* widen(from: GraphSide, colors: Colors): Steps<Colors> {
  const { graph } = from;
  const next: Colors = { high: new Uint32Array(colors.high.length), low: new Uint32Array(colors.low.length) };
  const mixer = new Mixer();
  for (let node = graph.first; node < graph.end; node++) {
    yield;
    const place = node - graph.first;
    mixer.start(at(colors.high, place), at(colors.low, place));
    mixInputs(from, node, colors, mixer);
    mixReaders(from, node, colors, mixer);
    next.high[place] = mixer.high;
    next.low[place] = mixer.low;
  }
  return next;
}

/** Colors of all that leads to each node. A graph that is out of order or goes in circles only gets less telling ones. */
export function* upwards(from: GraphSide, local: Uint32Array): Steps<Colors> {
  const colors = startColors(from, local);
  const { graph } = from;
  const mixer = new Mixer();
  for (let node = graph.first; node < graph.end; node++) {
    yield;
    const place = node - graph.first;
    mixer.start(at(colors.high, place), at(colors.low, place));
    mixInputs(from, node, colors, mixer);
    colors.high[place] = mixer.high;
    colors.low[place] = mixer.low;
  }
  return colors;
}

/** Colors of all that each node leads to. */
export function* downwards(from: GraphSide, local: Uint32Array): Steps<Colors> {
  const colors = startColors(from, local);
  const { graph } = from;
  const mixer = new Mixer();
  for (let node = graph.end - 1; node >= graph.first; node--) {
    yield;
    const place = node - graph.first;
    mixer.start(at(colors.high, place), at(colors.low, place));
    mixReaders(from, node, colors, mixer);
    colors.high[place] = mixer.high;
    colors.low[place] = mixer.low;
  }
  return colors;
}

export function combine(one: Colors, other: Colors): Colors {
  return {
    high: one.high.map((lane, i) => mix(lane, at(other.high, i), HIGH)),
    low: one.low.map((lane, i) => mix(lane, at(other.low, i), LOW)),
  };
}

function mixInputs({ side, graph, common }: GraphSide, node: number, colors: Colors, mixer: Mixer): void {
  for (const value of row(side.inputs, node)) {
    const known = side.values[value];
    if (known === undefined) mixer.add(ABSENT, ABSENT);
    else if (known.constant !== null) mixer.add(CONSTANT, CONSTANT);
    else if (known.producer >= graph.first && known.producer < graph.end) {
      const place = known.producer - graph.first;
      mixer.add(MADE + known.slot, MADE + known.slot);
      mixer.add(at(colors.high, place), at(colors.low, place));
    } else {
      const number = common(value);
      const kind = number === -1 ? UNKNOWN : COMMON;
      mixer.add(kind, kind);
      mixer.add(number, number);
    }
  }
}

/** The order of a value's readers means nothing: theirs are summed. */
function mixReaders({ side, graph, ends }: GraphSide, node: number, colors: Colors, mixer: Mixer): void {
  for (const [slot, value] of row(side.outputs, node).entries()) {
    if (value < 0) continue;
    let high = 0;
    let low = 0;
    const end = ends.get(value);
    if (end !== undefined) {
      high = mix(end, slot, HIGH);
      low = mix(end, slot, LOW);
    }
    const { start, items } = side.readers;
    for (let i = at(start, value); i < at(start, value + 1); i++) {
      const reader = at(items, i);
      if (reader < graph.first || reader >= graph.end) continue;
      const position = at(side.positions, i);
      high = (high + mix(at(colors.high, reader - graph.first), position, HIGH)) >>> 0;
      low = (low + mix(at(colors.low, reader - graph.first), position, LOW)) >>> 0;
    }
    mixer.add(slot, slot);
    mixer.add(high, low);
  }
}
