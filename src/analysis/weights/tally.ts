import { type Bounds, binOf, outlierSide } from './bounds';

/** Elements sorted by what they are within `Bounds`. */
export class Tally {
  /** One more than the bins: the largest value lands past the last one. */
  readonly counts: Float64Array;
  nearZeros = 0;
  outliers = 0;

  constructor(readonly bounds: Bounds) {
    this.counts = new Float64Array(bounds.bins + 1);
  }

  /** Adds `times` elements equal to `x`, which is `distance` from what counts as zero. */
  add(x: number, times: number, distance = x): void {
    const bin = binOf(x, this.bounds);
    this.counts[bin] = (this.counts[bin] ?? 0) + times;
    if (Math.abs(distance) < this.bounds.threshold) this.nearZeros += times;
    if (outlierSide(x, this.bounds) !== 0) this.outliers += times;
  }
}
