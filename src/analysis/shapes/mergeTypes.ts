import type { Dimension, ValueType } from '../../model/model';
import type { Shape } from './dimensions';

/** A merged type and whether the two sides said different things. */
export interface Merged {
  readonly type: ValueType | null;
  readonly contradicts: boolean;
}

/** Which of two different names of one size to keep. */
export type PreferName = (first: string, second: string) => string;

const firstName: PreferName = first => first;

/** Fills what `first` leaves unknown from `second`; where they contradict, `first` counts. */
export function mergeTypes(first: ValueType | null, second: ValueType | null, prefer: PreferName = firstName): Merged {
  if (first === null || second === null) return { type: first ?? second, contradicts: false };
  if (first.kind === 'tensor' || first.kind === 'sparse') {
    if (second.kind !== first.kind || second.dtype !== first.dtype) {
      if (first.dtype === 'undefined' && second.kind === first.kind) return { type: second, contradicts: false };
      return { type: first, contradicts: second.kind !== first.kind || second.dtype !== 'undefined' };
    }
    if (first.shape === null || second.shape === null) {
      return { type: first.shape === null ? second : first, contradicts: false };
    }
    if (first.shape.length !== second.shape.length) return { type: first, contradicts: true };
    return mergeShapes(first, first.shape, second.shape, prefer);
  }
  if (first.kind === 'sequence' || first.kind === 'optional') {
    if (second.kind !== first.kind) return { type: first, contradicts: true };
    const of = mergeTypes(first.of, second.of, prefer);
    return { type: { kind: first.kind, of: of.type }, contradicts: of.contradicts };
  }
  return { type: first, contradicts: first.kind !== second.kind };
}

function mergeShapes(
  type: ValueType & { kind: 'tensor' | 'sparse' },
  first: Shape,
  second: Shape,
  prefer: PreferName,
): Merged {
  let shape: Dimension[] | null = null;
  let contradicts = false;
  for (const [axis, size] of first.entries()) {
    const other = second[axis] ?? null;
    if (size === other) continue;
    if (typeof size === 'number' && typeof other === 'number') contradicts = true;
    const merged = mergeDimensions(size, other, prefer);
    if (merged === size) continue;
    shape ??= [...first];
    shape[axis] = merged;
  }
  return { type: shape === null ? type : { ...type, shape }, contradicts };
}

/** A number says more than a name, a name more than nothing. */
function mergeDimensions(first: Dimension, second: Dimension, prefer: PreferName): Dimension {
  if (first === null) return second;
  if (typeof first !== 'string' || second === null) return first;
  return typeof second === 'number' ? second : prefer(first, second);
}

/** What is true of both: sizes that differ become unknown, as do ranks; `null` when even the kinds differ. */
export function commonType(a: ValueType | null, b: ValueType | null): ValueType | null {
  if (a === null || b === null) return null;
  if (a.kind === 'tensor' || a.kind === 'sparse') {
    if (b.kind !== a.kind || b.dtype !== a.dtype) return null;
    return { ...a, shape: commonShape(a.shape, b.shape) };
  }
  if (a.kind === 'sequence' || a.kind === 'optional') {
    return b.kind === a.kind ? { kind: a.kind, of: commonType(a.of, b.of) } : null;
  }
  if (a.kind === 'map') return b.kind === 'map' && b.key === a.key ? { ...a, of: commonType(a.of, b.of) } : null;
  return a.kind === 'opaque' && b.kind === 'opaque' && a.name === b.name ? a : null;
}

function commonShape(a: Shape | null, b: Shape | null): Shape | null {
  if (a === null || b === null || a.length !== b.length) return null;
  return a.map((size, axis) => (size === b[axis] ? size : null));
}
