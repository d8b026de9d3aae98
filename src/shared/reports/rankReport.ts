import type { SkippedWeight } from './weightReport';

/** Shares of the energy, the sum of squares of all elements, whose ranks are told. */
export const ENERGY_SHARES = [0.9, 0.99, 0.999] as const;

/** How many of the largest singular values hold a share of the energy. */
export interface EnergyRank {
  readonly share: number;
  readonly rank: number;
  /** Half-width of the 95 % interval of an estimated rank; 0 for a computed one. */
  readonly error: number;
}

/** The singular values of a weight as a matrix of outputs x inputs. */
export interface RankFigures {
  readonly graph: string;
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Which of several matrices in the weight, from 0: of a batch, of a direction, of a group. */
  readonly matrix: number;
  readonly rows: number;
  readonly columns: number;
  /** `computed` from all eigenvalues, or `estimated` by stochastic Lanczos quadrature for matrices too large for that. */
  readonly how: 'computed' | 'estimated';
  readonly ranks: readonly EnergyRank[];
  /** The largest singular value; 0 for a matrix of zeros. An estimate is from below, usually to six digits. */
  readonly largest: number;
  /** Energy over the square of the largest singular value: a rank that needs no threshold. 0 for a matrix of zeros. */
  readonly stableRank: number;
  /**
   * How the singular values fall: those at evenly spaced places from the first to the last, over the largest. `null` when
   * estimated or all are 0.
   */
  readonly decay: readonly number[] | null;
}

export interface RankReport {
  readonly kind: 'ranks';
  readonly schema: 1;
  readonly model: { readonly file: string };
  readonly weights: readonly RankFigures[];
  /** What was asked for and has no rank: vectors among all weights are left out without a word. */
  readonly skipped: readonly SkippedWeight[];
}
