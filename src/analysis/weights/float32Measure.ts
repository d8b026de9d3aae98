import { boundsOf } from './bounds';
import { type Buckets, type Open, settleBuckets } from './buckets';
import { LIST_BYTES, RULES } from './kernels/kernels';
import type { Workspace } from './kernels/workspace';
import { type KindCounts, type Measured, measuredFrom, measuredNothing } from './measuredWeight';
import { Moments } from './moments';
import type { MeasureOptions } from './occurrences';
import { percentileRanks } from './percentileRanks';
import { Tally } from './tally';

/** Elements whose moments are taken at once, about a shift of their own. They fit into the processor's nearest cache. */
const BLOCK = 16_384;
/** Elements of a block whose average is its shift. */
const SAMPLES = 32;
/** A u32 counter must not overflow: after so many elements the counts are put by. */
const ELEMENTS_PER_FLUSH = 2 ** 31;

/**
 * Measures float32 elements in two passes. The first counts them by sign, exponent and some bits of the mantissa. That
 * tells the second which few elements it has to look at: those whose bucket is cut by the border of a bin, of the near
 * zeros or of the outliers, or holds an order statistic. All counts are exact.
 */
export class Float32Measure {
  readonly #workspace: Workspace;
  readonly #shift: number;
  readonly #table: number;
  readonly #sums: number;
  readonly #scratch: number;
  readonly #flushed: Float64Array;
  readonly #kinds: KindCounts = { zeros: 0, finite: 0, nan: 0, infinite: 0 };
  readonly #moments = new Moments(0);
  #uncounted = 0;
  #forgotten = 0;
  #min = Infinity;
  #max = -Infinity;

  /** For `elements` elements: more of them are worth more bits of the mantissa. */
  constructor(workspace: Workspace, elements: number) {
    const bits = Math.max(16, Math.min(19, Math.ceil(Math.log2(elements + 1)) - 2));
    this.#workspace = workspace;
    this.#shift = 32 - bits;
    this.#table = workspace.allocate(2 ** bits * 4);
    this.#sums = workspace.allocate(5 * 8);
    this.#scratch = workspace.allocate(BLOCK * 4);
    this.#flushed = new Float64Array(elements >= ELEMENTS_PER_FLUSH ? 2 ** bits : 0);
  }

