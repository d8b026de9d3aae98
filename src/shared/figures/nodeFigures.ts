/** How figures of nodes make the figure of a group; `largest` is the one to look at, the smallest where low is hot. */
export type Aggregation = 'sum' | 'largest' | 'mean';

/** What a figure is measured in; says how it is printed. */
export type FigureUnit = 'count' | 'bytes' | 'milliseconds' | 'share' | 'decibel' | 'number';

/**
 * One figure for nodes of a model, from whatever source: a report beside the model, a comparison. Element `i` of `value` belongs to node
 * `node[i]` of graph `graphs[graph[i]]`. Nodes that are not listed have none.
 */
export interface NodeFigures {
  /** Unique among the figures of a model, the same in every session: `quantization.weightError`. */
  readonly id: string;
  /** `Quantization error of weights`. */
  readonly title: string;
  /** Where it comes from and how it was obtained: `measured, net.benchmark.report.json, 50 runs`. */
  readonly source: string;
  readonly unit: FigureUnit;
  readonly aggregation: Aggregation;
  /** Whether high or low values are the ones to look at. */
  readonly hot: 'high' | 'low';
  readonly graphs: readonly string[];
  readonly graph: Uint32Array;
  readonly node: Uint32Array;
  readonly value: Float64Array;
  /** What a reader must know before trusting it: nodes of another version of the file, shares that could not be attributed. */
  readonly notes: readonly string[];
}
