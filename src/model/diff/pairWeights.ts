import type { Model } from '../model';
import type { LocatedWeight } from '../modelIndex';
import { operandRole } from '../operandRoles';
import { allWeightsStepwise, isQuantizationOnly, layersStepwise } from '../queries';
import type { Steps } from '../steps';
import type { Fingerprint } from './localKeys';
import type { MatchedModels } from './matchModels';
import { at, type DiffSide, row } from './side';
import { reachedConstant } from './valueOrigins';

/** A weight of A and what became of it; the number of the node (in A, else in B) that owns it. */
export interface WeightPair {
  readonly a: LocatedWeight | null;
  readonly b: LocatedWeight | null;
  readonly ownerOfA: number | null;
  readonly ownerOfB: number | null;
}

/**
 * Pairs constants that play the same part for paired nodes; those of layers by their place among the layer's weights, so that a weight
 * and its quantized form meet. What is left is paired by name, then by content. Scales and zero points are left out.
 */
export function* pairWeights(
  { pairing, graphs }: MatchedModels,
  fingerprint: Fingerprint,
): Steps<readonly WeightPair[]> {
  const work = new WeightPairing(pairing.a, pairing.b);
  const layersOfA = yield* layerWeights(pairing.a);
  const layersOfB = yield* layerWeights(pairing.b);
  for (const { a } of graphs) {
    if (a === null) continue;
    for (let node = a.first; node < a.end; node++) {
      yield;
      const other = at(pairing.nodeOfA, node);
      if (other === -1) continue;
      const ours = layersOfA.get(node) ?? [];
      const theirs = layersOfB.get(other) ?? [];
      for (const [place, weight] of ours.entries()) {
        const match = theirs[place];
        if (match !== undefined) work.add(weight, match, node, other);
      }
      if (pairing.a.nodes[node]?.op === pairing.b.nodes[other]?.op) work.addInputs(node, other);
    }
  }
  const left = {
    a: yield* unpaired(pairing.a.model, weight => work.hasA(weight)),
    b: yield* unpaired(pairing.b.model, weight => work.hasB(weight)),
  };
  const keys: readonly ((weight: LocatedWeight) => string | null)[] = [
    ({ name, weight }) => `${name}\n${weight.dtype}\n${weight.shape.join()}`,
    ({ name }) => name,
    ({ weight }) => {
      const content = weight.elements > 1 ? fingerprint(weight) : null;
      return content === null ? null : `${content}\n${weight.dtype}\n${weight.shape.join()}`;
    },
  ];
  for (const key of keys) yield* work.addByKey(left.a, left.b, key);
  return work.all(left.a, left.b, { a: owners(layersOfA), b: owners(layersOfB) });
}

class WeightPairing {
  readonly #ofA = new Set<string>();
  readonly #ofB = new Set<string>();
  readonly #known = new Set<string>();
  readonly #pairs: WeightPair[] = [];

  constructor(
    private readonly a: DiffSide,
    private readonly b: DiffSide,
  ) {}

  add(a: LocatedWeight, b: LocatedWeight, ownerOfA: number | null, ownerOfB: number | null): void {
    const pair = `${idOf(a)}\0${idOf(b)}`;
    if (this.#known.has(pair)) return;
    this.#known.add(pair);
    this.#ofA.add(idOf(a));
    this.#ofB.add(idOf(b));
    this.#pairs.push({ a, b, ownerOfA, ownerOfB });
  }

  hasA(weight: LocatedWeight): boolean {
    return this.#ofA.has(idOf(weight));
  }

  hasB(weight: LocatedWeight): boolean {
    return this.#ofB.has(idOf(weight));
  }

  /** Pairs constants at the same inputs of nodes of one operator. */
  addInputs(a: number, b: number): void {
    const others = row(this.b.inputs, b);
    const node = this.a.nodes[a];
    for (const [position, value] of row(this.a.inputs, a).entries()) {
      const one = reachedConstant(this.a, value)?.constant;
      const other = reachedConstant(this.b, others[position] ?? -1)?.constant;
      if (node === undefined || one === undefined || other === undefined) continue;
      if (this.hasA(one) && this.hasB(other)) continue;
      if (operandRole(node, position, one.weight.elements) !== 'quantization') this.add(one, other, a, b);
    }
  }

  *addByKey(
    a: readonly LocatedWeight[],
    b: readonly LocatedWeight[],
    keyOf: (weight: LocatedWeight) => string | null,
  ): Steps<void> {
    const waiting = new Map<string, LocatedWeight[]>();
    for (const weight of b) {
      yield;
      const key = this.hasB(weight) ? null : keyOf(weight);
      if (key === null) continue;
      const list = waiting.get(key);
      if (list === undefined) waiting.set(key, [weight]);
      else list.push(weight);
    }
    for (const list of waiting.values()) list.reverse();
    for (const weight of a) {
      yield;
      const key = this.hasA(weight) ? null : keyOf(weight);
      const other = key === null ? undefined : waiting.get(key)?.pop();
      if (other !== undefined) this.add(weight, other, null, null);
    }
  }

  /** All pairs, then what is left of A, then of B. */
  all(
    a: readonly LocatedWeight[],
    b: readonly LocatedWeight[],
    owners: { readonly a: ReadonlyMap<string, number>; readonly b: ReadonlyMap<string, number> },
  ): readonly WeightPair[] {
    const ownerOfA = (weight: LocatedWeight): number | null => owners.a.get(idOf(weight)) ?? null;
    const ownerOfB = (weight: LocatedWeight): number | null => owners.b.get(idOf(weight)) ?? null;
    const lost = a.filter(weight => !this.hasA(weight));
    const gained = b.filter(weight => !this.hasB(weight));
    return [
      ...this.#pairs,
      ...lost.map(weight => ({ a: weight, b: null, ownerOfA: ownerOfA(weight), ownerOfB: null })),
      ...gained.map(weight => ({ a: null, b: weight, ownerOfA: null, ownerOfB: ownerOfB(weight) })),
    ];
  }
}

function idOf({ graph, name }: LocatedWeight): string {
  return `${graph}\0${name}`;
}

function owners(layers: ReadonlyMap<number, readonly LocatedWeight[]>): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [node, weights] of layers) {
    for (const weight of weights) if (!found.has(idOf(weight))) found.set(idOf(weight), node);
  }
  return found;
}

function* unpaired(model: Model, isPaired: (weight: LocatedWeight) => boolean): Steps<readonly LocatedWeight[]> {
  const left: LocatedWeight[] = [];
  for (const located of yield* allWeightsStepwise(model)) {
    yield;
    if (!isPaired(located) && !isQuantizationOnly(model, located)) left.push(located);
  }
  return left;
}

/** Parameters of every layer by its node's number, in the order of the inputs. */
function* layerWeights(side: DiffSide): Steps<ReadonlyMap<number, readonly LocatedWeight[]>> {
  const found = new Map<number, readonly LocatedWeight[]>();
  for (const { graph, node, weights } of yield* layersStepwise(side.model)) {
    yield;
    const own = side.graphs.get(graph);
    if (own === undefined) continue;
    found.set(
      own.first + node.index,
      weights.filter(({ role }) => role === 'parameter'),
    );
  }
  return found;
}
