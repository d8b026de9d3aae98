import type { Amount } from '../amount';
import type { Environment } from './environment';
import type { OutputFidelity } from './evaluation';
import type { DataSource, FreeDimension } from './measurement';

/** Relative error above which a tensor counts as different: what float32 arithmetic in another order stays below. */
export const DEFAULT_TOLERANCE = 0.001;

/** One of the two models as a whole. */
export interface ComparedModel {
  /** File name without folder. */
  readonly file: string;
  /** `ONNX 8`: serialization and its version. */
  readonly format: string;
  /** Model file and its external data. */
  readonly bytes: number;
  /** All constants, scales and zero points included. */
  readonly weightBytes: number;
  /** Elements of everything learned. */
  readonly parameters: number;
  /** Nodes of all graphs. */
  readonly nodes: number;
  /** Of one run of the main graph; `null` where operators are unknown or the cost could not be worked out. */
  readonly cost: ComparedCost | null;
}

/** Totals that may depend on sizes the model leaves open. */
export interface ComparedCost {
  /** Multiply-accumulates of the nodes whose cost is known. */
  readonly macs: Amount;
  readonly flops: Amount;
  /** Most bytes of activations alive at once; `null` when a size is unknown. */
  readonly peakBytes: Amount | null;
  /** Nodes whose operations are not known and not in the totals. */
  readonly unknownNodes: number;
}

/** Something of the model around its graphs that differs. */
export interface ModelChange {
  readonly what: 'format' | 'producer' | 'domain' | 'version' | 'opset' | 'metadata' | 'function' | 'graph';
  /** Domain of the opset, key of the metadata, name of the function or graph; empty where there is one of the kind. */
  readonly name: string;
  /** `null`: only the other model has it. */
  readonly before: string | null;
  readonly after: string | null;
}

/** An input or output of a graph that differs. */
export interface EndChange {
  readonly end: 'input' | 'output';
  /** `name: type`; `null`: only the other model has it. */
  readonly before: string | null;
  readonly after: string | null;
}

export type NodeStatus = 'same' | 'renamed' | 'changed' | 'added' | 'removed';

/** One node as one of the models has it. */
export interface NodeSide {
  /** Position in its graph. */
  readonly index: number;
  readonly name: string;
  /** Operator, with its domain when that is not the standard one: `Conv`, `com.microsoft.MatMulNBits`. */
  readonly op: string;
  /** Multiply-accumulates; `null` when unknown or none. */
  readonly macs: Amount | null;
}

/**
 * What is different in a matched node.
 *
 * - `operator`: does something else, or the same by another operator.
 * - `attribute`: `name` says which; `null` is absent (the operator's default).
 * - `input`: position `name` is fed from somewhere else than the match of what fed it.
 * - `constant`: the constant at input `name` has another type or shape, or is new, or gone. (Other contents are among the weights.)
 * - `output`: another number of outputs.
 * - `type`: output `name` has another type.
 */
