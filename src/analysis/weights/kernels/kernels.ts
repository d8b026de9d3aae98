/**
 * Inner loops of the weight statistics. All work on one memory and take byte addresses into it, so that the readable
 * `referenceKernels` and the fast `kernels.wat` are the same functions and tests compare what they leave in memory.
 */
export interface Kernels {
  /** Counts 16-bit patterns: adds to the u32 `table[pattern]`. */
  count16(at: number, count: number, table: number): void;
  /** Counts bytes: adds to the u32 `table[byte]`. */
  count8(at: number, count: number, table: number): void;
  /**
   * Least and greatest float32, sum of `x - shift`, sum of `(x - shift)²` and number of zeros, written as five float64. Also
   * counts all patterns by their upper bits: adds to the u32 `table[pattern >>> drop]`.
   * @returns 1 when every element is finite; with 0 only the counts have a meaning.
   */
  moments(at: number, count: number, shift: number, out: number, drop: number, table: number): number;
  /**
   * Second look at float32 elements whose upper bits do not tell everything: those with `care[pattern >>> shift]` above 0.
   * Counts their histogram bin, near zeros and outliers by `rules` (see `Rules`), and, where care is 2 or more, their
   * lower bits: adds to the u32 `slots[((care - 2) << shift) | lower]`.
   */
  carefully(at: number, count: number, shift: number, care: number, rules: number): void;
  /** One bit for each element, set where `(pattern & keep) === zero`. Bits of the last group past `count` mean nothing. */
  zeros32(at: number, count: number, keep: number, zero: number, out: number): void;
  zeros16(at: number, count: number, keep: number, zero: number, out: number): void;
  zeros8(at: number, count: number, keep: number, zero: number, out: number): void;
  /** Fields of 4 bits, low half of a byte first. */
  zeros4(at: number, count: number, keep: number, zero: number, out: number): void;
  /** Fields of 2 bits, lowest first. */
  zeros2(at: number, count: number, keep: number, zero: number, out: number): void;
  /** Replaces `count` bits from bit `to` of `target` by those from bit `from` of `source`. */
  copyBits(target: number, to: number, source: number, from: number, count: number): void;
  /** Whether all bits of a row of 64-bit words are set: 1 or 0. */
  isFull(row: number, words: number): number;
  /**
   * Adds what 16 rows of zero bits, an even number of words `stride` bytes apart, hold to the u64 counters at `out`, in the order of `TILE_COUNTS`.
   * Groups lie along the rows (`groups` 1), across them (2) or are not counted (0). Clears in the words at `full` the bit
   * of each column in which a row has none.
   */
  tile(row: number, stride: number, words: number, groups: number, full: number, out: number): void;
  /**
   * Adds the N:M groups of a row whose group neighbours are `unit` bits apart to the first five counters at `out`. The last
   * groups are filled up with set bits.
   */
  strided(row: number, columns: number, unit: number, out: number): void;
}

/** N:M patterns that are looked for, in the order of the first counters. */
export const GROUP_PATTERNS = [
  { n: 1, m: 2 },
  { n: 1, m: 4 },
  { n: 2, m: 4 },
  { n: 2, m: 8 },
  { n: 4, m: 8 },
] as const;

/** Zero blocks in rows x columns, in the order of the counters after `GROUP_PATTERNS`. */
export const TILE_BLOCKS = [
  { rows: 1, columns: 4 },
  { rows: 4, columns: 1 },
  { rows: 4, columns: 4 },
  { rows: 16, columns: 16 },
] as const;

export const TILE_COUNTS = GROUP_PATTERNS.length + TILE_BLOCKS.length;
export const TILE_ROWS = 16;

/** What `carefully` goes by: five float64, two u32 counters, three u32 addresses; the last of `LIST_BYTES` for its own use. */
export const RULES = {
  low: 0,
  perUnit: 8,
  threshold: 16,
  lowFence: 24,
  highFence: 32,
  near: 40,
  outliers: 44,
  bins: 48,
  slots: 52,
  list: 56,
  bytes: 60,
} as const;

export const LIST_BYTES = 16_384;
