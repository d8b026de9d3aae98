import { packedBytes } from '../../model/dtype';
import { decodeElements } from '../../model/elements';
import type { Dimension, Node, ValueType, Weight } from '../../model/model';
import type { Amount } from '../../shared/amount';
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
    return this.#operand(this.node.inputs[position] ?? '', `input ${position}`);
  }

  output(position: number): Operand {
    return this.#operand(this.node.outputs[position] ?? '', `output ${position}`);
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

  #operand(name: string, place: string): Operand {
    const type = name === '' ? null : this.facts.type(name);
    const isTensor = type?.kind === 'tensor' || type?.kind === 'sparse';
    const shape = isTensor ? type.shape : null;
    const why = (): null => this.unknown(name === '' ? `${place} is missing` : `the shape of ${place} is not known`);
    const amount = (sizes: Sizes | undefined): Amount | null => {
      return sizes === undefined ? why() : (amountOf(sizes) ?? why());
    };
    return {
      isConnected: name !== '',
      dtype: isTensor ? type.dtype : null,
      shape,
      get elements() {
        return amount(shape ?? undefined);
      },
      size: axis => {
        const size = shape?.at(axis);
        return amount(size === undefined ? undefined : [size]);
      },
      sizes: (start, end) => amount(shape?.slice(start, end)),
    };
  }
}

/** Elements of a small numeric constant that is kept in the model. */
export function smallNumbers({ dtype, elements, payload, sparse }: Weight): readonly number[] | null {
  if (
    elements > MOST_NUMBERS ||
    sparse !== null ||
    dtype === 'string' ||
    dtype === 'undefined' ||
    dtype.startsWith('complex')
  )
    return null;
  if (elements === 0) return [];
  if (payload.kind !== 'inline' || payload.bytes.length < packedBytes(dtype, elements)) return null;
  return Array.from<number | bigint, number>(decodeElements(dtype, payload.bytes, elements), Number);
}
