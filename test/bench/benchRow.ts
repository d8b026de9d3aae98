/** One measured figure of `npm run bench`: a ratio or a size, never a bare time of this machine. */
export interface BenchRow {
  readonly name: string;
  readonly value: number;
  /** `MB`, `x faster`, `%`, `ms`, … */
  readonly unit: string;
  /** What the value is compared with, measured in the same run: `readFile and full decode, 640 ms`. */
  readonly baseline: string;
  /** The bound the row must meet, as people read it: `< 100 MB`. */
  readonly limit: string;
  readonly passed: boolean;
}
