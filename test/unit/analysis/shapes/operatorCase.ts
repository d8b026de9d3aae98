import type { DType } from '../../../../src/model/dtype';
import type { BuilderAttributes, GraphBuilder } from '../../../fixtures/builders/onnxModel';
import { graphBuilder } from '../../../fixtures/builders/onnxModel';

export interface OperatorInput {
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** Given as an initializer with these elements; without them it is fed at run time. */
  readonly values?: readonly number[];
  /** The same, packed, for types that numbers are not written in. */
  readonly bytes?: Uint8Array;
}

/** One operator with inputs that make sense to it. `null` leaves an optional input out. */
export interface OperatorCase {
  readonly op: string;
  readonly inputs: readonly (OperatorInput | null)[];
  readonly attributes?: BuilderAttributes;
  readonly outputs?: number;
  readonly opset?: number;
  readonly domain?: string;
  /** Shapes that depend on what the inputs hold stay open. */
  readonly open?: boolean;
  /** Outputs that the operator may not have here. */
  readonly omitted?: readonly number[];
  /** Outputs whose shape the runtime does not tell: it has no kernel here, and its own inference leaves them open. */
  readonly untold?: readonly number[];
}

export const f32 = (...shape: number[]): OperatorInput => ({ dtype: 'float32', shape });
export const u8 = (...shape: number[]): OperatorInput => ({ dtype: 'uint8', shape });
export const i8 = (...shape: number[]): OperatorInput => ({ dtype: 'int8', shape });
export const list = (...values: number[]): OperatorInput => ({ dtype: 'int64', shape: [values.length], values });
export const floats = (...values: number[]): OperatorInput => ({ dtype: 'float32', shape: [values.length], values });
export const scalar = (dtype: DType, value: number): OperatorInput => ({ dtype, shape: [], values: [value] });

/** A model of one node, whose outputs have no declared shape. */
export function caseGraph({ op, inputs, attributes, outputs = 1, omitted = [], domain }: OperatorCase): GraphBuilder {
  const graph = graphBuilder();
  const names = inputs.map((input, i) => {
    if (input === null) return '';
    const { values = input.bytes } = input;
    if (values === undefined) graph.input(`in${i}`, input.dtype, input.shape);
    else graph.weight(`in${i}`, input.dtype, input.shape, values);
    return `in${i}`;
  });
  const results = Array.from({ length: outputs }, (_, i) => (omitted.includes(i) ? '' : `out${i}`));
  return graph.node(op, names, results, attributes ?? {}, domain === undefined ? {} : { domain });
}

export const ints = (...values: number[]): readonly bigint[] => values.map(BigInt);
export const scale = scalar('float32', 0.1);
export const zero8 = scalar('uint8', 3);
export const signed0 = scalar('int8', 0);
