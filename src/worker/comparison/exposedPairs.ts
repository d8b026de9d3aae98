import type { ExposedPair } from '../../compression/comparison/compareTensors';
import type { Compared } from '../../model/diff/diffModels';
import type { MatchedModels } from '../../model/diff/matchModels';
import { at, type DiffSide, type SideValue } from '../../model/diff/side';
import { DTYPES, type DType, packedBytes } from '../../model/dtype';
import type { ValueType } from '../../model/model';
import { typeOfValue } from '../../model/valueTypes';
import type { TensorError } from '../../shared/reports/compareReport';

/** A pair of values and the nodes that make them. */
export type LocatedPair = ExposedPair & { readonly ends: Pick<TensorError, 'a' | 'b'> };

/** What the runtime can hand out. */
const READABLE: ReadonlySet<DType> = new Set<DType>([
  'float32',
  'float64',
  'float16',
  'int8',
  'uint8',
  'int32',
  'int64',
  'bool',
]);

/** Taken for values of unknown size: a few of them fill a slice. */
const UNKNOWN_BYTES = 8 * 2 ** 20;

/** Values of the main graphs that nodes of both make and that can be compared, in the order A makes them. */
export function exposedPairs({ pairing }: MatchedModels, a: Compared, b: Compared): readonly LocatedPair[] {
  const pairs: LocatedPair[] = [];
  for (const [number, value] of pairing.a.values.entries()) {
    const other = pairing.b.values[at(pairing.valueOfA, number)];
    if (other === undefined || !isMadeInMain(value, a) || !isMadeInMain(other, b)) continue;
    const type = typeOf(a, value);
    if (!isComparable(type, typeOf(b, other))) continue;
    const ends = { a: endOf(pairing.a, value), b: endOf(pairing.b, other) };
    pairs.push({ a: value.name, b: other.name, bytes: bytesOf(type), ends });
  }
  return pairs;
}

function isMadeInMain({ graph, producer, constant }: SideValue, { model }: Compared): boolean {
  return graph === model.graph.id && producer >= 0 && constant === null;
}

function typeOf({ model, types }: Compared, { graph, name }: SideValue): ValueType | null {
  return typeOfValue(model, types, graph, name);
}

function isComparable(a: ValueType | null, b: ValueType | null): boolean {
  if (a?.kind !== 'tensor' || b?.kind !== 'tensor') return false;
  if (!READABLE.has(a.dtype) || !READABLE.has(b.dtype)) return false;
  return a.dtype === b.dtype || (DTYPES[a.dtype].kind === 'float' && DTYPES[b.dtype].kind === 'float');
}

function bytesOf(type: ValueType | null): number {
  if (type?.kind !== 'tensor' || type.shape === null) return UNKNOWN_BYTES;
  let elements = 1;
  for (const size of type.shape) {
    if (typeof size !== 'number') return UNKNOWN_BYTES;
    elements *= size;
  }
  return packedBytes(type.dtype, elements);
}

function endOf(side: DiffSide, { name, producer }: SideValue): TensorError['a'] {
  const node = side.nodes[producer];
  return { value: name, node: node?.index ?? 0, name: node?.name ?? '', op: node?.op ?? '' };
}
