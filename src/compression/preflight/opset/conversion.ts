import type { NodeProto } from '../../graph/protos';

/** What a conversion may use besides the node. */
export interface ConversionContext {
  /** The model's opset before the conversion. */
  readonly from: number;
  /** Adds an int64 tensor, a vector unless a shape is given, and gives its name. */
  integers(base: string, values: readonly (number | bigint)[], shape?: readonly number[]): string;
  /** The same of float32. */
  floats(base: string, values: readonly number[], shape?: readonly number[]): string;
  /** Values of a constant of the main graph; `null` when the name is not one. */
  numbers(name: string): Promise<readonly number[] | null>;
  /** Number of dimensions of a main-graph value; `null` when it cannot be told. */
  rank(name: string): number | null;
  /** A name no value has yet. */
  fresh(base: string): string;
  /** Whether anything reads a value of the main graph. */
  isUsed(value: string): boolean;
}

/** Why a node cannot be expressed in opset 13. */
export interface Refusal {
  readonly reason: string;
}

type Converted = readonly NodeProto[] | Refusal;

/** Says the same in opset 13: the nodes that replace this one, or why that is not possible. */
export type Conversion = (node: NodeProto, context: ConversionContext) => Converted | Promise<Converted>;
