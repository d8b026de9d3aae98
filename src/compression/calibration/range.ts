import type { RangeHistogram } from './histogram';

/** The ends between which an activation is quantized; what lies outside saturates. */
export interface ActivationRange {
  readonly min: number;
  readonly max: number;
}

/** Chooses the ends from a histogram over everything that was seen. */
export type RangeMethod = (histogram: RangeHistogram) => ActivationRange;
