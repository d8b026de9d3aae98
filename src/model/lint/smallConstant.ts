import { isReal, packedBytes } from '../dtype';
import { decodeElements } from '../elements';
import type { Weight } from '../model';
import { constantNamed, type ModelIndex } from '../modelIndex';

/** Elements of a numeric constant that came with the structure; `null` for others and for what is no constant. */
export function smallConstant(index: ModelIndex, graph: string, name: string): readonly number[] | null {
  const located = name === '' ? undefined : constantNamed(index, graph, name);
  return located === undefined ? null : smallValues(located.weight);
}

function smallValues({ payload, dtype, elements, sparse }: Weight): readonly number[] | null {
  if (elements === 0) return [];
  if (payload.kind !== 'inline' || sparse !== null || !isReal(dtype)) return null;
  if (payload.bytes.length < packedBytes(dtype, elements)) return null;
  return Array.from<number | bigint, number>(decodeElements(dtype, payload.bytes, elements), Number);
}
