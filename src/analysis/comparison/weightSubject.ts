import { intAttribute, intsAttribute } from '../../model/attributes';
import { DTYPES, type DType, packedBytes } from '../../model/dtype';
import type { Model, Weight } from '../../model/model';
import { type LocatedWeight, modelIndex } from '../../model/modelIndex';
import { type Dequantizer, dequantizerOf } from '../weights/dequantizer';
import { RealValues } from '../weights/realValues';
import { ByteFeed } from './byteFeed';
import type { Places } from './kernels/differenceKernel';
import type { Numbers } from './kernels/differences';

/** Stored elements of a weight in chunks of about `bytes`; `buffer` gives a place that the next may be read into. */
export type SizedChunks = (weight: Weight, bytes: number, buffer?: () => Uint8Array) => AsyncIterable<Uint8Array>;

/** A weight as it is compared: what it stands for, and how its bytes are read. */
export interface WeightSubject {
  readonly located: LocatedWeight;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly elements: number;
  readonly dequantizer: Dequantizer | null;
  /** Whether it is a matrix whose reader takes it transposed. */
  readonly isTurned: boolean;
  readonly chunks: SizedChunks;
}

/** Read at once while scales are read. */
const SCALE_CHUNK = 2 ** 20;

/** @throws LatheError what reading its scales throws. */
export async function weightSubject(model: Model, located: LocatedWeight, chunks: SizedChunks): Promise<WeightSubject> {
  const { weight } = located;
  const dequantizer = await dequantizerOf(model, located, each => chunks(each, SCALE_CHUNK));
  const packed = dequantizer?.packed ?? null;
  return {
    located,
    dtype: packed?.dtype ?? weight.dtype,
    shape: packed?.shape ?? weight.shape,
    elements: packed?.elements ?? weight.elements,
    dequantizer,
    isTurned: isTurned(model, located),
    chunks,
  };
}

/** Whether the number of each element is known: no text, no pairs of numbers, no elements left out. */
export function hasNumbers({ located, dtype }: WeightSubject): boolean {
  const { kind } = DTYPES[dtype];
  return located.weight.sparse === null && kind !== 'string' && kind !== 'complex' && kind !== 'none';
}

/** Elements of a weight, `count` at a time and in order, as the numbers they stand for. */
export class NumberFeed {
  readonly #bytes: ByteFeed;
  readonly #reader: RealValues;
  #left: number;

  constructor(
    private readonly subject: WeightSubject,
    private readonly count: number,
    places: Places,
  ) {
    const { located, dtype, dequantizer, elements, chunks } = subject;
    const bytes = packedBytes(dtype, count);
    this.#bytes = new ByteFeed(buffer => chunks(located.weight, bytes, buffer), places);
    this.#reader = new RealValues(dtype, dequantizer);
    this.#left = elements;
  }

  /** The next elements; none at the end. */
  async next(): Promise<Numbers> {
    const count = Math.min(this.count, this.#left);
    if (count === 0) return new Float32Array(0);
    this.#left -= count;
    return this.#reader.decode(await this.#bytes.read(packedBytes(this.subject.dtype, count)), count);
  }

  async close(): Promise<void> {
    await this.#bytes.close();
  }
}

function isTurned(model: Model, { graph, name, weight }: LocatedWeight): boolean {
  if (weight.shape.length < 2) return false;
  for (const { node, position } of modelIndex(model).get(graph)?.uses.get(name) ?? []) {
    if (node.op === 'MatMulNBits') return position === 1;
    if (node.op === 'Gemm' && position < 2) return intAttribute(node, position === 0 ? 'transA' : 'transB', 0) !== 0;
    if (node.op === 'QGemm') return intAttribute(node, position === 0 ? 'transA' : 'transB', 0) !== 0;
    if (node.op === 'Transpose') return (intsAttribute(node, 'perm', null) ?? [1, 0]).join() === '1,0';
  }
  return false;
}
