import type { Value } from '../model';
import type { Steps } from '../steps';
import { freeInputs } from '../valueTypes';
import {
  type Colors,
  combine,
  downwards,
  type GraphSide,
  graphSides,
  keyOf,
  startColors,
  upwards,
  widen,
} from './colors';
import type { LocalKeys } from './localKeys';
import { calledName, isCounted, NAME_KINDS, OUTPUT_NAME } from './nameKeys';
import { groupByKey, pairEqual, pairUnique } from './pairByKey';
import type { Pairing } from './pairing';
import { isSameFamily, isTrusted, type NameTrust, nameTrust, pairDoubtful, pairTrusted } from './pairNamed';
import { type IsAlike, pairNeighbours } from './pairNeighbours';
import { pairInGaps } from './pairRemaining';
import { at, row, type SideGraph, valueNumber } from './side';
import { originKey, readSameValues } from './valueOrigins';

/** How many steps around a node must be equal for it to be known by what it computes: far, then nearer. */
const RADII = [4, 2];

/** Share of the smaller graph's node names that the other must have for another name to mean something. */
const NAMES_IN_COMMON = 0.5;

type Local = 'content' | 'form';

export interface KeysOfBoth {
  readonly a: LocalKeys;
  readonly b: LocalKeys;
}

/** Pairs of values at the ends of two graphs: inputs first, then outputs. */
type Ends = readonly (readonly [a: number, b: number])[];

/**
 * Pairs the nodes and values of two graphs that stand for each other. Names are believed as far as they agree with what the nodes
 * compute: counted names (`Relu_12`) shift when a node is put in front, and all names may have been changed.
 *
 * 1. Nodes that everything around agrees on: all before and after them, else four steps, else two; nodes with equal weights.
 * 2. Nodes of one name, then nodes whose surroundings agree but for the contents of constants.
 * 3. From all pairs to their neighbours: equal ones, equal but for the contents of constants, the same kind of operator.
 * 4. Past nodes that only one model has: nodes that do the same to the same values.
 * 5. Between pairs that stand in one order, alike nodes in that order.
 *
 * Each part takes time in proportion to nodes and edges.
 */
export function* pairGraphs(pairing: Pairing, a: SideGraph, b: SideGraph, keys: KeysOfBoth): Steps<void> {
  const { inputs, outputs } = yield* pairEnds(pairing, a, b);
  const work = new GraphPairing(pairing, a, b, keys, inputs, outputs);
  yield* work.byEverything();
  yield* work.byNearness('content');
  yield* work.byWeights();
  yield* work.byNames();
  yield* work.byNearness('form');
  yield* work.byNeighbours();
  yield* work.byOrigins();
  yield* work.byOutputs();
  yield* work.byOrder();
}

class GraphPairing {
  readonly #sides: readonly [GraphSide, GraphSide];
  readonly #ends: Ends;
  #trusts: readonly NameTrust[] = [];
  #namesMatter = false;
  #nearForms: readonly [Colors, Colors] | null = null;

  constructor(
    private readonly pairing: Pairing,
    private readonly a: SideGraph,
    private readonly b: SideGraph,
    private readonly keys: KeysOfBoth,
    inputs: Ends,
    outputs: Ends,
  ) {
    this.#sides = graphSides(pairing, a, b, outputs);
    this.#ends = [...inputs, ...outputs];
  }

  *byEverything(): Steps<void> {
    const [a, b] = this.#sides;
    const { keys, pairing } = this;
    for (const local of ['content', 'form'] as const) {
      const whole = [
        combine(yield* upwards(a, keys.a[local]), yield* downwards(a, keys.a[local])),
        combine(yield* upwards(b, keys.b[local]), yield* downwards(b, keys.b[local])),
      ] as const;
      yield* pairEqual(
        pairing,
        yield* this.#groups(whole),
        node => calledName(pairing.a.nodes[node]),
        node => calledName(pairing.b.nodes[node]),
      );
    }
  }

