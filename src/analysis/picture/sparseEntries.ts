import { DTYPES } from '../../model/dtype';
import { decodeElements, type NumericArray } from '../../model/elements';
import type { Weight } from '../../model/model';
import { badIndices, tooManyStored } from './errors';
import type { ReadElements } from './subject';

/** 4 million places and values take 64 MB. */
const MOST_STORED = 2 ** 22;
const AT_ONCE = 2 ** 16;

/** The stored elements of a sparse tensor, in the order of their places in the dense one. */
export interface SparseEntries {
  /** Row-major positions, ascending. */
  readonly places: Float64Array;
  readonly values: NumericArray;
}

/**
 * Reads a sparse tensor's values and their places, which are positions or, in two dimensions, index tuples.
 * @throws LatheError `picture.tooManyStored`; `picture.badIndices` for places outside of the shape, twice or out of order.
 */
export async function readEntries(
  name: string,
  weight: Weight,
  { stored, indices }: NonNullable<Weight['sparse']>,
  read: ReadElements,
): Promise<SparseEntries> {
  if (stored > MOST_STORED) throw tooManyStored(name, stored, MOST_STORED);
  const rank = weight.shape.length;
  const isTuples = indices.shape.length === 2;
  const width = isTuples ? rank : 1;
  if (indices.elements !== stored * width) {
    throw badIndices(name, `${indices.elements} numbers are there for ${stored} elements`);
  }
  const places = new Float64Array(stored);
  const perPiece = Math.max(1, Math.floor(AT_ONCE / Math.max(1, width)));
  for (let first = 0; first < stored; first += perPiece) {
    const count = Math.min(perPiece, stored - first);
    const bytes = await read(indices, first * width, count * width);
    const numbers = decodeElements(indices.dtype, bytes, count * width);
    for (let i = 0; i < count; i++) {
      places[first + i] = isTuples ? placeOf(numbers, i * width, weight.shape) : Number(numbers[i] ?? -1);
      const place = places[first + i] ?? -1;
      if (!(place >= 0 && place < weight.elements))
        throw badIndices(name, `element ${first + i} lies outside of the shape`);
      if (place <= (places[first + i - 1] ?? -1))
        throw badIndices(name, `element ${first + i} is not after the one before`);
    }
  }
  const isNumeric = DTYPES[weight.dtype].kind !== 'string' && DTYPES[weight.dtype].kind !== 'none';
  const values = isNumeric ? decodeElements(weight.dtype, await read(weight, 0, stored), stored) : new Uint8Array(0);
  return { places, values };
}

function placeOf(numbers: NumericArray, at: number, shape: readonly number[]): number {
  let place = 0;
  for (const [axis, size] of shape.entries()) {
    const index = Number(numbers[at + axis] ?? -1);
    if (!(index >= 0 && index < size)) return -1;
    place = place * size + index;
  }
  return place;
}

/** The first entry at or after a place. */
export function entryFrom({ places }: SparseEntries, place: number): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((places[middle] ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}
