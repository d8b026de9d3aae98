import type { Dimension } from '../../../model/model';
import { asSize, calculate, type Operation, type Shape } from '../dimensions';

/** Arithmetic on sizes, of which any may be unknown. The result is a size: what is negative or no whole number is unknown. */
export function combined(operation: Operation, a: Dimension, b: Dimension): Dimension {
  return asSize(calculate(operation, a, b));
}

/** `length / parts` for lengths that the operator demands to be a multiple of `parts`; other numbers are unknown. */
export function share(length: Dimension, parts: Dimension): Dimension {
  const isPlain = typeof length === 'number' && typeof parts === 'number';
  return combined(isPlain ? 'divideExactly' : 'divideDown', length, parts);
}

/** The size of an axis, which may count from the end. */
export function at(shape: Shape | null, axis: number): Dimension {
  return shape?.at(axis) ?? null;
}

/** The shape with another last size; `null` for a scalar, which has none. */
export function withLast(shape: Shape | null, length: Dimension): Shape | null {
  return shape === null || shape.length === 0 ? null : [...shape.slice(0, -1), length];
}
