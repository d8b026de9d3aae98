import type { DType } from '../../model/dtype';
import { DTYPES } from '../../model/dtype';
import type { Model } from '../../model/model';
import type { LocatedWeight } from '../../model/modelIndex';
import type { WeightFigures } from '../../shared/reports/weightReport';
import { CodeCounts, isCountable } from './codeCounts';
import { measureCounts } from './countedWeight';
import { type ChunksOf, type Dequantizer, dequantizerOf } from './dequantizer';
import { notMeasurable, wrongCount } from './errors';
import { binsOfFloat32, finiteFloat32, rangeOfFloat32 } from './float32Passes';
import { binsOfFloat64, rangeOfFloat64 } from './float64Passes';
import { type Measured, measuredFrom } from './measuredWeight';
import { addZerosToBins, addZerosToRange, newBins, newRange } from './passes';
import { RealValues } from './realValues';

export interface MeasureOptions {
  readonly bins: number;
  /** Fraction of the largest magnitude. */
  readonly nearZero: number;
}

/** A weight as it is measured: fields of MatMulNBits blobs count as elements of their own. */
interface Subject {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly elements: number;
  /** Elements that the file holds; the others are zeros of a sparse tensor. */
  readonly stored: number;
  readonly dequantizer: Dequantizer | null;
  readonly chunks: () => AsyncIterable<Uint8Array>;
}

/**
 * Figures of one weight. Types of up to 16 bits are read once, wider ones twice.
 * @throws LatheError `weights.notMeasurable` for text and complex numbers, and whatever reading throws.
 */
export async function measureWeight(
  model: Model,
  located: LocatedWeight,
  chunksOf: ChunksOf,
  options: MeasureOptions,
): Promise<WeightFigures> {
  const { graph, name, weight } = located;
  const { kind } = DTYPES[weight.dtype];
  if (kind === 'string' || kind === 'complex' || kind === 'none') throw notMeasurable(name, weight.dtype);
  const dequantizer = await dequantizerOf(model, located, chunksOf);
  const packed = dequantizer?.packed ?? null;
  const elements = packed?.elements ?? weight.elements;
  const subject: Subject = {
    name,
    dtype: packed?.dtype ?? weight.dtype,
    shape: packed?.shape ?? weight.shape,
    elements,
    stored: weight.sparse?.stored ?? elements,
    dequantizer,
    chunks: () => chunksOf(weight),
  };
  const measured = await (isCountable(subject.dtype, dequantizer) ? measureOnce : measureTwice)(subject, options);
  const { dtype, shape } = subject;
  return { graph, name, dtype, shape, elements, bytes: weight.bytes, ...measured };
}

async function measureOnce(subject: Subject, { bins, nearZero }: MeasureOptions): Promise<Measured> {
  const { dtype, dequantizer, stored, elements, name } = subject;
  const counts = new CodeCounts(dtype, dequantizer);
  for await (const chunk of subject.chunks()) counts.add(chunk, stored - counts.elements);
  if (counts.elements !== stored) throw wrongCount(name, stored, counts.elements);
  return measureCounts(counts, dequantizer, elements - stored, bins, nearZero);
}

async function measureTwice(subject: Subject, { bins, nearZero }: MeasureOptions): Promise<Measured> {
  const leftOut = subject.elements - subject.stored;
  const range = newRange();
  for await (const values of numbersOf(subject)) {
    if (values instanceof Float32Array) rangeOfFloat32(values, range);
    else rangeOfFloat64(values, range);
  }
  addZerosToRange(range, leftOut);
  const state = newBins(range, bins, nearZero);
  if (range.finite > 0) {
    const hasOdd = range.nan + range.infinite > 0;
    const counted = { nan: 0, infinite: 0 };
    for await (const values of numbersOf(subject)) {
      if (values instanceof Float32Array) binsOfFloat32(hasOdd ? finiteFloat32(values, counted) : values, state);
      else binsOfFloat64(values, state);
    }
    addZerosToBins(state, leftOut);
  }
  return measuredFrom(range, state, subject.dequantizer?.scales != null);
}

async function* numbersOf({
  name,
  dtype,
  dequantizer,
  stored,
  chunks,
}: Subject): AsyncGenerator<Float32Array | Float64Array> {
  const reader = new RealValues(dtype, dequantizer);
  let seen = 0;
  for await (const chunk of chunks()) {
    const count = Math.min(Math.floor((chunk.length * 8) / DTYPES[dtype].bits), stored - seen);
    seen += count;
    yield reader.decode(chunk, count);
  }
  if (seen !== stored) throw wrongCount(name, stored, seen);
}