  /** Nodes that everything within some steps agrees on. */
  *byNearness(local: Local): Steps<void> {
    for (const radius of RADII) yield* pairUnique(this.pairing, yield* this.#groups(yield* this.#near(local, radius)));
  }

  /** Nodes whose weights are nowhere else. */
  *byWeights(): Steps<void> {
    const { pairing, keys, a, b } = this;
    const groups = yield* groupByKey(
      pairing,
      { a: numbers(a), b: numbers(b) },
      node => (keys.a.isTelling[node] === 1 ? at(keys.a.content, node) : null),
      node => (keys.b.isTelling[node] === 1 ? at(keys.b.content, node) : null),
    );
    yield* pairUnique(pairing, groups);
  }

  *byNames(): Steps<void> {
    const trusts: NameTrust[] = [];
    for (const kind of NAME_KINDS) {
      const trust = yield* nameTrust(this.pairing, kind, this.a, this.b);
      trusts.push(trust);
    }
    for (const trust of trusts) yield* pairTrusted(this.pairing, trust);
    const smaller = Math.min(this.a.end - this.a.first, this.b.end - this.b.first);
    this.#namesMatter = (trusts[0]?.named.size ?? 0) > smaller * NAMES_IN_COMMON && isTrusted(trusts[0]);
    this.#trusts = trusts;
  }

  *byNeighbours(): Steps<void> {
    const { pairing, keys } = this;
    const content: IsAlike = (a, b) => keys.a.content[a] === keys.b.content[b] && this.#agrees(a, b);
    const form: IsAlike = (a, b) => keys.a.form[a] === keys.b.form[b] && this.#agrees(a, b);
    const family: IsAlike = (a, b) => isSameFamily(pairing, a, b) && this.#agrees(a, b);
    this.#nearForms = yield* this.#near('form', 1);
    yield* this.#spread(content, false);
    yield* this.#spread(form, false);
    for (const trust of this.#trusts) yield* pairDoubtful(pairing, trust, (a, b) => keys.a.form[a] === keys.b.form[b]);
    yield* this.#spread(form, true);
    yield* this.#spread(family, true);
  }

  *byOrigins(): Steps<void> {
    const { pairing, keys, a, b } = this;
    const isOwn = (name = ''): boolean => this.#isTelling(name);
    const groups = yield* groupByKey(
      pairing,
      { a: numbers(a), b: numbers(b) },
      node => (isOwn(pairing.a.nodes[node]?.name) ? null : originKey(pairing, 'a', node, at(keys.a.form, node))),
      node => (isOwn(pairing.b.nodes[node]?.name) ? null : originKey(pairing, 'b', node, at(keys.b.form, node))),
    );
    yield* pairUnique(pairing, groups);
  }

  /** Nodes that make a value of one name from the same values, by whatever operator. */
  *byOutputs(): Steps<void> {
    const { pairing, a, b } = this;
    const trust = yield* nameTrust(pairing, OUTPUT_NAME, a, b);
    if (!isTrusted(trust)) return;
    yield* pairDoubtful(
      pairing,
      trust,
      (one, other) => this.#agrees(one, other) && readSameValues(pairing, one, other),
    );
  }

  *byOrder(): Steps<void> {
    const { pairing, keys, a, b } = this;
    // Where names mean something, two nodes with names of their own are not taken for one because of their place alone.
    const isOwn = (name = ''): boolean => this.#isTelling(name);
    yield* pairInGaps(pairing, a, b, {
      a: node => (isOwn(pairing.a.nodes[node]?.name) ? null : at(keys.a.form, node)),
      b: node => (isOwn(pairing.b.nodes[node]?.name) ? null : at(keys.b.form, node)),
    });
  }

  *#spread(isAlike: IsAlike, pastConversions: boolean): Steps<void> {
    yield* pairNeighbours(this.pairing, { a: this.a, b: this.b, isAlike, pastConversions }, this.#ends);
  }

  /** Two nodes with names of their own are one only when both what they read and what reads them says so. */
  #agrees(a: number, b: number): boolean {
    const one = this.pairing.a.nodes[a]?.name ?? '';
    const other = this.pairing.b.nodes[b]?.name ?? '';
    if (one === other || !this.#isTelling(one) || !this.#isTelling(other)) return true;
    const near = this.#nearForms;
    if (near !== null && keyOf(near[0], a - this.a.first) === keyOf(near[1], b - this.b.first)) return true;
    return this.#readsSame(a, b) && this.#isReadBySame(a, b);
  }

  /** Whether another name would mean another node. */
  #isTelling(name: string): boolean {
    return this.#namesMatter && name !== '' && !isCounted(name);
  }

  #readsSame(a: number, b: number): boolean {
    const { pairing } = this;
    const others = row(pairing.b.inputs, b);
    return row(pairing.a.inputs, a).every((value, position) => {
      const other = others[position] ?? -1;
      const isConstant = pairing.a.values[value]?.constant != null && pairing.b.values[other]?.constant != null;
      return isConstant || pairing.isSameValue(value, other);
    });
  }

