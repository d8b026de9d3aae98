import type { DType } from '../../model/dtype';
import { decodeElements } from '../../model/elements';
import type { Dequantizer } from './dequantizer';
import { RunWalk } from './groups';

/** Turns chunks of a weight, in order, into the numbers they stand for. One reader serves one pass. */
export class RealValues {
  readonly #runs: RunWalk | null;

  constructor(
    private readonly dtype: DType,
    private readonly dequantizer: Dequantizer | null,
  ) {
    const groups = dequantizer?.groups ?? null;
    this.#runs = groups === null ? null : new RunWalk(groups);
  }

  /** Numbers of `count` elements; a view of `bytes` where that is possible. */
  decode(bytes: Uint8Array, count: number): Float32Array | Float64Array {
    const stored =
      this.dtype === 'int64' || this.dtype === 'uint64'
        ? wide(this.dtype, bytes, count)
        : narrow(this.dtype, bytes, count);
    const { dequantizer } = this;
    if (dequantizer === null || dequantizer.scales === null) return stored;
    return this.#dequantize(stored, dequantizer);
  }

  #dequantize(stored: Float32Array | Float64Array, { scales, zeroPoints }: Dequantizer): Float64Array {
    const values = new Float64Array(stored.length);
    for (let start = 0; start < stored.length; ) {
      const { group, length } = this.#runs?.next(stored.length - start) ?? { group: 0, length: stored.length };
      const zeroPoint = zeroPoints[group] ?? 0;
      const scale = scales?.[group] ?? 1;
      for (let i = start; i < start + length; i++) values[i] = ((stored[i] ?? 0) - zeroPoint) * scale;
      start += length;
    }
    return values;
  }
}

function narrow(dtype: DType, bytes: Uint8Array, count: number): Float32Array | Float64Array {
  const decoded = decodeElements(dtype, bytes, count);
  if (decoded instanceof Float32Array || decoded instanceof Float64Array) return decoded;
  if (decoded instanceof BigInt64Array || decoded instanceof BigUint64Array) return Float64Array.from(decoded, Number);
  return new Float64Array(decoded);
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
