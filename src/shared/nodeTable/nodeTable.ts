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

/** A constant that rows own. */
export interface TableWeight {
  readonly graph: string;
  readonly name: string;
  /** `float32[64,3,7,7]` */
  readonly type: string;
  readonly dtype: string;
  readonly elements: number;
  readonly bytes: number;
  /** Learned numbers; `false` for the scales and zero points that belong to them. */
  readonly isParameter: boolean;
}

/** A row whose node holds a graph or calls a function, and how often one run of the node runs it; `null` when unknown. */
export interface Holder {
  readonly row: number;
  readonly times: Amount | null;
}

export interface TableGraph {
  readonly id: string;
  readonly title: string;
  /**
   * Runs of the graph in one run of the model, `null` when unknown. Zero for the branch of an `If` that the dearer one
   * stands for, for training graphs and for functions that nothing calls.
   */
  readonly times: Amount | null;
  /** Empty for the main graph. */
  readonly heldBy: readonly Holder[];
}

/** What a row's operations are of. */
export const HOLDS = {
  /** The node itself. */
  nothing: 0,
  /** Graphs whose nodes are rows of their own: the row repeats what those rows add up to. */
  rows: 1,
  /** A function that other calls use with other sizes: its rows show what is common to all, and only the call knows its cost. */
  calls: 2,
} as const;

/**
 * Every node of every graph with what it costs, in columns: element `i` of each belongs to row `i`. Figures are of one run
 * of the node; `graphs[…].times` tells how often its graph runs. A node that holds graphs or calls a function costs what
 * they cost.
 */
export interface NodeTable {
  readonly openSizes: readonly OpenSize[];
  readonly graphs: readonly TableGraph[];
  /** Indices into `graphs`, each after all that hold it. */
  readonly runOrder: Uint32Array;
  /** Index into `graphs`. */
  readonly graph: Uint32Array;
  /** Index of the node in its graph. */
  readonly node: Uint32Array;
  readonly names: readonly string[];
  /** `Conv`, `com.microsoft.QGemm`. */
  readonly op: TextColumn;
  /** Where the node belongs, from its name and the exporter's metadata: `encoder/layer.3/attention`; empty at the top. */
  readonly scope: TextColumn;
  /** Kernel, attributes or weight shape that matter most. */
  readonly attributes: TextColumn;
  /** Types of the inputs that are not constants, and of the outputs, joined by `, `. */
  readonly inputs: TextColumn;
  readonly outputs: TextColumn;
  /** Element types of the parameters. */
  readonly dtypes: TextColumn;
  /** Weights of row `i` are `weights[weightOf[k]]` for `k` from `weightStart[i]` to before `weightStart[i + 1]`. */
  readonly weightStart: Uint32Array;
  readonly weightOf: Uint32Array;
  /** Each constant once, however many rows share it. */
  readonly weights: readonly TableWeight[];
  /** One of `HOLDS`. */
  readonly holds: Uint8Array;
  /** Multiply-accumulates. */
  readonly macs: AmountColumn;
  /** Floating-point (or integer) operations, a multiply-accumulate counting two. */
  readonly flops: AmountColumn;
  /** Bytes of activations read and written; weights do not count. */
  readonly inputBytes: AmountColumn;
  readonly outputBytes: AmountColumn;
  /** Bytes of activations that are alive while the node runs, its inputs, outputs and the peak of what it holds included. */
  readonly liveBytes: AmountColumn;
  /** Why a row's operations are unknown; empty where they are known. */
  readonly unknown: TextColumn;
  /**
   * Most bytes of activations alive at once along the execution order of the main graph, and the row where. Values of
   * unknown size are left out; `unknownValues` tells how many there are.
   */
  readonly peak: { readonly bytes: Amount; readonly row: number | null; readonly unknownValues: number };
  /** How figures were compared that open sizes leave undecided, and the like: sentences. */
  readonly notes: readonly string[];
}
