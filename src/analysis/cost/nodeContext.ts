import { type DType, isReal, packedBytes } from '../../model/dtype';
import { decodeElements } from '../../model/elements';
import type { Dimension, Node, ValueType, Weight } from '../../model/model';
import { amountOf } from '../symbolic/amounts';
import type { CostContext, Operand, Sizes } from './costRule';
import type { Figure } from './figure';

/** What a node's values are. */
export interface NodeFacts {
  type(value: string): ValueType | null;
  constant(value: string): Weight | null;
}

/** Most elements of a constant that a cost depends on: axes, counts, lengths. */
const MOST_NUMBERS = 64;

/** A node as cost rules see it. `reason` is the first thing that was asked for and is not known. */
export class NodeContext implements CostContext {
  reason = '';

  constructor(
    readonly node: Node,
    private readonly facts: NodeFacts,
  ) {}

  input(position: number): Operand {
    const name = this.node.inputs[position] ?? '';
    return new NodeOperand(this, name, name === '' ? null : this.facts.type(name), 'input', position);
  }

  output(position: number): Operand {
    const name = this.node.outputs[position] ?? '';
    return new NodeOperand(this, name, name === '' ? null : this.facts.type(name), 'output', position);
  }

  numbers(position: number): readonly number[] | null {
    const name = this.node.inputs[position] ?? '';
    const weight = name === '' ? null : this.facts.constant(name);
    return weight === null ? null : smallNumbers(weight);
  }

  amount(size: Dimension): Figure {
    const amount = amountOf([size]);
    return amount ?? this.unknown('a size is not known');
  }

  unknown(reason: string): null {
    if (this.reason === '') this.reason = reason;
    return null;
  }
}

/** A value of a node; a class, since every node has several. */
class NodeOperand implements Operand {
  readonly isConnected: boolean;
  readonly dtype: DType | null;
  readonly shape: Sizes | null;

  constructor(
    private readonly context: NodeContext,
    name: string,
    type: ValueType | null,
    private readonly end: 'input' | 'output',
    private readonly position: number,
  ) {
    const tensor = type?.kind === 'tensor' || type?.kind === 'sparse' ? type : null;
    this.isConnected = name !== '';
    this.dtype = tensor?.dtype ?? null;
    this.shape = tensor?.shape ?? null;
  }

  get elements(): Figure {
    return this.#known(this.shape);
  }

  size(axis: number): Figure {
    const size = this.shape?.at(axis);
    return this.#known(size === undefined ? null : [size]);
  }

  sizes(start: number, end?: number): Figure {
    return this.#known(this.shape?.slice(start, end) ?? null);
  }

  #known(sizes: Sizes | null): Figure {
    const amount = sizes === null ? null : amountOf(sizes);
    if (amount !== null) return amount;
    const place = `${this.end} ${this.position}`;
    return this.context.unknown(this.isConnected ? `the shape of ${place} is not known` : `${place} is missing`);
  }
}

/** Elements of a small numeric constant that is kept in the model. */
export function smallNumbers({ dtype, elements, payload, sparse }: Weight): readonly number[] | null {
  if (elements > MOST_NUMBERS || sparse !== null || !isReal(dtype)) return null;
  if (elements === 0) return [];
  if (payload.kind !== 'inline' || payload.bytes.length < packedBytes(dtype, elements)) return null;
  return Array.from<number | bigint, number>(decodeElements(dtype, payload.bytes, elements), Number);
}
