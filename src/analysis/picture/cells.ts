import { MARK_NAN, MARK_NEGATIVE_INFINITY, MARK_POSITIVE_INFINITY } from '../../shared/protocol/weights';

/** What each cell of a picture covers, put together element by element in any order. */
export class Cells {
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly sum: Float64Array;
  readonly finite: Float64Array;
  readonly zeros: Float64Array;
  readonly marks: Uint8Array;
  /** Elements that are not finite. */
  nan = 0;
  infinite = 0;
  /** Sum of squared distances of the finite elements from `shift`, any one of them. */
  squares = 0;
  shift: number | null = null;

  /** @param zero the number that counts as zero */
  constructor(
    readonly rows: number,
    readonly columns: number,
    private readonly zero: number,
  ) {
    const cells = rows * columns;
    this.min = new Float64Array(cells).fill(Number.POSITIVE_INFINITY);
    this.max = new Float64Array(cells).fill(Number.NEGATIVE_INFINITY);
    this.sum = new Float64Array(cells);
    this.finite = new Float64Array(cells);
    this.zeros = new Float64Array(cells);
    this.marks = new Uint8Array(cells);
  }

  /** Adds `count` elements of `values` from `at` on, `step` apart, to one cell. */
  add(cell: number, values: Float32Array | Float64Array, at: number, step: number, count: number): void {
    const { zero } = this;
    let low = this.min[cell] ?? 0;
    let high = this.max[cell] ?? 0;
    let [sum, squares, finite, zeros] = [0, 0, 0, 0];
    this.shift ??= firstFinite(values, at, step, count);
    const shift = this.shift ?? 0;
    const end = at + count * step;
    for (let i = at; i < end; i += step) {
      const value = values[i] ?? 0;
      if (value - value !== 0) {
        this.#notFinite(cell, value);
        continue;
      }
      if (value < low) low = value;
      if (value > high) high = value;
      if (value === zero) zeros += 1;
      sum += value;
      squares += (value - shift) * (value - shift);
      finite += 1;
    }
    this.min[cell] = low;
    this.max[cell] = high;
    this.sum[cell] = (this.sum[cell] ?? 0) + sum;
    this.finite[cell] = (this.finite[cell] ?? 0) + finite;
    this.zeros[cell] = (this.zeros[cell] ?? 0) + zeros;
    this.squares += squares;
  }

  /** Adds `count` elements equal to `value`, which is finite. */
  addEqual(cell: number, value: number, count: number): void {
    if (count <= 0) return;
    this.shift ??= value;
    this.min[cell] = Math.min(this.min[cell] ?? 0, value);
    this.max[cell] = Math.max(this.max[cell] ?? 0, value);
    this.sum[cell] = (this.sum[cell] ?? 0) + value * count;
    this.finite[cell] = (this.finite[cell] ?? 0) + count;
    if (value === this.zero) this.zeros[cell] = (this.zeros[cell] ?? 0) + count;
    this.squares += (value - this.shift) ** 2 * count;
  }

  /** Adds a cell of finer ones. */
  addCell(cell: number, finer: Cells, from: number): void {
    this.min[cell] = Math.min(this.min[cell] ?? 0, finer.min[from] ?? 0);
    this.max[cell] = Math.max(this.max[cell] ?? 0, finer.max[from] ?? 0);
    this.sum[cell] = (this.sum[cell] ?? 0) + (finer.sum[from] ?? 0);
    this.finite[cell] = (this.finite[cell] ?? 0) + (finer.finite[from] ?? 0);
    this.zeros[cell] = (this.zeros[cell] ?? 0) + (finer.zeros[from] ?? 0);
    this.marks[cell] = (this.marks[cell] ?? 0) | (finer.marks[from] ?? 0);
  }

  #notFinite(cell: number, value: number): void {
    const isNumber = !Number.isNaN(value);
    if (isNumber) this.infinite += 1;
    else this.nan += 1;
    const mark = !isNumber ? MARK_NAN : value > 0 ? MARK_POSITIVE_INFINITY : MARK_NEGATIVE_INFINITY;
    this.marks[cell] = (this.marks[cell] ?? 0) | mark;
  }
}

function firstFinite(values: Float32Array | Float64Array, at: number, step: number, count: number): number | null {
  for (let i = 0; i < count; i++) {
    const value = values[at + i * step] ?? 0;
    if (Number.isFinite(value)) return value;
  }
  return null;
}
