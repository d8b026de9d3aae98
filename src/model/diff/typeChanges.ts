import type { Dimension, ValueType } from '../model';
import { type ModelTypes, typeOfValue } from '../valueTypes';
import type { Pairing } from './pairing';
import { at, type DiffSide, row } from './side';

/** Types of the values of both models, as type inference gives them. */
export interface TypesOfBoth {
  readonly a: ModelTypes;
  readonly b: ModelTypes;
}

/** Finds outputs whose type changed for no reason that lies before their node. */
export class TypeChanges {
  constructor(
    private readonly pairing: Pairing,
    private readonly types: TypesOfBoth,
  ) {}

  /** Outputs of a pair of nodes that have other types although what the nodes read has not. */
  of(
    a: number,
    b: number,
  ): readonly { readonly slot: number; readonly before: ValueType; readonly after: ValueType }[] {
    const { pairing } = this;
    const others = row(pairing.b.outputs, b);
    const changed = [...row(pairing.a.outputs, a)].flatMap((value, slot) => {
      const types = this.#different(value, others[slot] ?? -1);
      return types === null ? [] : [{ slot, ...types }];
    });
    if (changed.length === 0) return [];
    const isInherited = row(pairing.a.inputs, a).some(
      value => value >= 0 && this.#different(value, at(pairing.valueOfA, value)) !== null,
    );
    return isInherited ? [] : changed;
  }

  #different(a: number, b: number): { before: ValueType; after: ValueType } | null {
    const { pairing, types } = this;
    const before = typeOf(pairing.a, types.a, a);
    const after = typeOf(pairing.b, types.b, b);
    return before !== null && after !== null && !isSameType(before, after) ? { before, after } : null;
  }
}

function typeOf(side: DiffSide, types: ModelTypes, value: number): ValueType | null {
  const known = side.values[value];
  return known === undefined ? null : typeOfValue(side.model, types, known.graph, known.name);
}

/** Whether two types are the same, open sizes going by any name. What is unknown is not different. */
export function isSameType(a: ValueType | null, b: ValueType | null): boolean {
  if (a === null || b === null) return true;
  if ((a.kind === 'tensor' || a.kind === 'sparse') && (b.kind === 'tensor' || b.kind === 'sparse')) {
    if (a.kind !== b.kind || a.dtype !== b.dtype) return false;
    const [ours, theirs] = [a.shape, b.shape];
    if (ours === null || theirs === null) return true;
    return ours.length === theirs.length && ours.every((size, i) => isSameSize(size, theirs[i] ?? null));
  }
  if (a.kind === 'opaque' || b.kind === 'opaque') return a.kind === b.kind;
  return a.kind === b.kind;
}

function isSameSize(a: Dimension, b: Dimension): boolean {
  if (a === null || b === null) return true;
  return typeof a === 'number' || typeof b === 'number' ? a === b : true;
}
