import type { Dimension } from '../../model/model';
import { combine, isAtLeast, type SizeOperation } from '../symbolic/sizes';

export type Shape = readonly Dimension[];

/** A number as a size: `null` when it is negative, fractional or beyond 2^53. */
export function size(value: number): Dimension {
  return Number.isSafeInteger(value) && value >= 0 ? value : null;
}

/** The same for an element of a shape tensor that may be named. */
export function asSize(value: Dimension): Dimension {
  return typeof value === 'number' ? size(value) : value;
}

export function isNumeric(shape: Shape): shape is readonly number[] {
  for (const dimension of shape) if (typeof dimension !== 'number') return false;
  return true;
}

/** `rank` unknown sizes; `null` when the rank itself is not believable. */
export function unknownShape(rank: number): Shape | null {
  return Number.isInteger(rank) && rank >= 0 && rank <= LARGEST_RANK ? new Array<null>(rank).fill(null) : null;
}

/** No operator takes more dimensions; a file that asks for more is hostile. */
export const LARGEST_RANK = 64;

/** `divide` rounds toward zero as ONNX `Div` does with integers; of numbers that are not whole it is the quotient. */
export type Operation = 'divide' | Exclude<SizeOperation, 'divideTowardZero' | 'broadcast'>;

/**
 * Arithmetic on sizes and on elements of shape tensors. Named operands give the canonical expression (`seq + 1`, `seq*2`),
 * see `symbolic/sizes.ts`; `null` is unknown.
 */
export function calculate(operation: Operation, a: Dimension, b: Dimension): Dimension {
  if (a === null || b === null) return operation === 'multiply' && (a === 0 || b === 0) ? 0 : null;
  if (typeof a === 'number' && typeof b === 'number') return calculateNumbers(operation, a, b);
  switch (operation) {
    case 'add':
      if (b === 0) return a;
      if (a === 0) return b;
      break;
    case 'subtract':
      if (b === 0) return a;
      break;
    case 'multiply':
      if (a === 0 || b === 0) return 0;
      if (a === 1) return b;
      if (b === 1) return a;
      break;
    case 'divide':
      return combine('divideTowardZero', a, b);
  }
  return combine(operation, a, b);
}

function calculateNumbers(operation: Operation, a: number, b: number): number | null {
  const result = ofNumbers(operation, a, b);
  const isWhole = Number.isInteger(a) && Number.isInteger(b);
  if (operation === 'maximum' || operation === 'minimum') return result;
  return Number.isFinite(result) && (!isWhole || Math.abs(result) <= Number.MAX_SAFE_INTEGER) ? result + 0 : null;
}

function ofNumbers(operation: Operation, a: number, b: number): number {
  switch (operation) {
    case 'add':
      return a + b;
    case 'subtract':
      return a - b;
    case 'multiply':
      return a * b;
    case 'divide':
      return b === 0 ? Number.NaN : Number.isInteger(a) && Number.isInteger(b) ? Math.trunc(a / b) : a / b;
    case 'divideExactly':
      return b === 0 ? Number.NaN : a / b;
    case 'divideDown':
      return b === 0 ? Number.NaN : Math.floor(a / b);
    case 'divideUp':
      return b === 0 ? Number.NaN : Math.ceil(a / b);
    case 'modulo':
      return b === 0 ? Number.NaN : a - b * Math.floor(a / b);
    case 'maximum':
      return Math.max(a, b);
    case 'minimum':
      return Math.min(a, b);
  }
}

/** Product of sizes; names as in `calculate`. */
export function product(dimensions: Shape): Dimension {
  let total: Dimension = 1;
  for (const dimension of dimensions) total = calculate('multiply', total, dimension);
  return asSize(total);
}

/** Sum of sizes; names as in `calculate`. */
export function sum(dimensions: Shape): Dimension {
  let total: Dimension = 0;
  for (const dimension of dimensions) total = calculate('add', total, dimension);
  return asSize(total);
}

/** The shape of an elementwise result (https://onnx.ai/onnx/repo-docs/Broadcasting.html); sizes that cannot match are unknown. */
export function broadcast(shapes: readonly (Shape | null)[]): Shape | null {
  let result: Shape = NO_AXES;
  for (const shape of shapes) {
    if (shape === null) return null;
    if (shape !== result) result = broadcastTwo(result, shape);
  }
  return result;
}

const NO_AXES: Shape = [];

/** One of the two where it is the result. */
function broadcastTwo(a: Shape, b: Shape): Shape {
  if (a.length < b.length) return broadcastTwo(b, a);
  const offset = a.length - b.length;
  let result: Dimension[] | null = null;
  for (let axis = offset; axis < a.length; axis++) {
    const left = a[axis] ?? null;
    const together = broadcastSizes(left, b[axis - offset] ?? null);
    if (together === left) continue;
    result ??= [...a];
    result[axis] = together;
  }
  return result ?? a;
}

/**
 * The size that two become: of two different names it is unknown which one is 1, unless one can be shown to be the result. A
 * number other than 1 is the result whatever the other one is.
 */
export function broadcastSizes(a: Dimension, b: Dimension): Dimension {
  if (a === b || b === 1) return a;
  if (a === 1) return b;
  if (typeof a === 'number') return typeof b === 'number' ? null : a;
  if (typeof b === 'number') return b;
  return a === null || b === null ? (atLeastTwo(a) ?? atLeastTwo(b)) : combine('broadcast', a, b);
}

function atLeastTwo(size: Dimension): Dimension {
  return typeof size === 'string' && isAtLeast(size, 2) ? size : null;
}

/** A possibly negative axis as an index below `rank`; `null` when it is out of range. */
export function normalizeAxis(axis: number, rank: number): number | null {
  const index = axis < 0 ? axis + rank : axis;
  return Number.isInteger(index) && index >= 0 && index < rank ? index : null;
}

/** Normalized axes; `null` when one of them is out of range. */
export function normalizeAxes(axes: readonly number[], rank: number): number[] | null {
  const found: number[] = [];
  for (const axis of axes) {
    const index = normalizeAxis(axis, rank);
    if (index === null) return null;
    found.push(index);
  }
  return found;
}

/** The shape with one size replaced. */
export function withDimension(shape: Shape, axis: number, dimension: Dimension): Shape {
  return shape.map((old, i) => (i === axis ? dimension : old));
}
