import { DTYPES } from '../../../model/dtype';
import type { Model } from '../../../model/model';
import type { LocatedWeight } from '../../../model/modelIndex';
import { type ChunksOf, dequantizerOf } from '../dequantizer';
import { matrixNotFinite, matrixTooLarge, noMatrix, notMeasurable, tooManyMatrices, wrongCount } from '../errors';
import { matrixLayout } from '../matrixLayout';
import { exponentOf } from '../moments';
import { RealValues } from '../realValues';
import type { Matrix } from './matrix';

/** Elements of a weight that are held at once: half a gigabyte of float64. */
const MOST_ELEMENTS = 2 ** 26;

/** Matrices in one weight; those of experts are hundreds. */
const MOST_MATRICES = 2 ** 14;

/** The matrices of a weight by its real values, divided by `unit`, a power of two. */
export interface WeightMatrices {
  readonly matrices: readonly Matrix[];
  readonly unit: number;
}

/**
 * Reads a weight as the matrices its operators multiply with; without one that says so, the first axis by all others.
 * @throws LatheError `weights.noMatrix` for vectors and sparse tensors, `weights.matrixTooLarge`,
 * `weights.matrixNotFinite`, `weights.notMeasurable`, and whatever reading throws
 */
export async function weightMatrices(
  model: Model,
  located: LocatedWeight,
  chunksOf: ChunksOf,
): Promise<WeightMatrices> {
  const { weight, name } = located;
  if (!isMatrix(located)) throw noMatrix(name);
  const { kind } = DTYPES[weight.dtype];
  if (kind === 'string' || kind === 'complex' || kind === 'none') throw notMeasurable(name, weight.dtype);
  const dequantizer = await dequantizerOf(model, located, chunksOf);
  const { dtype, shape, elements } = dequantizer?.packed ?? weight;
  if (elements > MOST_ELEMENTS) throw matrixTooLarge(name, elements, MOST_ELEMENTS);
  const reader = new RealValues(dtype, dequantizer);
  const isNarrow = DTYPES[dtype].kind === 'float' && DTYPES[dtype].bits <= 32 && dequantizer === null;
  const values = isNarrow ? new Float32Array(elements) : new Float64Array(elements);
  let seen = 0;
  for await (const chunk of chunksOf(weight)) {
    const count = Math.min(Math.floor((chunk.length * 8) / DTYPES[dtype].bits), elements - seen);
    values.set(reader.decode(chunk, count), seen);
    seen += count;
  }
  if (seen !== elements) throw wrongCount(name, elements, seen);
  const unit = normalize(name, values);
  const layout = matrixLayout(model, located, shape);
  const rows = layout?.rows ?? shape[0] ?? 1;
  const columns = layout?.columns ?? elements / rows;
  const count = layout?.matrices ?? 1;
  if (count > MOST_MATRICES) throw tooManyMatrices(name, count, MOST_MATRICES);
  const matrices = Array.from({ length: count }, (_, k) => ({
    rows,
    columns,
    values: values.subarray(k * rows * columns, (k + 1) * rows * columns),
  }));
  return { matrices, unit };
}

/** Whether a weight has a rank to tell: at least two axes that are longer than 1, all elements stored. */
export function isMatrix({ weight }: LocatedWeight): boolean {
  const { sparse, shape, elements } = weight;
  return sparse === null && elements > 0 && shape.filter(size => size > 1).length >= 2;
}

/** Divides float64 values by the power of two that keeps their squares in range; float32 ones need none. */
function normalize(name: string, values: Float32Array | Float64Array): number {
  let largest = 0;
  for (const x of values) {
    if (!Number.isFinite(x)) throw matrixNotFinite(name);
    largest = Math.max(largest, Math.abs(x));
  }
  if (values instanceof Float32Array) return 1;
  const unit = 2 ** exponentOf(largest);
  for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) / unit;
  return unit;
}
