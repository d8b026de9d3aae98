import { DTYPES, type DType } from '../../model/dtype';
import { decodeElements, unpack } from '../../model/elements';
import type { Dequantizer } from './dequantizer';
import { GroupWalk } from './groups';

/** Most counters of one weight: 16 MB of them. Finer groups are measured in two passes instead. */
const MOST_COUNTERS = 2 ** 22;

/** Bits of one element of types that have few enough values to count each. */
export function codeBits(dtype: DType): number | null {
  const { bits, kind } = DTYPES[dtype];
  return bits > 0 && bits <= 16 && kind !== 'string' ? bits : null;
}

/** Whether a weight can be measured by counting how often each stored pattern occurs. */
export function isCountable(dtype: DType, dequantizer: Dequantizer | null): boolean {
  const bits = codeBits(dtype);
  return bits !== null && 2 ** bits * (dequantizer?.groups?.count ?? 1) <= MOST_COUNTERS;
}

/** Counts stored patterns of one weight: `totals[group * patterns + pattern]`. One pass, and every figure follows exactly. */
export class CodeCounts {
  readonly patterns: number;
  readonly totals: Float64Array;
  readonly #bits: number;
  readonly #walk: GroupWalk | null;
  #elements = 0;

  constructor(
    private readonly dtype: DType,
    dequantizer: Dequantizer | null,
  ) {
    this.#bits = codeBits(dtype) ?? 0;
    this.patterns = 2 ** this.#bits;
    const groups = dequantizer?.groups ?? null;
    this.totals = new Float64Array(this.patterns * (groups?.count ?? 1));
    this.#walk = groups === null ? null : new GroupWalk(groups);
  }

  /** Elements counted so far. */
  get elements(): number {
    return this.#elements;
  }

  /** Adds a chunk of whole elements, of which at most `most` count: the last byte may have unused bits. */
  add(bytes: Uint8Array, most: number): void {
    const count = Math.min(Math.floor((bytes.length * 8) / this.#bits), most);
    this.#elements += count;
    if (this.#walk !== null) this.#addGrouped(this.#codes(bytes, count), this.#walk);
    else if (this.#bits < 8 && this.#bits !== 6) this.#addPacked(bytes, count);
    else this.#addPlain(this.#codes(bytes, count));
  }

  #codes(bytes: Uint8Array, count: number): Uint8Array | Uint16Array {
    if (this.#bits === 16) {
      const patterns = decodeElements('uint16', bytes, count);
      return patterns instanceof Uint16Array ? patterns : Uint16Array.from(patterns, Number);
    }
    if (this.#bits === 2 || this.#bits === 4 || this.#bits === 6) return unpack(bytes, count, this.#bits);
    return bytes.subarray(0, count);
  }

  #addPlain(codes: Uint8Array | Uint16Array): void {
    this.#flush(codes instanceof Uint16Array ? count16(codes) : count8(codes));
  }

  /** Counts whole bytes, then splits each byte's count over the fields in it. */
  #addPacked(bytes: Uint8Array, count: number): void {
    const width = this.#bits;
    const perByte = 8 / width;
    const whole = Math.floor(count / perByte);
    const byteCounts = count8(bytes.subarray(0, whole));
    const mask = this.patterns - 1;
    for (let byte = 0; byte < 256; byte++) {
      const times = byteCounts[byte] ?? 0;
      for (let shift = 0; times > 0 && shift < 8; shift += width) this.#increase((byte >> shift) & mask, times);
    }
    const last = bytes[whole] ?? 0;
    for (let field = 0; field < count - whole * perByte; field++) this.#increase((last >> (field * width)) & mask, 1);
  }

  #addGrouped(codes: Uint8Array | Uint16Array, walk: GroupWalk): void {
    const groups = new Uint32Array(codes.length);
    walk.fill(groups);
    const { totals, patterns } = this;
    for (let i = 0; i < codes.length; i++) {
      const at = (groups[i] ?? 0) * patterns + (codes[i] ?? 0);
      totals[at] = (totals[at] ?? 0) + 1;
    }
  }

  #flush(counts: Uint32Array): void {
    for (let code = 0; code < this.patterns; code++) this.#increase(code, counts[code] ?? 0);
  }

  #increase(at: number, by: number): void {
    this.totals[at] = (this.totals[at] ?? 0) + by;
  }

  /** The number each pattern stands for. */
  values(): Float64Array {
    let values = patternValues.get(this.dtype);
    if (values === undefined) {
      const all = this.#bits === 16 ? patterns16() : packedPatterns(this.#bits);
      values = Float64Array.from<number | bigint>(decodeElements(this.dtype, all, this.patterns), Number);
      patternValues.set(this.dtype, values);
    }
    return values;
  }
}

const patternValues = new Map<DType, Float64Array>();

function count8(codes: Uint8Array): Uint32Array {
  // Two tables: equal neighbours do not wait for each other's increment.
  const counts = new Uint32Array(512);
  let i = 0;
  for (; i + 1 < codes.length; i += 2) {
    const a = codes[i] ?? 0;
    const b = 256 + (codes[i + 1] ?? 0);
    counts[a] = (counts[a] ?? 0) + 1;
    counts[b] = (counts[b] ?? 0) + 1;
  }
  for (; i < codes.length; i++) counts[codes[i] ?? 0] = (counts[codes[i] ?? 0] ?? 0) + 1;
  for (let code = 0; code < 256; code++) counts[code] = (counts[code] ?? 0) + (counts[256 + code] ?? 0);
  return counts;
}

function count16(codes: Uint16Array): Uint32Array {
  const counts = new Uint32Array(65_536);
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] ?? 0;
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
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
