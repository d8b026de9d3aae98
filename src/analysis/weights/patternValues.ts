import { DTYPES, type DType } from '../../model/dtype';
import { decodeElements } from '../../model/elements';

/** Bits of one element of types that have few enough values to count each. */
export function codeBits(dtype: DType): number | null {
  const { bits, kind } = DTYPES[dtype];
  return bits > 0 && bits <= 16 && kind !== 'string' ? bits : null;
}

/** What the patterns of a type of 16 bits or less stand for. */
export interface PatternValues {
  /** The number of each pattern. */
  readonly values: Float64Array;
  /** Patterns by growing number, NaN last. */
  readonly order: Uint16Array;
}

const known = new Map<DType, PatternValues>();

/** The numbers of all patterns of a type of `bits` bits. */
export function patternValues(dtype: DType, bits: number): PatternValues {
  let found = known.get(dtype);
  if (found === undefined) {
    const all = bits === 16 ? patterns16() : packedPatterns(bits);
    const values = Float64Array.from<number | bigint>(decodeElements(dtype, all, 2 ** bits), Number);
    found = { values, order: orderOf(values) };
    known.set(dtype, found);
  }
  return found;
}

function orderOf(values: Float64Array): Uint16Array {
  const patterns = Uint16Array.from(values, (_, pattern) => pattern);
  return patterns.sort((a, b) => compare(values[a] ?? 0, values[b] ?? 0));
}

function compare(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a < b ? -1 : a > b ? 1 : 0;
}

function patterns16(): Uint8Array {
  return new Uint8Array(Uint16Array.from({ length: 65_536 }, (_, code) => code).buffer);
}

/** Every pattern of a type of 8 bits or less in order, packed as the type packs. */
function packedPatterns(bits: number): Uint8Array {
  const bytes = new Uint8Array((2 ** bits * bits) / 8 + 1);
  for (let code = 0, bit = 0; code < 2 ** bits; code++, bit += bits) {
    const at = Math.floor(bit / 8);
    const shifted = code << (bit % 8);
    bytes[at] = (bytes[at] ?? 0) | (shifted & 255);
    if (shifted > 255) bytes[at + 1] = (bytes[at + 1] ?? 0) | (shifted >> 8);
  }
  return bytes;
}
