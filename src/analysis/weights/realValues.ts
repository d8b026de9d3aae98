import type { DType } from '../../model/dtype';
import { decodeElements } from '../../model/elements';
import type { Dequantizer } from './dequantizer';
import { GroupWalk } from './groups';

/** Turns chunks of a weight, in order, into the numbers they stand for. One reader serves one pass. */
export class RealValues {
  readonly #walk: GroupWalk | null;

  constructor(
    private readonly dtype: DType,
    private readonly dequantizer: Dequantizer | null,
  ) {
    const groups = dequantizer?.groups ?? null;
    this.#walk = groups === null ? null : new GroupWalk(groups);
  }

  /** Numbers of `count` elements; a view of `bytes` where that is possible. */
  decode(bytes: Uint8Array, count: number): Float32Array | Float64Array {
    const stored =
      this.dtype === 'int64' || this.dtype === 'uint64'
        ? wide(this.dtype, bytes, count)
        : narrow(this.dtype, bytes, count);
    const { dequantizer } = this;
    if (dequantizer === null || dequantizer.scales === null) return stored;
    return this.#dequantize(stored, dequantizer.scales, dequantizer.zeroPoints);
  }

  #dequantize(stored: Float32Array | Float64Array, scales: Float64Array, zeroPoints: Float64Array): Float64Array {
    const groups = new Uint32Array(stored.length);
    this.#walk?.fill(groups);
    const values = new Float64Array(stored.length);
    for (let i = 0; i < stored.length; i++) {
      const group = groups[i] ?? 0;
      values[i] = ((stored[i] ?? 0) - (zeroPoints[group] ?? 0)) * (scales[group] ?? 1);
    }
    return values;
  }
}

function narrow(dtype: DType, bytes: Uint8Array, count: number): Float32Array | Float64Array {
  const decoded = decodeElements(dtype, bytes, count);
  if (decoded instanceof Float32Array || decoded instanceof Float64Array) return decoded;
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) values[i] = Number(decoded[i] ?? 0);
  return values;
}

/** 64-bit integers from their halves: making a BigInt of each would be twenty times slower. Rounds beyond 2^53. */
function wide(dtype: 'int64' | 'uint64', bytes: Uint8Array, count: number): Float64Array {
  const halves = decodeElements('uint32', bytes, 2 * count);
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const low = Number(halves[2 * i] ?? 0);
    const high = Number(halves[2 * i + 1] ?? 0);
    values[i] = (dtype === 'int64' ? high | 0 : high) * 4_294_967_296 + low;
  }
  return values;
}