  #isReadBySame(a: number, b: number): boolean {
    const { pairing } = this;
    const others = row(pairing.b.outputs, b);
    return row(pairing.a.outputs, a).every((value, slot) => {
      const other = others[slot] ?? -1;
      if (value < 0 || other < 0) return value < 0 && other < 0;
      const [, { ends }] = this.#sides;
      const end = this.#sides[0].ends.get(value);
      if (end !== undefined && end === ends.get(other)) return true;
      const { start, items } = pairing.a.readers;
      const reader = at(start, value) < at(start, value + 1) ? at(items, at(start, value)) : -1;
      const match = reader === -1 ? -1 : at(pairing.nodeOfA, reader);
      return match !== -1 && row(pairing.b.inputs, match).includes(other);
    });
  }

  *#near(local: Local, radius: number): Steps<readonly [Colors, Colors]> {
    const [a, b] = this.#sides;
    let one = startColors(a, this.keys.a[local]);
    let other = startColors(b, this.keys.b[local]);
    for (let step = 0; step < radius; step++) {
      one = yield* widen(a, one);
      other = yield* widen(b, other);
    }
    return [one, other];
  }

  *#groups(colors: readonly [Colors, Colors]) {
    const { a, b } = this;
    return yield* groupByKey(
      this.pairing,
      { a: numbers(a), b: numbers(b) },
      node => keyOf(colors[0], node - a.first),
      node => keyOf(colors[1], node - b.first),
    );
  }
}

function* numbers({ first, end }: SideGraph): Iterable<number> {
  for (let node = first; node < end; node++) yield node;
}

/** Pairs inputs and outputs: those of one name, the others by position when as many are left on both sides. */
function* pairEnds(pairing: Pairing, a: SideGraph, b: SideGraph): Steps<{ inputs: Ends; outputs: Ends }> {
  const ids = (side: 'a' | 'b', graph: SideGraph, ends: readonly Value[]): number[] =>
    ends.map(({ name }) => valueNumber(pairing[side].graphs, graph, name));
  const inputs = pairByName(freeInputs(a.graph), freeInputs(b.graph));
  const outputs = pairByName(a.graph.outputs, b.graph.outputs);
  yield;
  const one = ids('a', a, freeInputs(a.graph));
  const other = ids('b', b, freeInputs(b.graph));
  for (const [i, j] of inputs) pairing.pairValues(one[i] ?? -1, other[j] ?? -1);
  const made = ids('a', a, a.graph.outputs);
  const madeByOther = ids('b', b, b.graph.outputs);
  return {
    inputs: inputs.map(([i, j]) => [one[i] ?? -1, other[j] ?? -1] as const),
    outputs: outputs.map(([i, j]) => [made[i] ?? -1, madeByOther[j] ?? -1] as const),
  };
}

/** Pairs of positions: of equal names, then of what is left in order when both have as many left. */
export function pairByName(
  a: readonly { readonly name: string }[],
  b: readonly { readonly name: string }[],
): readonly (readonly [number, number])[] {
  const places = new Map(b.map(({ name }, place) => [name, place]));
  const pairs: (readonly [number, number])[] = [];
  const left: number[] = [];
  const taken = new Set<number>();
  for (const [place, { name }] of a.entries()) {
    const other = places.get(name);
    if (other === undefined || taken.has(other)) left.push(place);
    else {
      pairs.push([place, other]);
      taken.add(other);
    }
  }
  const free = b.map((_, place) => place).filter(place => !taken.has(place));
  if (free.length === left.length) for (const [i, place] of left.entries()) pairs.push([place, free[i] as number]);
  return pairs.sort(([one], [other]) => one - other);
}
