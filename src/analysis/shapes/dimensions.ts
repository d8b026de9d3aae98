import type { Dimension } from '../../model/model';

export type Shape = readonly Dimension[];

/** Names that symbolic arithmetic may extend once; results are not extended again, so expressions stay short. */
const PLAIN_NAME = /^[A-Za-z_]\w{0,63}$/;

/** A number as a size: `null` when it is negative, fractional or beyond 2^53. */
export function size(value: number): Dimension {
  return Number.isSafeInteger(value) && value >= 0 ? value : null;
}

export function isNumeric(shape: Shape): shape is readonly number[] {
  return shape.every(dimension => typeof dimension === 'number');
}

/** `rank` unknown sizes; `null` when the rank itself is not believable. */
export function unknownShape(rank: number): Shape | null {
  return Number.isInteger(rank) && rank >= 0 && rank <= LARGEST_RANK ? new Array<null>(rank).fill(null) : null;
}

/** No operator takes more dimensions; a file that asks for more is hostile. */
export const LARGEST_RANK = 64;

export type Operation = 'add' | 'subtract' | 'multiply' | 'divide';

/**
 * Integer arithmetic on sizes and on elements of shape tensors. Division rounds toward zero as ONNX `Div` does. Named operands give
 * a name for the simple cases (`N+1`, `2*N`), else `null`.
 */
export function calculate(operation: Operation, a: Dimension, b: Dimension): Dimension {
  if (a === null || b === null) return operation === 'multiply' && (a === 0 || b === 0) ? 0 : null;
  if (typeof a === 'number' && typeof b === 'number') return calculateNumbers(operation, a, b);
  switch (operation) {
    case 'add':
      if (b === 0) return a;
      if (a === 0) return b;
      return typeof a === 'string' ? expression(a, '+', b) : expression(b, '+', a);
    case 'subtract':
      if (b === 0) return a;
      return a === b ? 0 : expression(a, '-', b);
    case 'multiply':
      if (a === 0 || b === 0) return 0;
      if (a === 1) return b;
      if (b === 1) return a;
      return typeof b === 'number' ? expression(b, '*', a) : expression(a, '*', b);
    case 'divide':
      if (b === 1) return a;
      return a === b ? 1 : expression(a, '/', b);
  }
}

function calculateNumbers(operation: Operation, a: number, b: number): number | null {
  const value = { add: a + b, subtract: a - b, multiply: a * b, divide: b === 0 ? Number.NaN : a / b }[operation];
  const isWhole = Number.isInteger(a) && Number.isInteger(b);
  const result = operation === 'divide' && isWhole ? Math.trunc(value) : value;
  return Number.isFinite(result) ? result + 0 : null;
}

function expression(left: Dimension, sign: string, right: Dimension): string | null {
  const isShort = (part: Dimension): boolean =>
    typeof part === 'number' ? Number.isSafeInteger(part) && part > 0 : part !== null && PLAIN_NAME.test(part);
  return isShort(left) && isShort(right) ? `${left}${sign}${right}` : null;
}

/** Product of sizes; names as in `calculate`. */
export function product(dimensions: Shape): Dimension {
  const total = dimensions.reduce<Dimension>((a, b) => calculate('multiply', a, b), 1);
  return typeof total === 'number' ? size(total) : total;
}

/** Sum of sizes; names as in `calculate`. */
export function sum(dimensions: Shape): Dimension {
  const total = dimensions.reduce<Dimension>((a, b) => calculate('add', a, b), 0);
  return typeof total === 'number' ? size(total) : total;
}

/** The shape of an elementwise result (https://onnx.ai/onnx/repo-docs/Broadcasting.html); sizes that cannot match are unknown. */
export function broadcast(shapes: readonly (Shape | null)[]): Shape | null {
  let result: Shape = [];
  for (const shape of shapes) {
    if (shape === null) return null;
    const rank = Math.max(result.length, shape.length);
    result = Array.from({ length: rank }, (_, i) => {
      return broadcastDimension(fromRight(result, rank, i), fromRight(shape, rank, i));
    });
  }
  return result;
}

function fromRight(shape: Shape, rank: number, i: number): Dimension {
  const at = i - (rank - shape.length);
  return at < 0 ? 1 : (shape[at] ?? null);
}

function broadcastDimension(a: Dimension, b: Dimension): Dimension {
  if (a === b || b === 1) return a;
  if (a === 1) return b;
  if (typeof a === 'number') return typeof b === 'number' ? null : a;
  return typeof b === 'number' ? b : null;
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
