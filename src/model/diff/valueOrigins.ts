import type { LocatedWeight } from '../modelIndex';
import type { Pairing } from './pairing';
import { at, type DiffSide, row } from './side';

/** Nodes that are looked at between a value and the paired ones it comes from. */
const MOST_STEPS = 24;

/** Operators between a constant and its reader that are looked through. */
const LOOKED_THROUGH = new Set([
  'Cast',
  'DequantizeLinear',
  'Identity',
  'QuantizeLinear',
  'Reshape',
  'Transpose',
  'Squeeze',
  'Unsqueeze',
]);
const LONGEST_CHAIN = 8;

/** A constant that reaches a reader, and by way of which operators. */
export interface ReachedConstant {
  readonly constant: LocatedWeight;
  /** From the reader upwards. */
  readonly through: readonly string[];
}

/** The constant a value is, or is made of by operators that only convert it. */
export function reachedConstant(side: DiffSide, start: number): ReachedConstant | null {
  const through: string[] = [];
  let value = start;
  while (through.length <= LONGEST_CHAIN) {
    const known = side.values[value];
    if (known === undefined) return null;
    if (known.constant !== null) return { constant: known.constant, through };
    const op = known.producer < 0 ? '' : (side.nodes[known.producer]?.op ?? '');
    if (!LOOKED_THROUGH.has(op)) return null;
    through.push(op);
    value = row(side.inputs, known.producer)[0] ?? -1;
  }
  return null;
}

/**
 * Whether two values come from the same ones, apart from nodes that only one of the models has: then whoever reads them needs no
 * mention besides those nodes.
 */
export function haveSameOrigin(pairing: Pairing, a: number, b: number): boolean {
  if (pairing.isSameValue(a, b)) return true;
  const ours = originsOf(pairing, 'a', a);
  const theirs = originsOf(pairing, 'b', b);
  if (ours === null || theirs === null) return false;
  if (ours.size === 0 || theirs.size === 0) return ours.size === theirs.size;
  return [...ours].some(value => theirs.has(value));
}

/** Whether two nodes read the same values, constants for constants. */
export function readSameValues(pairing: Pairing, a: number, b: number): boolean {
  const ours = row(pairing.a.inputs, a);
  const theirs = row(pairing.b.inputs, b);
  const isConstant = (side: DiffSide, value: number): boolean => side.values[value]?.constant != null;
  return (
    ours.length === theirs.length &&
    ours.every((value, position) => {
      const other = theirs[position] ?? -1;
      const [one, two] = [isConstant(pairing.a, value), isConstant(pairing.b, other)];
      return one || two ? one === two : pairing.isSameValue(value, other);
    })
  );
}

/** Whether some input of two nodes is known to come from elsewhere. */
export function haveOtherOrigins(pairing: Pairing, a: number, b: number): boolean {
  const others = row(pairing.b.inputs, b);
  return row(pairing.a.inputs, a).some((value, position) => {
    const ours = originsOf(pairing, 'a', value);
    const theirs = originsOf(pairing, 'b', others[position] ?? -1);
    if (ours === null || theirs === null || ours.size === 0 || theirs.size === 0) return false;
    return ![...ours].some(each => theirs.has(each));
  });
}

/**
 * A text that nodes of both models share when they do the same (`form`) to values of the same origin; `null` for a node that reads
 * nothing whose origin is known.
 */
export function originKey(pairing: Pairing, which: 'a' | 'b', node: number, form: number): string | null {
  const side = pairing[which];
  const parts: string[] = [];
  let known = 0;
  for (const value of row(side.inputs, node)) {
    if (value < 0 || side.values[value]?.constant != null) {
      parts.push('');
      continue;
    }
    const found = originsOf(pairing, which, value);
    known += found?.size ?? 0;
    parts.push(found === null ? '?' : [...found].sort((one, other) => one - other).join(' '));
  }
  return known === 0 ? null : `${form}\n${parts.join('\n')}`;
}

function originsOf(pairing: Pairing, which: 'a' | 'b', value: number): ReadonlySet<number> | null {
  if (which === 'b') return origins(pairing.b, value, each => at(pairing.valueOfB, each), pairing.nodeOfB);
  return origins(pairing.a, value, each => (at(pairing.valueOfA, each) === -1 ? -1 : each), pairing.nodeOfA);
}

/** Values by their number in A that are nearest above a value; `null` when one of them belongs to no pair. */
function origins(
  side: DiffSide,
  start: number,
  numberInA: (value: number) => number,
  paired: Int32Array,
): ReadonlySet<number> | null {
  const found = new Set<number>();
  const waiting = [start];
  const seen = new Set(waiting);
  for (let value = waiting.pop(); value !== undefined && seen.size <= MOST_STEPS; value = waiting.pop()) {
    const known = side.values[value];
    if (known === undefined || known.constant !== null) continue;
    const number = numberInA(value);
    if (number !== -1) found.add(number);
    else if (known.producer >= 0 && paired[known.producer] !== -1) return null;
    else if (known.producer >= 0) {
      for (const input of row(side.inputs, known.producer)) {
        if (seen.has(input)) continue;
        seen.add(input);
        waiting.push(input);
      }
    }
  }
  return found;
}
