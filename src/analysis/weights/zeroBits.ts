import { DTYPES, type DType } from '../../model/dtype';
import { decodeElements, unpack } from '../../model/elements';
import type { Dequantizer } from './dequantizer';
import { GroupWalk } from './groups';
import type { Workspace } from './kernels/workspace';
import { codeBits, patternValues } from './patternValues';

/** Marks which elements of a piece are zero. Pieces come in order; the bits are valid until the next one. */
export interface ZeroBits {
  /** @returns the address of one bit for each of `count` elements that lie packed at `at` */
  of(at: number, count: number): number;
}

/** For float32 and for types of 16 bits or less; zero is where the zero point is. `most` elements come at once. */
export function zeroBits(workspace: Workspace, dtype: DType, dequantizer: Dequantizer | null, most: number): ZeroBits {
  const out = workspace.allocate(Math.ceil(most / 8));
  const { kernels } = workspace;
  if (codeBits(dtype) === null) return viaKernel(kernels.zeros32, out, 0x7fffffff, 0);
  const { bits } = DTYPES[dtype];
  const { values } = patternValues(dtype, bits);
  const [zeroPoint = 0] = dequantizer?.zeroPoints ?? [];
  const isSame = dequantizer?.zeroPoints.every(other => other === zeroPoint) ?? true;
  if (!isSame && dequantizer?.groups)
    return byGroup(workspace, out, dtype, dequantizer.zeroPoints, new GroupWalk(dequantizer.groups));
  const [keep, zero] = zeroPattern(values, zeroPoint);
  if (bits === 6) {
    const codes = workspace.allocate(most);
    return {
      of(at, count) {
        workspace.u8(codes, count).set(unpack(workspace.u8(at, Math.ceil((count * 6) / 8)), count, 6));
        kernels.zeros8(codes, count, keep, zero, out);
        return out;
      },
    };
  }
  const kernel =
    bits === 16 ? kernels.zeros16 : bits === 8 ? kernels.zeros8 : bits === 4 ? kernels.zeros4 : kernels.zeros2;
  return viaKernel(kernel, out, keep, zero);
}

type ZeroKernel = (at: number, count: number, keep: number, zero: number, out: number) => void;

function viaKernel(kernel: ZeroKernel, out: number, keep: number, zero: number): ZeroBits {
  return {
    of(at, count) {
      kernel(at, count, keep, zero, out);
      return out;
    },
  };
}

/** Bits to keep and what must be left of a pattern that stands for `zeroPoint`: floats have two zeros, some types none. */
function zeroPattern(values: Float64Array, zeroPoint: number): readonly [keep: number, zero: number] {
  const found = Array.from(values.keys()).filter(pattern => values[pattern] === zeroPoint);
  const [first, second = first] = found;
  const all = values.length - 1;
  if (first === undefined || second === undefined) return [0, 1];
  return [all & ~(first ^ second), first & second];
}

/** Zero points that differ between groups, one element after the other. */
function byGroup(workspace: Workspace, out: number, dtype: DType, zeroPoints: Float64Array, walk: GroupWalk): ZeroBits {
  const { bits } = DTYPES[dtype];
  return {
    of(at, count) {
      const values = decodeElements(dtype, workspace.u8(at, Math.ceil((count * bits) / 8)), count);
      const groups = new Uint32Array(count);
      walk.fill(groups);
      const marks = workspace.u8(out, Math.ceil(count / 8));
      marks.fill(0);
      for (let i = 0; i < count; i++) {
        if (Number(values[i]) === zeroPoints[groups[i] ?? 0]) marks[i >> 3] = (marks[i >> 3] ?? 0) | (1 << (i & 7));
      }
      return out;
    },
  };
}

/** Zero bits of numbers, written from bit 0 at `out`. */
export function markZeros(workspace: Workspace, out: number, values: Float64Array): void {
  const marks = workspace.u8(out, Math.ceil(values.length / 8));
  marks.fill(0);
  for (let i = 0; i < values.length; i++) if (values[i] === 0) marks[i >> 3] = (marks[i >> 3] ?? 0) | (1 << (i & 7));
}
