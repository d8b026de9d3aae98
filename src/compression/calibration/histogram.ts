/** Bins of a calibration histogram: eight for each of the 256 levels it is meant to choose. */
const HISTOGRAM_BINS = 2048;

/**
 * Counts of values between two ends known beforehand. Exact zeros are counted apart, because every code holds zero exactly and a
 * rectified activation is mostly zeros.
 */
export class RangeHistogram {
  readonly counts: Float64Array;
  zeros = 0;
  /** NaN and infinite values seen. */
  notFinite = 0;

  constructor(
    readonly low: number,
    readonly high: number,
    bins = HISTOGRAM_BINS,
  ) {
    this.counts = new Float64Array(bins);
  }

  /** Values beyond the ends count in the outermost bins. */
  add(values: Float32Array): void {
    const { counts, low } = this;
    const last = counts.length - 1;
    const perUnit = counts.length / (this.high - low);
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      if (value === 0) {
        this.zeros += 1;
        continue;
      }
      const position = (value - low) * perUnit;
      if (position >= 0 && position < last) counts[position | 0] = (counts[position | 0] as number) + 1;
      else if (Number.isFinite(value)) {
        const bin = position < 0 ? 0 : last;
        counts[bin] = (counts[bin] as number) + 1;
      } else this.notFinite += 1;
    }
  }

  /** The value a bin stands for. */
  center(bin: number): number {
    return this.low + ((bin + 0.5) * (this.high - this.low)) / this.counts.length;
  }

  /** Values counted, zeros included. */
  total(): number {
    return this.counts.reduce((sum, count) => sum + count, this.zeros);
  }
}
