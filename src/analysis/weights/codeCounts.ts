import type { DType } from '../../model/dtype';
import { decodeElements, unpack } from '../../model/elements';
import type { Dequantizer } from './dequantizer';
import { type Groups, GroupWalk, RunWalk } from './groups';
import type { Workspace } from './kernels/workspace';
import type { Occurrences } from './occurrences';
import { codeBits, patternValues } from './patternValues';

/** Most counters of one weight: 16 MB of them. Finer groups are measured by their values instead. */
const MOST_COUNTERS = 2 ** 22;

/** Runs of elements of one group shorter than this are cheaper to count one by one than run by run. */
const LEAST_RUN = 32;
/** The same where bytes are counted and then split, which takes as long as counting some hundred fields. */
const LEAST_PACKED_RUN = 512;

/** A u32 counter must not overflow: after so many bytes, which may hold four elements each, they are put by. */
const BYTES_PER_FLUSH = 2 ** 30;

/** Whether a weight can be measured by counting how often each stored pattern occurs. */
export function isCountable(dtype: DType, groups: Groups | null): boolean {
  const bits = codeBits(dtype);
  return bits !== null && 2 ** bits * (groups?.count ?? 1) <= MOST_COUNTERS;
}

/**
 * Counts the stored patterns of one weight, for each group on its own. One pass, and every figure follows exactly, since all
 * elements of one pattern are the same number.
 */
export class CodeCounts {
  readonly patterns: number;
  readonly #bits: number;
  readonly #counter: Counter;

  constructor(
    private readonly workspace: Workspace,
    private readonly dtype: DType,
    groups: Groups | null,
  ) {
    this.#bits = codeBits(dtype) ?? 0;
    this.patterns = 2 ** this.#bits;
    this.#counter = groups === null ? this.#ungrouped() : new GroupedCounter(workspace, this.#bits, groups);
  }

  #ungrouped(): Counter {
    return this.#bits === 6 ? new SixBitCounter(this.workspace) : new PairCounter(this.workspace, this.#bits);
  }

  /** Adds the packed elements of a piece that lies in the workspace. The last byte may have unused bits. */
  add(at: number, count: number): void {
    this.#counter.add(at, count);
  }

  /** Nothing is added afterwards. `totals[group * patterns + pattern]`. */
  finish(): PatternTotals {
    return new PatternTotals(this.dtype, this.#bits, this.#counter.totals());
  }
}

/** How often each pattern of each group occurs. */
export class PatternTotals {
  readonly #patterns: number;

  constructor(
    private readonly dtype: DType,
    private readonly bits: number,
    private readonly totals: Float64Array,
  ) {
    this.#patterns = 2 ** bits;
  }

  /** Adds elements that are not stored because they are zero. */
  addZeros(count: number): void {
    this.totals[0] = (this.totals[0] ?? 0) + count;
  }

