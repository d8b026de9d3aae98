import { formatInteger } from '../../../src/shared/units';
import type { Hierarchy } from '../hierarchy/hierarchy';
import type { Drawing } from '../layout/drawing';

/** One end of edges that are too long for a line. */
export interface Stub {
  /** The edge leaves here; else it arrives. */
  readonly leaves: boolean;
  /** Position at the other end, `null` when there are several. */
  readonly other: number | null;
  readonly count: number;
}

/** Pairs of positions between which edges are drawn as stubs. */
export function stubPairs(
  { from, to }: Hierarchy,
  { stubs }: Drawing,
  positionOf: (item: number) => number | null,
): readonly (readonly [from: number, to: number])[] {
  const pairs: (readonly [number, number])[] = [];
  for (const edge of stubs) {
    const source = positionOf(from[edge] ?? 0);
    const target = positionOf(to[edge] ?? 0);
    if (source !== null && target !== null && source !== target) pairs.push([source, target]);
  }
  return pairs;
}

/** Ends of stubs by the position they are at; many of one box are one stub with a number. */
export function stubsByPosition(
  pairs: readonly (readonly [from: number, to: number])[],
): ReadonlyMap<number, readonly Stub[]> {
  const leaving = new Map<number, Set<number>>();
  const arriving = new Map<number, Set<number>>();
  const put = (ends: Map<number, Set<number>>, at: number, other: number): void => {
    const known = ends.get(at);
    if (known === undefined) ends.set(at, new Set([other]));
    else known.add(other);
  };
  for (const [from, to] of pairs) {
    put(leaving, from, to);
    put(arriving, to, from);
  }
  const stubs = new Map<number, Stub[]>();
  for (const [ends, leaves] of [[leaving, true] as const, [arriving, false] as const]) {
    for (const [position, others] of ends) {
      const [only = 0] = others;
      const stub = { leaves, other: others.size === 1 ? only : null, count: others.size };
      stubs.set(position, [...(stubs.get(position) ?? []), stub]);
    }
  }
  return stubs;
}

/** `→ MatMul /layer.3/MatMul`, `← 214 places`. */
export function stubText({ leaves, other, count }: Stub, nameOf: (position: number) => string): string {
  return `${leaves ? '→' : '←'} ${other === null ? `${formatInteger(count)} places` : nameOf(other)}`;
}
