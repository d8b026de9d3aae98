import { DTYPES, type DType } from '../../model/dtype';
import { unpack } from '../../model/elements';
import type { Dequantizer } from './dequantizer';
import { type Groups, GroupWalk, RunWalk } from './groups';
import type { Workspace } from './kernels/workspace';
import { patternValues } from './patternValues';
import { PIECE_BYTES } from './pieces';

/** A dequantizer that knows the scale of each group. */
export interface GroupedScales {
  readonly groups: Groups;
  readonly scales: Float64Array;
  readonly zeroPoints: Float64Array;
}

export function groupedScales(dequantizer: Dequantizer | null): GroupedScales | null {
  if (dequantizer === null || dequantizer.groups === null || dequantizer.scales === null) return null;
  const { groups, scales, zeroPoints } = dequantizer;
  return { groups, scales, zeroPoints };
}

/**
 * Pieces of a quantized weight of up to 16 bits as the float32 numbers that a runtime makes of them:
 * `(stored - zeroPoint[g]) * scale[g]`, rounded once.
 */
export class FloatPieces {
  readonly #out: number;
  readonly #values: Float64Array;
  readonly #bits: number;

  constructor(
    private readonly workspace: Workspace,
    dtype: DType,
    private readonly grouped: GroupedScales,
  ) {
    this.#bits = DTYPES[dtype].bits;
    this.#values = patternValues(dtype, this.#bits).values;
    this.#out = workspace.allocate(4 * Math.ceil((PIECE_BYTES * 8) / this.#bits));
  }

  /** Starts over. The function takes pieces in order and gives the address of their float32 numbers until the next one. */
  pass(): (at: number, count: number) => number {
    const { groups } = this.grouped;
    const isScattered = groups.block === 0 ? groups.inner === 1 : groups.inner > 1;
    if (isScattered) return this.#eachByGroup(new GroupWalk(groups));
    return this.#bits === 4 ? this.#halvesInRuns(new RunWalk(groups)) : this.#inRuns(new RunWalk(groups));
  }

  /** Two elements in a byte: the sixteen numbers of a run are made once and looked up. */
  #halvesInRuns(walk: RunWalk): (at: number, count: number) => number {
    const { scales, zeroPoints } = this.grouped;
    const values = this.#values;
    const numbers = new Float32Array(16);
    return (at, count) => {
      const bytes = this.workspace.u8(at, Math.ceil(count / 2));
      const target = this.workspace.f32(this.#out, count);
      for (let start = 0; start < count; ) {
        const { group, length } = walk.next(count - start);
        const scale = scales[group] ?? 1;
        const zeroPoint = zeroPoints[group] ?? 0;
        for (let code = 0; code < 16; code++) numbers[code] = ((values[code] ?? 0) - zeroPoint) * scale;
        const end = start + length;
        let i = start;
        if (i % 2 === 1) {
          target[i] = numbers[(bytes[i >> 1] ?? 0) >> 4] ?? 0;
          i += 1;
        }
        for (; i + 1 < end; i += 2) {
          const byte = bytes[i >> 1] ?? 0;
          target[i] = numbers[byte & 15] ?? 0;
          target[i + 1] = numbers[byte >> 4] ?? 0;
        }
        if (i < end) target[i] = numbers[(bytes[i >> 1] ?? 0) & 15] ?? 0;
        start = end;
      }
      return this.#out;
    };
  }

  #inRuns(walk: RunWalk): (at: number, count: number) => number {
    const { scales, zeroPoints } = this.grouped;
    const values = this.#values;
    return (at, count) => {
      const patterns = this.#patterns(at, count);
      const target = this.workspace.f32(this.#out, count);
      for (let start = 0; start < count; ) {
        const { group, length } = walk.next(count - start);
        const scale = scales[group] ?? 1;
        const zeroPoint = zeroPoints[group] ?? 0;
        const end = start + length;
        for (let i = start; i < end; i++) target[i] = ((values[patterns[i] ?? 0] ?? 0) - zeroPoint) * scale;
        start = end;
      }
      return this.#out;
    };
  }

  /** Neighbours are of different groups. */
  #eachByGroup(walk: GroupWalk): (at: number, count: number) => number {
    const { scales, zeroPoints } = this.grouped;
    const values = this.#values;
    return (at, count) => {
      const patterns = this.#patterns(at, count);
      const target = this.workspace.f32(this.#out, count);
      const groups = new Uint32Array(count);
      walk.fill(groups);
      for (let i = 0; i < count; i++) {
        const group = groups[i] ?? 0;
        target[i] = ((values[patterns[i] ?? 0] ?? 0) - (zeroPoints[group] ?? 0)) * (scales[group] ?? 1);
      }
      return this.#out;
    };
  }

  #patterns(at: number, count: number): Uint8Array | Uint16Array {
    if (this.#bits === 16) return new Uint16Array(this.workspace.u8(at, 0).buffer, at, count);
    if (this.#bits === 8) return this.workspace.u8(at, count);
    return unpack(this.workspace.u8(at, Math.ceil((count * this.#bits) / 8)), count, this.#bits as 2 | 4 | 6);
  }
}
