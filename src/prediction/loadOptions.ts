import type { FreeDimension } from '../shared/reports/measurement';

export interface LoadOptions {
  /** Sizes asked for; the others follow from the samples or are defaults. */
  readonly freeDimensions: readonly FreeDimension[];
  /** Most samples to load. */
  readonly most: number;
  /** Seed of made-up values. */
  readonly seed: number;
}
