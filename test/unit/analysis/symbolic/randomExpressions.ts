import type { KnownSize, SizeOperation } from '../../../../src/analysis/symbolic/sizes';
import { combine } from '../../../../src/analysis/symbolic/sizes';

/** A random computation on sizes, done by the engine and, at given sizes, by ordinary numbers. */
export type Computation =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'operation'; readonly operation: Operation; readonly a: Computation; readonly b: Computation };

type Operation = Exclude<SizeOperation, 'broadcast' | 'divideExactly'>;

const OPERATIONS: readonly Operation[] = [
  'add',
  'add',
  'subtract',
  'multiply',
  'divideDown',
  'divideUp',
  'divideTowardZero',
  'modulo',
  'maximum',
  'minimum',
];

export const NAMES = ['batch', 'sequence length', 'n'] as const;

export function randomComputation(random: () => number, depth: number): Computation {
  const whole = (limit: number): number => Math.floor(random() * limit);
  if (depth === 0 || random() < 0.15) {
    if (random() < 0.4) return { kind: 'number', value: whole(13) - 3 };
    return { kind: 'name', name: NAMES[whole(NAMES.length)] ?? 'n' };
  }
  const operation = OPERATIONS[whole(OPERATIONS.length)] ?? 'add';
  return {
    kind: 'operation',
    operation,
    a: randomComputation(random, depth - 1),
    b: randomComputation(random, depth - 1),
  };
}

/** `null`: unknown to the engine, which must then not be held against it. */
export function symbolically(computation: Computation): KnownSize | null {
  if (computation.kind === 'name') return computation.name;
  if (computation.kind === 'number') return computation.value;
  const a = symbolically(computation.a);
  const b = symbolically(computation.b);
  return a === null || b === null ? null : combine(computation.operation, a, b);
}

/** The value at the given sizes; `NaN` where something is divided by 0. */
export function numerically(computation: Computation, sizes: ReadonlyMap<string, number>): number {
  if (computation.kind === 'name') return sizes.get(computation.name) ?? Number.NaN;
  if (computation.kind === 'number') return computation.value;
  const a = numerically(computation.a, sizes);
  const b = numerically(computation.b, sizes);
  switch (computation.operation) {
    case 'add':
      return a + b;
    case 'subtract':
      return a - b;
    case 'multiply':
      return a * b;
    case 'divideDown':
      return b === 0 ? Number.NaN : Math.floor(a / b);
    case 'divideUp':
      return b === 0 ? Number.NaN : Math.ceil(a / b);
    case 'divideTowardZero':
      return b === 0 ? Number.NaN : Math.trunc(a / b);
    case 'modulo':
      return b === 0 ? Number.NaN : a - b * Math.floor(a / b);
    case 'maximum':
      return Math.max(a, b);
    case 'minimum':
      return Math.min(a, b);
  }
}