  /** First pass over a piece that lies in the workspace. */
  count(at: number, count: number): void {
    this.#uncounted += count;
    if (this.#uncounted >= ELEMENTS_PER_FLUSH) this.#flush();
    for (let start = 0; start < count; start += BLOCK) this.#addBlock(at + 4 * start, Math.min(BLOCK, count - start));
  }

  /** Adds elements that are not stored because they are zero, between the passes. */
  addZeros(count: number): void {
    if (count === 0) return;
    this.#kinds.zeros += count;
    this.#kinds.finite += count;
    this.#min = Math.min(this.#min, 0);
    this.#max = Math.max(this.#max, 0);
    this.#moments.add(count, 0, 0, 0);
  }

  /** What the second pass has to do; `null` without finite elements. `left` of them are zeros that are not stored. */
  secondPass(leftOut: number, options: MeasureOptions): SecondPass | null {
    if (this.#kinds.finite === 0) return null;
    const { mean, std } = this.#moments;
    const [min, max] = [this.#min, this.#max];
    const bounds = boundsOf({ min, max, mean, std }, Math.max(Math.abs(min), Math.abs(max)), options);
    return new SecondPass(
      this.#workspace,
      this.#shift,
      this.#buckets(leftOut),
      new Tally(bounds),
      this.#kinds,
      leftOut,
      mean,
      std,
    );
  }

  /** Figures of a weight without finite elements. */
  nothing(): Measured {
    return measuredNothing(this.#kinds);
  }

  #addBlock(at: number, count: number): void {
    const values = this.#workspace.f32(at, count);
    const shift = sampleMean(values);
    if (this.#sumUp(at, count, shift, this.#table)) this.#addMoments(count, shift);
    else this.#addFinite(values);
  }

  /** What is not finite has been counted: the finite elements are summed up once more, their buckets to be forgotten. */
  #addFinite(values: Float32Array): void {
    const count = this.#keepFinite(values);
    if (count === 0) return;
    if (this.#forgotten === 0) this.#forgotten = this.#workspace.allocate(2 ** (32 - this.#shift) * 4);
    const shift = sampleMean(this.#workspace.f32(this.#scratch, count));
    this.#sumUp(this.#scratch, count, shift, this.#forgotten);
    this.#addMoments(count, shift);
  }

  #sumUp(at: number, count: number, shift: number, table: number): boolean {
    return this.#workspace.kernels.moments(at, count, shift, this.#sums, this.#shift, table) === 1;
  }

  #addMoments(count: number, shift: number): void {
    const [min = 0, max = 0, sum = 0, squares = 0, zeros = 0] = this.#workspace.f64(this.#sums, 5);
    this.#min = Math.min(this.#min, min);
    this.#max = Math.max(this.#max, max);
    this.#kinds.zeros += zeros;
    this.#kinds.finite += count;
    this.#moments.add(count, shift, sum, squares);
  }

  /** Copies the finite elements of a block, counting the others. @returns how many there are */
  #keepFinite(values: Float32Array): number {
    const kept = this.#workspace.f32(this.#scratch, BLOCK);
    let count = 0;
    for (const x of values) {
      if (Number.isFinite(x)) kept[count++] = x;
      else if (Number.isNaN(x)) this.#kinds.nan += 1;
      else this.#kinds.infinite += 1;
    }
    return count;
  }

  #flush(): void {
    const counts = this.#workspace.u32(this.#table, 2 ** (32 - this.#shift));
    for (let key = 0; key < counts.length; key++) this.#flushed[key] = (this.#flushed[key] ?? 0) + (counts[key] ?? 0);
    counts.fill(0);
    this.#uncounted = 0;
  }

  #buckets(leftOut: number): Buckets {
    const shift = this.#shift;
    const keys = 2 ** (32 - shift);
    const counts = new Float64Array(this.#workspace.u32(this.#table, keys));
    for (const [key, count] of this.#flushed.entries()) counts[key] = (counts[key] ?? 0) + count;
    counts[0] = (counts[0] ?? 0) + leftOut;
    // Usually the bucket at zero holds zeros and no denormals.
    const hasOnlyZeros = (counts[0] ?? 0) + (counts[keys / 2] ?? 0) === this.#kinds.zeros;
    const lower = 2 ** shift - 1;
    return {
      counts,
      isFinite: key => (key & (keys / 2 - 1)) < 0x7f800000 >>> shift,
      nearest: key => float32Of((key << shift) >>> 0),
      furthest: key => (hasOnlyZeros && key % (keys / 2) === 0 ? 0 : float32Of(((key << shift) | lower) >>> 0)),
    };
  }
}

/** Looks at the elements that the buckets of the first pass do not tell everything about. */
export class SecondPass {
  readonly #open: Open;
  readonly #care: number;
  readonly #rules: number;
  readonly #bins: number;
  readonly #slots: number;
  readonly #list: number;

  constructor(
    private readonly workspace: Workspace,
    private readonly shift: number,
    buckets: Buckets,
    private readonly tally: Tally,
    private readonly kinds: KindCounts,
    private readonly leftOut: number,
    private readonly mean: number,
    private readonly std: number,
  ) {
    const open = settleBuckets(buckets, tally, percentileRanks(kinds.finite));
    const { bounds } = tally;
    this.#open = open;
    this.#care = workspace.allocate(open.care.length);
    this.#rules = workspace.allocate(RULES.bytes);
    this.#bins = workspace.allocate(4 * (bounds.bins + 1));
    this.#slots = workspace.allocate(4 * open.slots.length * 2 ** shift);
    this.#list = workspace.allocate(LIST_BYTES);
    workspace.u8(this.#care, open.care.length).set(open.care);
    const { min, perUnit, threshold, lowFence, highFence } = bounds;
    workspace.f64(this.#rules, 5).set([min, perUnit, threshold, lowFence, highFence]);
    workspace.u32(this.#rules + RULES.bins, 3).set([this.#bins, this.#slots, this.#list]);
    if (leftOut > 0 && (open.care[0] ?? 0) > 0) tally.add(0, leftOut);
  }

  /** Whether the first pass told everything. */
  get isDone(): boolean {
    return !this.#open.care.includes(1) && this.#open.slots.length === 0;
  }

  look(at: number, count: number): void {
    this.workspace.kernels.carefully(at, count, this.shift, this.#care, this.#rules);
    this.#flush();
  }

  finish(): Measured {
    const percentiles = this.#open.targets.map(target =>
      target.value === null ? this.#find(target.slot, target.place) : target.value,
    );
    return measuredFrom(this.kinds, this.mean, this.std, this.tally, percentiles);
  }

  #flush(): void {
    const bins = this.workspace.u32(this.#bins, this.tally.counts.length);
    for (let i = 0; i < bins.length; i++) this.tally.counts[i] = (this.tally.counts[i] ?? 0) + (bins[i] ?? 0);
    bins.fill(0);
    const found = this.workspace.u32(this.#rules + RULES.near, 2);
    this.tally.nearZeros += found[0] ?? 0;
    this.tally.outliers += found[1] ?? 0;
    found.fill(0);
  }

  /** The `place`-th element of a slot in the order of values: patterns of negative numbers grow downwards. */
  #find(slot: number, place: number): number {
    const size = 2 ** this.shift;
    const counts = this.workspace.u32(this.#slots + 4 * slot * size, size);
    const key = this.#open.slots[slot] ?? 0;
    const isNegative = key >= this.#open.care.length / 2;
    let before = key === 0 ? this.leftOut : 0;
    if (place <= before) return 0;
    for (let step = 0; step < size; step++) {
      const lower = isNegative ? size - 1 - step : step;
      before += counts[lower] ?? 0;
      if (place <= before) return float32Of(((key << this.shift) | lower) >>> 0) + 0;
    }
    return Number.NaN;
  }
}

const pattern = new Uint32Array(1);
const number = new Float32Array(pattern.buffer);

function float32Of(bits: number): number {
  pattern[0] = bits;
  return number[0] ?? 0;
}

/** Near enough to the mean of a block that sums about it keep their digits. */
function sampleMean(values: Float32Array): number {
  const step = Math.max(1, Math.floor(values.length / SAMPLES));
  let [sum, count] = [0, 0];
  for (let i = 0; i < values.length; i += step) {
    sum += values[i] ?? 0;
    count += 1;
  }
  return sum / count;
}
