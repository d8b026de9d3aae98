import type { DType } from '../../model/dtype';
import type { Dimension, Node } from '../../model/model';
import { type Figure, product, total } from './figure';

/** Operations of one run of a node. */
export interface Cost {
  readonly macs: Figure;
  readonly flops: Figure;
}

export type Sizes = readonly Dimension[];

/** A value that enters or leaves a node, as cost rules see it. Asking for what is unknown notes that as the reason. */
export interface Operand {
  readonly isConnected: boolean;
  readonly dtype: DType | null;
  /** `null` when the value is no tensor of known rank. */
  readonly shape: Sizes | null;
  /** The product of all sizes. */
  readonly elements: Figure;
  /** A size; negative axes count from the end. */
  size(axis: number): Figure;
  /** Product of the sizes from `start` to before `end`, as `slice` takes them. */
  sizes(start: number, end?: number): Figure;
}

/** What a cost rule sees of a node. */
export interface CostContext {
  readonly node: Node;
  input(position: number): Operand;
  output(position: number): Operand;
  /** Elements of a small integer constant that enters the node, `null` when it is none. */
  numbers(position: number): readonly number[] | null;
  /** An amount from a size. */
  amount(size: Dimension): Figure;
  /** Notes why the cost is unknown. */
  unknown(reason: string): null;
}

export type CostRule = (context: CostContext) => Cost;

/** One operator of the reference: how its operations are counted, in one line and in code. */
export interface CostEntry {
  readonly formula: string;
  readonly cost: CostRule;
}

export type CostTable = Readonly<Record<string, CostEntry>>;

const ZERO_COST: Cost = { macs: [], flops: [] };

/** Multiply-accumulates, each two FLOPs, and further FLOPs. */
export function multiplyAdds(macs: Figure, further: Figure | number = 0): Cost {
  return { macs, flops: total(product(2, macs), further) };
}

/** FLOPs that are no multiply-accumulates. */
export function operations(flops: Figure): Cost {
  return { macs: [], flops };
}

/** `each` FLOPs for every element of the first output. */
export function perOutput(each: number): CostRule {
  return context => operations(product(each, context.output(0).elements));
}

/** `each` FLOPs for every element of the first input. */
export function perInput(each: number): CostRule {
  return context => operations(product(each, context.input(0).elements));
}

export const free: CostRule = () => ZERO_COST;

/** One entry for several operators. */
export function entries(operators: readonly string[], formula: string, cost: CostRule): CostTable {
  return Object.fromEntries(operators.map(operator => [operator, { formula, cost }]));
}
