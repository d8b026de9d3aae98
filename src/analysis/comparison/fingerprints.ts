import { createHash } from 'node:crypto';
import { DTYPES } from '../../model/dtype';
import type { Model, Weight } from '../../model/model';
import { allWeights } from '../../model/queries';
import { LatheError } from '../../shared/errors';

/** Elements `[first, first + count)` of a weight, packed. */
export type ReadElements = (weight: Weight, first: number, count: number) => Promise<Uint8Array>;

/** Bytes that are looked at of each weight, at its beginning, middle and end. */
const PIECE = 4096;

/**
 * Tells weights of different contents apart by a few pieces of each: equal weights have equal fingerprints, different ones nearly always
 * different ones. What cannot be read has none.
 */
export async function fingerprints(
  model: Model,
  read: ReadElements,
  check: () => void,
): Promise<ReadonlyMap<Weight, string>> {
  const found = new Map<Weight, string>();
  for (const { weight } of allWeights(model)) {
    check();
    const print = found.has(weight) ? null : await fingerprint(weight, read);
    if (print !== null) found.set(weight, print);
  }
  return found;
}

async function fingerprint(weight: Weight, read: ReadElements): Promise<string | null> {
  const hash = createHash('sha256');
  if (weight.payload.kind === 'strings') {
    for (const text of weight.payload.values) hash.update(`${text.length} `).update(text);
    return hash.digest('base64');
  }
  const { bits } = DTYPES[weight.dtype];
  const stored = weight.sparse === null ? weight.elements : weight.sparse.stored;
  if (bits === 0) return null;
  const piece = Math.floor((PIECE * 8) / bits);
  try {
    for (const [first, count] of pieces(stored, piece, weight.payload.kind === 'typed')) {
      hash.update(await read(weight, first, count));
    }
  } catch (thrown) {
    if (thrown instanceof LatheError && thrown.info.kind !== 'changed') return null;
    throw thrown;
  }
  return hash.digest('base64');
}

/** Numbers of different length can only be read from the first on. */
function pieces(stored: number, piece: number, fromStart: boolean): readonly (readonly [number, number])[] {
  if (stored <= 3 * piece) return [[0, stored]];
  if (fromStart) return [[0, 3 * piece]];
  return [0, Math.floor((stored - piece) / 2), stored - piece].map(first => [first, piece] as const);
}
