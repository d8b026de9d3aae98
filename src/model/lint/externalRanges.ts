import { packedBytes } from '../dtype';
import type { Model, Payload } from '../model';
import type { LocatedWeight } from '../modelIndex';
import { allWeights } from '../queries';

/** A weight in a file of its own. */
export interface ExternalWeight {
  readonly located: LocatedWeight;
  readonly payload: Extract<Payload, { kind: 'external' }>;
  /** Bytes that its shape and type take. */
  readonly bytes: number;
}

/** Weights in other files, by location as the model writes it. */
export function externalWeights(model: Model): ReadonlyMap<string, readonly ExternalWeight[]> {
  const found = new Map<string, ExternalWeight[]>();
  for (const located of allWeights(model)) {
    const { payload, dtype, elements, sparse } = located.weight;
    if (payload.kind !== 'external') continue;
    const entry = { located, payload, bytes: packedBytes(dtype, sparse?.stored ?? elements) };
    const others = found.get(payload.location);
    if (others === undefined) found.set(payload.location, [entry]);
    else others.push(entry);
  }
  return found;
}

/** Bytes of a file that some weight lies in. */
export function coveredBytes(weights: readonly ExternalWeight[]): number {
  const ranges = weights.map(({ payload, bytes }) => [payload.offset, payload.offset + bytes] as const);
  let covered = 0;
  let reached = 0;
  for (const [start, end] of ranges.sort(([a], [b]) => a - b)) {
    covered += Math.max(0, end - Math.max(start, reached));
    reached = Math.max(reached, end);
  }
  return covered;
}
