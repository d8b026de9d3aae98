import type { Dimension, ValueType } from '../../model/model';

/** A merged type and whether the two sides said different things. */
export interface Merged {
  readonly type: ValueType | null;
  readonly contradicts: boolean;
}

/** Fills what `first` leaves unknown from `second`; where they contradict, `first` counts. */
export function mergeTypes(first: ValueType | null, second: ValueType | null): Merged {
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
    const other = second.shape;
    const shape = first.shape.map((size, axis) => mergeDimensions(size, other[axis] ?? null));
    const contradicts = first.shape.some((size, axis) => {
      const theirs = other[axis];
      return typeof size === 'number' && typeof theirs === 'number' && size !== theirs;
    });
    return { type: { ...first, shape }, contradicts };
  }
  if (first.kind === 'sequence' || first.kind === 'optional') {
    if (second.kind !== first.kind) return { type: first, contradicts: true };
    const of = mergeTypes(first.of, second.of);
    return { type: { kind: first.kind, of: of.type }, contradicts: of.contradicts };
  }
  return { type: first, contradicts: first.kind !== second.kind };
}

/** A number says more than a name, a name more than nothing. */
function mergeDimensions(first: Dimension, second: Dimension): Dimension {
  if (first === null) return second;
  return typeof first === 'string' && typeof second === 'number' ? second : first;
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

function commonShape(a: readonly Dimension[] | null, b: readonly Dimension[] | null): readonly Dimension[] | null {
  if (a === null || b === null || a.length !== b.length) return null;
  return a.map((size, axis) => (size === b[axis] ? size : null));
}
