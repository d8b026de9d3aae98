import type { Aggregation, FigureUnit } from '../../src/shared/figures/nodeFigures';

/** What a figure is called and how it is to be read. */
export interface FigureHead {
  /** The same in every session. */
  readonly id: string;
  readonly title: string;
  /** How it was obtained. */
  readonly source: string;
  readonly unit: FigureUnit;
  readonly aggregation: Aggregation;
  /** Whether high or low values are the ones to look at. */
  readonly hot: 'high' | 'low';
  readonly notes: readonly string[];
  /** What `auto` means where the values do not tell. */
  readonly scale?: 'linear' | 'log';
}

/** A figure by row of the node table, before it is put on a scale. */
export interface Figure extends FigureHead {
  /** Of one run of the row's node; NaN where there is none. What a node holds is in it. */
  readonly each: Float64Array;
  /** Whether a node that runs ten times has ten times as much of it in one run of the model. */
  readonly perRun: boolean;
  /** For means: how much each row counts. */
  readonly weight: Float64Array | null;
  /** For sums of what rows may share: the things of each row, so that groups count each once. */
  readonly shared: SharedParts | null;
}

/** Parts that several rows may have: row `i` has `parts[start[i] .. start[i + 1])`. */
export interface SharedParts {
  readonly start: Uint32Array;
  readonly parts: Uint32Array;
  /** By part. */
  readonly size: Float64Array;
}
