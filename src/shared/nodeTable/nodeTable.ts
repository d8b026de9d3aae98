import type { Amount } from '../amount';

/** An amount for each row: `index` counts from 1 into `amounts`, 0 means unknown. */
export interface AmountColumn {
  readonly amounts: readonly Amount[];
  readonly index: Uint32Array;
}

/** A text for each row, each different one kept once. */
export interface TextColumn {
  readonly texts: readonly string[];
  readonly index: Uint32Array;
}

/** A size that the model leaves open and what a person gave it; `null` leaves it a symbol. */
export interface OpenSize {
  readonly name: string;
  readonly size: number | null;
}

/** A constant that a row owns. */
export interface TableWeight {
  readonly graph: string;
  readonly name: string;
  /** `float32[64,3,7,7]` */
  readonly type: string;
  readonly elements: number;
  readonly bytes: number;
  /** Learned numbers; `false` for the scales and zero points that belong to them. */
  readonly isParameter: boolean;
}

/**
 * Every node of every graph with what it costs, in columns: element `i` of each belongs to row `i`. Costs of nodes in the
 * body of a loop or a function are of one run; `times` tells how often the body runs.
 */
export interface NodeTable {
  readonly openSizes: readonly OpenSize[];
  readonly graphs: readonly { readonly id: string; readonly title: string; readonly times: Amount | null }[];
  /** Index into `graphs`. */
  readonly graph: Uint32Array;
  /** Index of the node in its graph. */
  readonly node: Uint32Array;
  readonly names: readonly string[];
  readonly op: TextColumn;
  /** Where the node belongs, from its name and the exporter's metadata: `encoder/layer.3/attention`; empty at the top. */
  readonly scope: TextColumn;
  /** Kernel, attributes or weight shape that matter most. */
  readonly attributes: TextColumn;
  readonly inputs: TextColumn;
  readonly outputs: TextColumn;
  readonly dtypes: TextColumn;
  /** Weights of row `i` are `weights[weightStart[i]]` up to `weights[weightStart[i + 1]]`. */
  readonly weightStart: Uint32Array;
  readonly weights: readonly TableWeight[];
  /** Multiply-accumulates. */
  readonly macs: AmountColumn;
  /** Floating-point (or integer) operations, a multiply-accumulate counting two. */
  readonly flops: AmountColumn;
  /** Bytes of activations read and written; weights do not count. */
  readonly inputBytes: AmountColumn;
  readonly outputBytes: AmountColumn;
  /** Bytes of activations that are alive while the node runs, its inputs and outputs included. */
  readonly liveBytes: AmountColumn;
  /** Why a row's operations are unknown; empty where they are known. */
  readonly unknown: TextColumn;
  /** Most bytes of activations alive at once along the execution order, and the row where. */
  readonly peak: { readonly bytes: Amount | null; readonly row: number | null };
}