  /** The same with all groups together. */
  stored(): PatternTotals {
    const together = new Float64Array(this.#patterns);
    for (let i = 0; i < this.totals.length; i++) {
      const pattern = i % this.#patterns;
      together[pattern] = (together[pattern] ?? 0) + (this.totals[i] ?? 0);
    }
    return new PatternTotals(this.dtype, this.bits, together);
  }

  /** Different numbers that occur. */
  levels(): number {
    const { values } = patternValues(this.dtype, this.bits);
    const found = new Set<number>();
    for (let i = 0; i < this.totals.length; i++) {
      if ((this.totals[i] ?? 0) > 0) found.add((values[i % this.#patterns] ?? 0) + 0);
    }
    return found.size;
  }

  /** What the patterns stand for: real numbers with a scale, stored ones without. Zero is where the zero point is. */
  occurrences(dequantizer: Dequantizer | null): Occurrences {
    const { values, order } = patternValues(this.dtype, this.bits);
    const { totals } = this;
    const patterns = this.#patterns;
    const groups = totals.length / patterns;
    return {
      each(take) {
        for (let group = 0; group < groups; group++) {
          const zeroPoint = dequantizer?.zeroPoints[group] ?? 0;
          const scale = dequantizer?.scales?.[group];
          for (let i = 0; i < patterns; i++) {
            // The order of numbers saves sorting where there is one group.
            const pattern = groups === 1 ? (order[i] ?? 0) : i;
            const times = totals[group * patterns + pattern] ?? 0;
            if (times === 0) continue;
            const stored = values[pattern] ?? 0;
            const distance = stored - zeroPoint;
            if (scale === undefined) take(stored, distance, times);
            else take(distance * scale, distance * scale, times);
          }
        }
      },
    };
  }
}

interface Counter {
  add(at: number, count: number): void;
  totals(): Float64Array;
}

/** Counts 16 bits at once, whatever is in them: two bytes, four or eight fields, and splits the counts at the end. */
class PairCounter implements Counter {
  readonly #pairs: number;
  readonly #singles: number;
  readonly #totals: Float64Array;
  #bytes = 0;

  constructor(
    private readonly workspace: Workspace,
    private readonly bits: number,
  ) {
    this.#pairs = workspace.allocate(65_536 * 4);
    this.#singles = workspace.allocate(256 * 4);
    this.#totals = new Float64Array(2 ** bits);
  }

  add(at: number, count: number): void {
    const { bits, workspace } = this;
    const bytes = Math.floor((count * bits) / 8);
    const pairs = Math.floor(bytes / 2);
    workspace.kernels.count16(at, pairs, this.#pairs);
    if (bytes % 2 === 1) workspace.kernels.count8(at + bytes - 1, 1, this.#singles);
    const [last = 0] = workspace.u8(at + bytes, 1);
    for (let field = 0; field < count - (bytes * 8) / bits; field++) {
      this.#increase((last >> (field * bits)) & (2 ** bits - 1), 1);
    }
    this.#bytes += bytes;
    if (this.#bytes >= BYTES_PER_FLUSH) this.#flush();
  }

  totals(): Float64Array {
    this.#flush();
    return this.#totals;
  }

  #flush(): void {
    this.#split(this.workspace.u32(this.#pairs, 65_536), 16);
    this.#split(this.workspace.u32(this.#singles, 256), 8);
    this.#bytes = 0;
  }

  #split(counts: Uint32Array, width: number): void {
    const mask = this.patternMask;
    for (let word = 0; word < counts.length; word++) {
      const times = counts[word] ?? 0;
      for (let shift = 0; times > 0 && shift < width; shift += this.bits) this.#increase((word >> shift) & mask, times);
    }
    counts.fill(0);
  }

  get patternMask(): number {
    return 2 ** this.bits - 1;
  }

  #increase(pattern: number, times: number): void {
    this.#totals[pattern] = (this.#totals[pattern] ?? 0) + times;
  }
}

/** Four fields of 6 bits lie in three bytes. */
class SixBitCounter implements Counter {
  readonly #totals = new Float64Array(64);

  constructor(private readonly workspace: Workspace) {}

  add(at: number, count: number): void {
    const codes = unpack(this.workspace.u8(at, Math.ceil((count * 6) / 8)), count, 6);
    for (const code of codes) this.#totals[code] = (this.#totals[code] ?? 0) + 1;
  }

  totals(): Float64Array {
    return this.#totals;
  }
}

/** Each group has counters of its own. Long runs of one group go through a kernel, others element by element. */
class GroupedCounter implements Counter {
  readonly #table: number;
  readonly #patterns: number;
  readonly #size: number;
  readonly #runs: RunWalk | null;
  readonly #bytes: number;
  readonly #each: GroupWalk;

  constructor(
    private readonly workspace: Workspace,
    private readonly bits: number,
    groups: Groups,
  ) {
    this.#patterns = 2 ** bits;
    this.#size = this.#patterns * groups.count;
    this.#table = workspace.allocate(this.#size * 4);
    const run = runLength(groups);
    const isWhole = (run * bits) % 8 === 0;
    const least = bits >= 8 ? LEAST_RUN : LEAST_PACKED_RUN;
    this.#runs = bits !== 6 && isWhole && run >= least ? new RunWalk(groups) : null;
    this.#bytes = workspace.allocate(256 * 4);
    this.#each = new GroupWalk(groups);
  }

  add(at: number, count: number): void {
    if (this.#runs === null) this.#addEach(at, count);
    else this.#addRuns(at, count, this.#runs);
  }

  #addRuns(at: number, count: number, walk: RunWalk): void {
    const { kernels } = this.workspace;
    const { bits } = this;
    for (let done = 0; done < count; ) {
      const { group, length } = walk.next(count - done);
      const start = at + (done * bits) / 8;
      const table = this.#table + group * this.#patterns * 4;
      if (bits === 16) kernels.count16(start, length, table);
      else if (bits === 8) kernels.count8(start, length, table);
      else this.#addPacked(start, length, group * this.#patterns);
      done += length;
    }
  }

  /** Counts the bytes of a run, then splits each byte's count over the fields in it. The last byte may have unused bits. */
  #addPacked(at: number, count: number, first: number): void {
    const { bits, workspace } = this;
    const whole = Math.floor((count * bits) / 8);
    workspace.kernels.count8(at, whole, this.#bytes);
    const counts = workspace.u32(this.#bytes, 256);
    const totals = workspace.u32(this.#table + first * 4, this.#patterns);
    const mask = this.#patterns - 1;
    for (let byte = 0; byte < 256; byte++) {
      const times = counts[byte] ?? 0;
      for (let shift = 0; times > 0 && shift < 8; shift += bits) {
        const field = (byte >> shift) & mask;
        totals[field] = (totals[field] ?? 0) + times;
      }
    }
    counts.fill(0);
    const [last = 0] = workspace.u8(at + whole, 1);
    for (let field = 0; field < count - (whole * 8) / bits; field++) {
      const code = (last >> (field * bits)) & mask;
      totals[code] = (totals[code] ?? 0) + 1;
    }
  }

  #addEach(at: number, count: number): void {
    const { bits, workspace } = this;
    const bytes = workspace.u8(at, Math.ceil((count * bits) / 8));
    const codes =
      bits === 2 || bits === 4 || bits === 6
        ? unpack(bytes, count, bits)
        : bits === 8
          ? bytes
          : decodeElements('uint16', bytes, count);
    const groups = new Uint32Array(count);
    this.#each.fill(groups);
    const totals = workspace.u32(this.#table, this.#size);
    const patterns = this.#patterns;
    for (let i = 0; i < count; i++) {
      const counter = (groups[i] ?? 0) * patterns + Number(codes[i] ?? 0);
      totals[counter] = (totals[counter] ?? 0) + 1;
    }
  }

  totals(): Float64Array {
    return new Float64Array(this.workspace.u32(this.#table, this.#size));
  }
}

function runLength({ inner, block }: Groups): number {
  if (block === 0) return inner;
  return inner === 1 ? block : 1;
}
