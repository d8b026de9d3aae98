import type { Aggregation, FigureUnit } from '../../src/shared/figures/nodeFigures';
import type { HeatScale } from './heatScale';

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
  readonly unit: FigureUnit;
  readonly aggregation: Aggregation;
  /** Which end is the one to look at. */
  readonly hot: 'high' | 'low';
  readonly notes: readonly string[];
  /** By row of the node table, in one run of the model; NaN where there is none. */
  readonly values: Float64Array;
  /** Rows without a value. */
  readonly missing: number;
  /** Of all rows together; NaN when none has a value. */
  readonly total: number;
  readonly scale: HeatScale;
  /**
   * Figure of several rows (a group): their sum, largest, or mean (weighted by elements for shares); NaN when none has one. What a
   * node holds counts with the node, never twice.
   */
  of(rows: Iterable<number>): number;
  /** Figures of items that form trees, each item's as if it were the whole; see `RowTree`. */
  ofTree(tree: RowTree): Float64Array;
  /** 0 to 1 on the scale that was chosen; also for groups, whose values may go beyond the largest node's and are clamped. */
  position(value: number): number;
  /** The value at a position, for the legend. */
  at(position: number): number;
  print(value: number): string;
}

/** Marks items without a parent, and without a row. */
export const NO_ITEM = 0xffffffff;

/** Items in trees, some of which are rows of the node table. */
export interface RowTree {
  /** The group that an item counts in, `NO_ITEM` for none: also for what lies in a row, which has the row's own figure. */
  readonly parent: Uint32Array;
  /** Row that is the item, `NO_ITEM` for groups. */
  readonly row: Uint32Array;
  /** How often the item's row runs within what the tree is about. */
  readonly runs: Float64Array;
}
