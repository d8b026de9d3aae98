import type { DType } from './dtype';

/** A size of a tensor: known, named (`N`, `sequence`) or unknown (`null`). */
export type Dimension = number | string | null;

/** The declared or inferred type of a value. `shape: null` means even the rank is unknown. */
export type ValueType =
  | { readonly kind: 'tensor'; readonly dtype: DType; readonly shape: readonly Dimension[] | null }
  | { readonly kind: 'sparse'; readonly dtype: DType; readonly shape: readonly Dimension[] | null }
  | { readonly kind: 'sequence' | 'optional'; readonly of: ValueType | null }
  | { readonly kind: 'map'; readonly key: DType; readonly of: ValueType | null }
  | { readonly kind: 'opaque'; readonly name: string };

/** A named edge of the graph. */
export interface Value {
  readonly name: string;
  readonly type: ValueType | null;
  readonly doc: string;
}

/** Numeric fields of a tensor that a format stores as repeated numbers instead of raw bytes. */
export type TypedField = 'float' | 'int32' | 'int64' | 'uint64' | 'double' | 'string';

/**
 * Where the elements of a weight are. Nothing here has been read yet, apart from `inline` bytes, which are small.
 *
 * - `range`: little-endian packed elements in the model file itself.
 * - `typed`: packed protobuf numbers (varints for the integers) in one or more ranges of the model file; ranges are in
 *   order and together hold every element. `inline` carries what the scanner kept because it was small.
 * - `external`: elements in another file, path as written in the model and not yet trusted.
 * - `inline`: little-endian packed elements, already in memory.
 * - `strings`: string elements, already in memory.
 * - `empty`: no data was stored (zero elements, or a malformed tensor; `Weight.elements` tells).
 */
export type Payload =
  | { readonly kind: 'range'; readonly offset: number; readonly length: number }
  | { readonly kind: 'typed'; readonly field: TypedField; readonly ranges: readonly ByteRange[] }
  | { readonly kind: 'external'; readonly location: string; readonly offset: number; readonly length: number | null }
  | { readonly kind: 'inline'; readonly bytes: Uint8Array }
  | { readonly kind: 'strings'; readonly values: readonly Uint8Array[] }
  | { readonly kind: 'empty' };

export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

/** A constant tensor: an initializer, a `Constant` node's value or any tensor attribute. */
export interface Weight {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** Product of `shape`, checked to be a safe integer. */
  readonly elements: number;
  /** Stored size in bytes: of the dense elements, or of values and indices when sparse. */
  readonly bytes: number;
  readonly payload: Payload;
  /** Present for sparse tensors: `payload` then holds only the stored values. Indices are int64. */
  readonly sparse: { readonly stored: number; readonly indices: Weight } | null;
  readonly doc: string;
}

export type AttributeValue =
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'int'; readonly value: bigint }
  | { readonly kind: 'string'; readonly value: Uint8Array }
  | { readonly kind: 'tensor'; readonly value: Weight }
  | { readonly kind: 'graph'; readonly value: Graph }
  | { readonly kind: 'type'; readonly value: ValueType | null }
  | { readonly kind: 'floats'; readonly value: readonly number[] }
  | { readonly kind: 'ints'; readonly value: readonly bigint[] }
  | { readonly kind: 'strings'; readonly value: readonly Uint8Array[] }
  | { readonly kind: 'tensors'; readonly value: readonly Weight[] }
  | { readonly kind: 'graphs'; readonly value: readonly Graph[] }
  | { readonly kind: 'types'; readonly value: readonly (ValueType | null)[] }
  /** Inside a function: takes its value from the caller's attribute of this name. */
  | { readonly kind: 'reference'; readonly value: string };

export interface Attribute {
  readonly name: string;
  readonly value: AttributeValue;
  readonly doc: string;
}

export interface Node {
  /** Position in `Graph.nodes`; with the graph's id it identifies the node. */
  readonly index: number;
  readonly name: string;
  readonly op: string;
  /** `''` is the default ONNX domain. */
  readonly domain: string;
  readonly overload: string;
  /** Names of values; `''` marks an omitted optional one. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: readonly Attribute[];
  readonly doc: string;
  readonly metadata: readonly Property[];
}

export interface Property {
  readonly key: string;
  readonly value: string;
}

export interface Graph {
  /** Unique in the model: `main`, `main/3.then_branch`, `function:domain.name`, `training:0.algorithm`. */
  readonly id: string;
  readonly name: string;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  /** Declared types of intermediate values. */
  readonly values: ReadonlyMap<string, Value>;
  readonly initializers: ReadonlyMap<string, Weight>;
  readonly nodes: readonly Node[];
  /** ONNX `quantization_annotation`: value name → names of its scale, zero point and so on. */
  readonly quantization: ReadonlyMap<string, readonly Property[]>;
  readonly doc: string;
  readonly metadata: readonly Property[];
  /** The enclosing graph's id, whose values a subgraph can see; `null` for a main graph or function. */
  readonly parent: string | null;
}

export interface ModelFunction {
  readonly domain: string;
  readonly name: string;
  readonly overload: string;
  readonly opsets: readonly Opset[];
  /** Names of what a call can give, those with a default included. */
  readonly attributes: readonly string[];
  /** What counts for attributes that a call leaves out. */
  readonly defaults: readonly Attribute[];
  readonly graph: Graph;
}

export interface Opset {
  readonly domain: string;
  readonly version: number;
}

export interface TrainingStage {
  readonly initialization: Graph | null;
  readonly algorithm: Graph | null;
  readonly initializationBindings: readonly Property[];
  readonly updateBindings: readonly Property[];
}

/** A trained model, whatever file it came from. Immutable; payloads unread. */
export interface Model {
  /** Name of the serialization, `ONNX`. */
  readonly format: string;
  /** Version of the serialization, for ONNX the IR version. */
  readonly formatVersion: string;
  readonly producer: string;
  readonly producerVersion: string;
  readonly domain: string;
  readonly modelVersion: string;
  readonly doc: string;
  readonly opsets: readonly Opset[];
  readonly metadata: readonly Property[];
  readonly graph: Graph;
  readonly functions: readonly ModelFunction[];
  readonly training: readonly TrainingStage[];
  /** Size of the model file itself, without external data. */
  readonly fileBytes: number;
  /** Things worth knowing that did not stop the file from opening. */
  readonly notes: readonly string[];
}
