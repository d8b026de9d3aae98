import type { DType } from '../../model/dtype';
import type { Dimension, Graph, Node, ValueType, Weight } from '../../model/model';
import type { Steps } from '../../model/steps';
import { asSize, LARGEST_RANK, type Shape, size } from './dimensions';

/**
 * What is known of a value. `data` holds the elements, row-major, of small tensors that shapes are computed from; an
 * element may be a named size or unknown.
 */
export interface Inferred {
  readonly type: ValueType | null;
  readonly data: readonly Dimension[] | null;
}

/** Most elements of a tensor that is followed by value. Shapes have a handful; pads and indices some more. */
export const MOST_DATA = 1024;

export const UNKNOWN: Inferred = { type: null, data: null };

/** What a rule sees: the node, the version of its operator set and what is known of its inputs. */
export interface RuleContext {
  readonly node: Node;
  readonly opset: number;
  /** Whether the input is connected. */
  has(input: number): boolean;
  type(input: number): ValueType | null;
  /** Element type of a tensor input. */
  dtype(input: number): DType | null;
  /** Shape of a tensor input, unless it has more than `LARGEST_RANK` dimensions. */
  shape(input: number): Shape | null;
  data(input: number): readonly Dimension[] | null;
  /** Data whose every element is a known number. */
  numbers(input: number): readonly number[] | null;
  /** A size that only running the node tells, named after its output; another one with each call. */
  fresh(output: number): Dimension;
  /** What a tensor attribute holds. */
  constant(weight: Weight): Inferred;
  /** Types a subgraph; its inputs are given in order. Returns what is known of its outputs. */
  infer(graph: Graph, inputs: readonly Inferred[]): Steps<readonly Inferred[]>;
}

/** Tells the types of a node's outputs, in order. Missing ones are unknown. Never throws on hostile attributes. */
export type Rule = (context: RuleContext) => readonly Inferred[];

/** The same for a node that holds a graph, which may be as large as a model. */
export type NestingRule = (context: RuleContext) => Steps<readonly Inferred[]>;

export type RuleTable = Readonly<Record<string, Rule | NestingRule>>;

/** A dense tensor; unknown when the element type is. Sizes that cannot be are unknown, as is a rank that cannot be. */
export function tensor(dtype: DType | null, shape: Shape | null, data: readonly Dimension[] | null = null): Inferred {
  if (dtype === null) return UNKNOWN;
  const sizes = shape !== null && shape.length <= LARGEST_RANK ? believable(shape) : null;
  const isSmall = data !== null && data.length <= MOST_DATA;
  return { type: { kind: 'tensor', dtype, shape: sizes }, data: isSmall ? data : null };
}

function believable(shape: Shape): Shape {
  for (const length of shape) {
    if (typeof length === 'number' && size(length) === null) return shape.map(asSize);
  }
  return shape;
}

/** The first output has the type of the first input. */
export const sameAsFirst: Rule = context => [tensor(context.dtype(0), context.shape(0))];

/** Rules that are the same for several operators. */
export function forEach(operators: readonly string[], rule: Rule): RuleTable {
  return Object.fromEntries(operators.map(operator => [operator, rule]));
}
