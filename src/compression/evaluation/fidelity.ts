import type { Tensor } from '../../model/tensor';
import type { OutputFidelity } from '../../shared/reports/evaluation';
import { realValues } from './realValues';

/** Squares of larger numbers, summed, could overflow. */
const LARGEST = 1e140;

/** Ratio of an output of zeros to any error. */
const LOWEST_DB = -200;

/** Compares one output of two models run after run, keeping sums only. */
export class FidelityMeter {
  #signal = 0;
  #other = 0;
  #noise = 0;
  #dot = 0;
  #largest = 0;
  #notFinite = 0;
  #rows = 0;
  #sameTop = 0;
  #isScores = true;
  /** Runs in which the two outputs had different shapes and could not be compared. */
  unequal = 0;
  compared = 0;

  constructor(private readonly output: string) {}

  /** `source` and `target` are the output for the same input. */
  add(source: Tensor, target: Tensor): void {
    const x = realValues(source);
    const y = realValues(target);
    if (x === null || y === null) return;
    if (String(source.shape) !== String(target.shape)) {
      this.unequal += 1;
      return;
    }
    this.compared += 1;
    for (let i = 0; i < x.length; i++) {
      const a = x[i] as number;
      const b = y[i] as number;
      if (!(Math.abs(a) <= LARGEST && Math.abs(b) <= LARGEST)) {
        if (!Object.is(a, b)) this.#notFinite += 1;
        continue;
      }
      const off = Math.abs(a - b);
      this.#signal += a * a;
      this.#other += b * b;
      this.#noise += off * off;
      this.#dot += a * b;
      if (off > this.#largest) this.#largest = off;
    }
    this.#compareTop(source, x, y);
  }

  /** `null` when nothing could be compared. */
  result(): OutputFidelity | null {
    if (this.compared === 0) return null;
    const norm = Math.sqrt(this.#signal * this.#other);
    return {
      output: this.output,
      sqnrDb: this.#noise === 0 ? null : Math.max(LOWEST_DB, 10 * Math.log10(this.#signal / this.#noise)),
      cosine: norm === 0 ? null : Math.min(1, Math.max(-1, this.#dot / norm)),
      largestError: this.#largest,
      notFinite: this.#notFinite,
      top1Agreement: this.#isScores && this.#rows > 0 ? this.#sameTop / this.#rows : null,
    };
  }

  #compareTop(source: Tensor, x: ArrayLike<number>, y: ArrayLike<number>): void {
    const classes = scoreClasses(source);
    if (classes === null) {
      this.#isScores = false;
      return;
    }
    for (let row = 0; row + classes <= x.length; row += classes) {
      this.#rows += 1;
      if (argMax(x, row, classes) === argMax(y, row, classes)) this.#sameTop += 1;
    }
  }
}

/** Number of classes of an output shaped like scores, `[rows, classes]` apart from sizes of 1 at the end; else `null`. */
export function scoreClasses({ dtype, shape }: Tensor): number | null {
  if (!dtype.startsWith('float') && dtype !== 'bfloat16') return null;
  const [rows, classes, ...others] = shape;
  if (rows === undefined || classes === undefined || classes < 2 || others.some(size => size !== 1)) return null;
  return classes;
}

/** Position of the largest of `count` values from `start`, relative to it; the first of equals. */
export function argMax(values: ArrayLike<number>, start: number, count: number): number {
  let best = 0;
  for (let i = 1; i < count; i++) {
    if ((values[start + i] as number) > (values[start + best] as number)) best = i;
  }
  return best;
}