export interface NodeChange {
  readonly what: 'operator' | 'attribute' | 'input' | 'constant' | 'output' | 'type';
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** A line of the two graphs side by side. At least one side is there; both for matched nodes. */
export interface NodeRow {
  /** A node with another name that also changed is `changed`. */
  readonly status: NodeStatus;
  readonly a: NodeSide | null;
  readonly b: NodeSide | null;
  /** Empty unless `changed`. */
  readonly changes: readonly NodeChange[];
  /** Matched, but at another place in the order of the nodes, which alone changes nothing. */
  readonly moved: boolean;
  /** Index into `CompareReport.groups`: the change this line is a part of. */
  readonly group: number | null;
}

/** A graph of either model: the main graph, a function, the body of a node. */
export interface GraphComparison {
  /** Ids of the graphs; `null`: only the other model has it. */
  readonly a: string | null;
  readonly b: string | null;
  readonly title: string;
  readonly counts: Readonly<Record<NodeStatus, number>>;
  /** Inputs and outputs that differ. */
  readonly ends: readonly EndChange[];
  /** Values that go by another name in B: those that graphs take and matched nodes make. */
  readonly renamedValues: readonly { readonly before: string; readonly after: string }[];
  /** In B's order, what only A has at the place it had. */
  readonly rows: readonly NodeRow[];
}

/** Several lines that are one change: a layer that was quantized, a normalization folded into a convolution. */
export interface ChangeGroup {
  readonly kind: 'quantized' | 'dequantized' | 'folded';
  /** The layer: name or operator and position. */
  readonly layer: string;
  /** One sentence. */
  readonly text: string;
  /** Index into `graphs`, and the lines in it. */
  readonly graph: number;
  readonly rows: readonly number[];
}

/** A constant as one of the models has it. */
export interface WeightSide {
  readonly graph: string;
  readonly name: string;
  /** As stored: `int8` for a quantized weight. */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Stored bytes of the constant alone. */
  readonly bytes: number;
  /** Elements that stand for zero; `null` when not counted: identical, or not comparable. */
  readonly zeros: number | null;
  /** Stored as integers and compared through scale and zero point. */
  readonly dequantized: boolean;
}

/** How the numbers of two weights differ; A's are the reference. NaN and infinite elements enter `notFinite` only. */
export interface WeightDifference {
  /** 10·log10(Σa² / Σ(a−b)²) in dB, at least −200; `null` when no number differs. */
  readonly sqnrDb: number | null;
  readonly largestError: number;
  /** Where, in A's shape. */
  readonly largestErrorAt: readonly number[];
  /** Largest |a−b| / |a| over elements where a is not zero; `null` when there is none or none of them differs. */
  readonly largestRelativeError: number | null;
  readonly largestRelativeErrorAt: readonly number[];
  /** Elements that differ, `notFinite` ones included. */
  readonly changed: number;
  readonly elements: number;
  /** Elements that are NaN or infinite in one of the two and something else in the other. */
  readonly notFinite: number;
}

/** A weight of either model. */
export interface WeightRow {
  /** `same` means the same numbers in the same type. `renamed` is `same` under another name. */
  readonly status: NodeStatus;
  readonly a: WeightSide | null;
  readonly b: WeightSide | null;
  /** Index into `graphs` and its rows: the layer that owns the weight, if one does. */
  readonly owner: { readonly graph: number; readonly row: number } | null;
  /** `null` when identical or not comparable. */
  readonly difference: WeightDifference | null;
  /** B stores the matrix transposed; it was compared as it is used. */
  readonly transposed: boolean;
  /** Why the two could not be compared, or what else is to be known: another shape, text, a file that is missing. */
  readonly note: string | null;
}

/** One value of the graph in a run of both models on the same input. */
export interface TensorError {
  /** Names of the value, and ids of the nodes that make it, in the main graphs. */
  readonly a: { readonly value: string; readonly node: number; readonly name: string; readonly op: string };
  readonly b: { readonly value: string; readonly node: number; readonly name: string; readonly op: string };
  /** As for outputs; `null` when identical. */
  readonly sqnrDb: number | null;
  /** √(Σ(a−b)² / Σa²); 0 when identical. */
  readonly relativeError: number;
  readonly largestError: number;
  /** Elements NaN or infinite in one of the two. */
  readonly notFinite: number;
}

/** Both models run on the same samples. */
export interface OutputComparison {
  readonly data: DataSource;
  readonly freeDimensions: readonly FreeDimension[];
  /** Samples that outputs were compared on. */
  readonly samples: number;
  readonly fidelity: readonly OutputFidelity[];
  /** Shares of right answers, 0 to 1; `null` without labels. */
  readonly accuracy: {
    readonly samples: number;
    readonly a: number;
    readonly b: number;
    readonly output: string;
  } | null;
  /** Matched values in the order A makes them. */
  readonly tensors: readonly TensorError[];
  /** Samples that `tensors` were compared on. */
  readonly tensorSamples: number;
  /** Relative error above which a tensor counts as different. */
  readonly tolerance: number;
  /** Index into `tensors` of the first whose relative error is above `tolerance`; `null` when none is. */
  readonly firstDifference: number | null;
}

/** Two models side by side: A is the reference, B what became of it. */
export interface CompareReport {
  readonly kind: 'compare';
  readonly schema: 1;
  readonly a: ComparedModel;
  readonly b: ComparedModel;
  /** The result in full sentences, the most important first. */
  readonly summary: readonly string[];
  /** What a reader must know before trusting a figure. */
  readonly warnings: readonly string[];
  readonly changes: readonly ModelChange[];
  /** How often each operator occurs where the two differ, largest difference first. */
  readonly operators: readonly { readonly op: string; readonly before: number; readonly after: number }[];
  /** The main graphs first. */
  readonly graphs: readonly GraphComparison[];
  readonly groups: readonly ChangeGroup[];
  readonly weights: readonly WeightRow[];
  /** `null` when the models were not run. */
  readonly outputs: OutputComparison | null;
  /** Shell command that repeats the comparison. */
  readonly command: string;
  readonly seconds: number;
  readonly environment: Environment;
}
