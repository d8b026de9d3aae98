import type { Steps } from '../steps';
import type { NameKind } from './nameKeys';
import { operatorFamily } from './operatorFamilies';
import type { Pairing } from './pairing';
import { at, type SideGraph } from './side';
import { haveOtherOrigins } from './valueOrigins';

/** Share of names that may lead elsewhere than what the nodes compute before none is believed. */
const MOST_CONTRADICTIONS = 0.1;

/** Nodes of either side whose name of some kind is the only one of its kind. */
type Named = ReadonlyMap<string, { readonly a: number; readonly b: number }>;

/** What the names of one kind are worth. */
export interface NameTrust {
  readonly kind: NameKind;
  readonly named: Named;
  /** Of pairs found by what the nodes compute, the share that has different names of which one leads elsewhere. */
  readonly contradictions: number;
}

/** Looks how far names agree with the pairs that were found without them. */
export function* nameTrust(pairing: Pairing, kind: NameKind, a: SideGraph, b: SideGraph): Steps<NameTrust> {
  const named = yield* uniqueNames(pairing, kind, a, b);
  let agreed = 0;
  let contradicted = 0;
  for (const { a: one, b: other } of named.values()) {
    yield;
    const known = at(pairing.nodeOfA, one);
    if (known === other) agreed += 1;
    else if (known !== -1 || at(pairing.nodeOfB, other) !== -1) contradicted += 1;
  }
  return { kind, named, contradictions: contradicted === 0 ? 0 : contradicted / (agreed + contradicted) };
}

export function isTrusted(trust: NameTrust | undefined): boolean {
  return trust !== undefined && trust.contradictions <= MOST_CONTRADICTIONS;
}

/** Pairs free nodes of one name, unless names of this kind lead elsewhere too often. */
export function* pairTrusted(pairing: Pairing, trust: NameTrust): Steps<void> {
  if (!isTrusted(trust)) return;
  const { kind, named, contradictions } = trust;
  for (const [name, { a, b }] of named) {
    yield;
    if (!pairing.isFree(a, b)) continue;
    if (kind.isCounted(name) && (contradictions > 0 || !mayBeOne(pairing, a, b))) continue;
    pairing.pair(a, b);
  }
}

/** A counter tells nothing where the operator is another one or what the node reads. */
function mayBeOne(pairing: Pairing, a: number, b: number): boolean {
  return isSameFamily(pairing, a, b) && !haveOtherOrigins(pairing, a, b);
}

/** Pairs free nodes of one name and operator: the last thing to go by where names are not to be trusted. */
export function* pairDoubtful(
  pairing: Pairing,
  { named }: NameTrust,
  form: (a: number, b: number) => boolean,
): Steps<void> {
  for (const { a, b } of named.values()) {
    yield;
    if (pairing.isFree(a, b) && form(a, b)) pairing.pair(a, b);
  }
}

export function isSameFamily({ a, b }: Pairing, one: number, other: number): boolean {
  return operatorFamily(a.nodes[one]?.op ?? '') === operatorFamily(b.nodes[other]?.op ?? '');
}

function* uniqueNames(pairing: Pairing, kind: NameKind, a: SideGraph, b: SideGraph): Steps<Named> {
  const once = new Map<string, { a: number; b: number }>();
  const often = new Set<string>();
  for (let node = a.first; node < a.end; node++) {
    yield;
    const name = kind.of(pairing.a, node);
    if (name === null) continue;
    if (once.has(name)) often.add(name);
    once.set(name, { a: node, b: -1 });
  }
  for (let node = b.first; node < b.end; node++) {
    yield;
    const name = kind.of(pairing.b, node);
    const known = name === null ? undefined : once.get(name);
    if (name === null || known === undefined) continue;
    if (known.b !== -1) often.add(name);
    known.b = node;
  }
  return new Map([...once].filter(([name, { b }]) => b !== -1 && !often.has(name)));
}
