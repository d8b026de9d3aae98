/** Ranks of `WeightFigures.percentiles`, in percent. */
export const PERCENTILES = [0.1, 1, 5, 25, 50, 75, 95, 99, 99.9] as const;

/**
 * An outlier is further from the mean than this many standard deviations. A bell curve has 2 in a billion beyond 6, so
 * what is counted is no tail but what stretches a quantization grid; Tukey's fences would flag 0.7 % of any bell curve.
 */
export const OUTLIER_DEVIATIONS = 6;

export interface Histogram {
  /** Value range the bins divide evenly; finite elements only. */
  readonly low: number;
  readonly high: number;
  readonly counts: readonly number[];
}

/** What a set of numbers is like. Over finite elements; `null` when there are none. */
export interface Distribution {
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  /** Of the population: divided by the number of elements. */
  readonly std: number | null;
  /** `null` also when the range is wider than a number. */
  readonly histogram: Histogram | null;
  /**
   * By `PERCENTILES`: the smallest element that at least this share of the elements does not exceed (nearest rank; an
   * element of the weight, exact, nothing interpolated).
   */
  readonly percentiles: readonly number[] | null;
}

/** A quantized weight as it is stored, before scale and zero point. */
export interface CodeFigures extends Distribution {
  /** Elements whose stored number is 0, whatever the zero point. */
  readonly zeros: number;
  /** Different numbers that occur, of the `2 ** bits` the type has; `null` for types of more than 16 bits. */
  readonly levels: number | null;
}

/** Channels along one axis of a weight. */
export interface Channels {
  /** Axis of the weight; `null` when the channels are none of its axes alone. */
  readonly axis: number | null;
  readonly count: number;
  /** Channels whose every element is zero. */
  readonly zero: number;
}

/**
 * An N:M pattern: of each `m` neighbours along the inputs at most `n` are not zero. The last group is filled up with
 * zeros. A weight has the pattern when `complying === groups`.
 */
export interface SparsityPattern {
  readonly n: number;
  readonly m: number;
  readonly groups: number;
  readonly complying: number;
}

/** Blocks of the weight seen as a matrix of outputs x inputs; those on the border are filled up with zeros. */
export interface ZeroBlocks {
  readonly outputs: number;
  readonly inputs: number;
  readonly count: number;
  readonly zero: number;
}

/** Zeros that hardware and sparse kernels can use, in the weight seen as the operator uses it. */
export interface SparsityStructure {
  readonly outputs: Channels;
  readonly inputs: Channels;
  /** Empty when there are fewer inputs than any group has. */
  readonly patterns: readonly SparsityPattern[];
  readonly blocks: readonly ZeroBlocks[];
}

/** Figures of one weight, over its real (dequantized) values where a scale and zero point are known, else as stored. */
export interface WeightFigures extends Distribution {
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
  /** Finite elements further than `OUTLIER_DEVIATIONS` standard deviations from the mean. */
  readonly outliers: number;
  /** Whether the distribution is of dequantized values; with very many scales, of their float32 as a runtime makes them. */
  readonly dequantized: boolean;
  /** The stored numbers of a quantized weight; `null` when the weight is not quantized. */
  readonly codes: CodeFigures | null;
  /** `null` for vectors and scalars, and where no operator tells which axes are outputs and inputs. */
  readonly structure: SparsityStructure | null;
}

/** Why a weight has no figures. */
export interface SkippedWeight {
  readonly graph: string;
  readonly name: string;
  readonly reason: string;
}

export interface WeightReport {
  readonly kind: 'weights';
  readonly schema: 2;
  readonly model: { readonly file: string; readonly bytes: number };
  /** Fraction of a tensor's largest magnitude under which an element counts as near zero. */
  readonly nearZero: number;
  readonly bins: number;
  readonly weights: readonly WeightFigures[];
  readonly skipped: readonly SkippedWeight[];
}
