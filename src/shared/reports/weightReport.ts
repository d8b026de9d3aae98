export interface Histogram {
  /** Value range the bins divide evenly; finite elements only. */
  readonly low: number;
  readonly high: number;
  readonly counts: readonly number[];
}

/** Figures of one weight, over its real (dequantized) values where a scale and zero point are known, else as stored. */
export interface WeightFigures {
  readonly graph: string;
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly elements: number;
  readonly bytes: number;
  /** Elements equal to zero, or to the zero point in a quantized tensor; elements that a sparse tensor leaves out count. */
  readonly zeros: number;
  /** Elements with |x| below `nearZero` × the largest magnitude, zeros included. */
  readonly nearZeros: number;
  readonly nan: number;
  readonly infinite: number;
  /** Over finite elements; `null` when there are none. */
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  readonly std: number | null;
  readonly histogram: Histogram | null;
  /** Whether min, max, mean, std and histogram are of dequantized values. */
  readonly dequantized: boolean;
}

/** Why a weight has no figures. */
export interface SkippedWeight {
  readonly graph: string;
  readonly name: string;
  readonly reason: string;
}

export interface WeightReport {
  readonly kind: 'weights';
  readonly schema: 1;
  readonly model: { readonly file: string; readonly bytes: number };
  /** Fraction of a tensor's largest magnitude under which an element counts as near zero. */
  readonly nearZero: number;
  readonly bins: number;
  readonly weights: readonly WeightFigures[];
  readonly skipped: readonly SkippedWeight[];
}
