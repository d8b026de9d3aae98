import type { Aggregation } from '../../src/shared/figures/nodeFigures';

/** What colours everything: one choice for graph, heat map, treemap and strip. Remembered in the view state. */
export interface HeatChoice {
  /** Identifier of a figure (`macs`, `parameters`, `weights.sparsity`, `quantization.weightError`); empty for none. */
  readonly figure: string;
  /** `auto` is the figure's own. */
  readonly scale: 'auto' | 'linear' | 'log';
}

/** A figure of every node of the model, ready for colouring. Rows are those of the node table, so all graphs are in it. */
export interface Heat {
  readonly id: string;
  readonly title: string;
  /** How it was obtained: computed, measured (where, how often), estimated. */
  readonly source: string;
  readonly aggregation: Aggregation;
  readonly notes: readonly string[];
  /** By row of the node table; NaN where there is none. */
  readonly values: Float64Array;
  /**
   * Figure of several rows (a group): their sum, largest, or mean (weighted by elements for shares); NaN when none has one.
   */
  of(rows: Iterable<number>): number;
  /** 0 to 1 on the scale that was chosen; also for groups, whose values may go beyond the largest node's and are clamped. */
  position(value: number): number;
  /** The value at a position, for the legend. */
  at(position: number): number;
  print(value: number): string;
}
