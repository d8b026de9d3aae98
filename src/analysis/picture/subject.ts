import { DTYPES, type DType } from '../../model/dtype';
import type { Model, Weight } from '../../model/model';
import type { LocatedWeight } from '../../model/modelIndex';
import { type ChunksOf, type Dequantizer, dequantizerOf } from '../weights/dequantizer';
import { readEntries, type SparseEntries } from './sparseEntries';

/** Reads the stored elements `[first, first + count)` of a weight: packed, little-endian, sub-byte types low bits first. */
export type ReadElements = (weight: Weight, first: number, count: number) => Promise<Uint8Array>;

/** A weight as a person looks at it, with what it takes to read its elements. */
export interface Subject {
  readonly located: LocatedWeight;
  /** Element type and shape: fields packed into bytes count as elements of their own. */
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly elements: number;
  /** How its codes stand for real numbers; `null` when it is not quantized. */
  readonly dequantizer: Dequantizer | null;
  readonly sparse: SparseEntries | null;
}

/**
 * Reads what belongs to a weight: scales and zero points, the places of sparse elements.
 * @throws LatheError `picture.badIndices`, `picture.tooManyStored`, and whatever reading throws.
 */
export async function subjectOf(
  model: Model,
  located: LocatedWeight,
  chunksOf: ChunksOf,
  read: ReadElements,
): Promise<Subject> {
  const { weight } = located;
  const dequantizer = await dequantizerOf(model, located, chunksOf);
  const packed = dequantizer?.packed ?? null;
  return {
    located,
    dtype: packed?.dtype ?? weight.dtype,
    shape: packed?.shape ?? weight.shape,
    elements: packed?.elements ?? weight.elements,
    dequantizer,
    sparse: weight.sparse === null ? null : await readEntries(located.name, weight, weight.sparse, read),
  };
}

export function canDequantize({ dequantizer }: Subject): boolean {
  return dequantizer !== null && dequantizer.scales !== null;
}

/** The one code that stands for zero; `null` when there is none or several. */
export function zeroPointOf({ dequantizer }: Subject): number | null {
  const [first, ...others] = new Set(dequantizer?.zeroPoints);
  return first === undefined || others.length > 0 ? null : first;
}

/** The number that counts as zero among those that are shown. */
export function zeroOf(subject: Subject, dequantized: boolean): number {
  return dequantized && canDequantize(subject) ? 0 : (zeroPointOf(subject) ?? 0);
}

/** Whether elements can be drawn: real numbers, and complex ones by their magnitudes. */
export function isDrawable(dtype: DType): boolean {
  const { kind } = DTYPES[dtype];
  return kind !== 'string' && kind !== 'none';
}
