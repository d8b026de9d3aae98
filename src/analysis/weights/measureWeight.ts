import type { DType } from '../../model/dtype';
import { DTYPES } from '../../model/dtype';
import type { Model } from '../../model/model';
import type { LocatedWeight } from '../../model/modelIndex';
import type { CodeFigures, WeightFigures } from '../../shared/reports/weightReport';
import { CodeCounts, isCountable } from './codeCounts';
import { type ChunksOf, type Dequantizer, dequantizerOf } from './dequantizer';
import { notMeasurable, wrongCount } from './errors';
import { Float32Measure } from './float32Measure';
import { measureFloat64 } from './float64Measure';
import { FloatPieces, type GroupedScales, groupedScales } from './floatPieces';
import { type Workspace, withWorkspace } from './kernels/workspace';
import { matrixLayout } from './matrixLayout';
import type { Measured } from './measuredWeight';
import { type MeasureOptions, measureOccurrences } from './occurrences';
import { CHUNK_BYTES, Pieces } from './pieces';
import { RealValues } from './realValues';
import { type StructureWatch, structureWatch } from './structureWatch';

/** A weight as it is measured: fields of MatMulNBits blobs count as elements of their own. */
interface Subject {
  readonly name: string;
  readonly dtype: DType;
  readonly elements: number;
  /** Elements that the file holds; the others are zeros of a sparse tensor. */
  readonly stored: number;
  readonly dequantizer: Dequantizer | null;
  readonly chunks: (buffer: () => Uint8Array) => AsyncIterable<Uint8Array>;
  readonly watch: StructureWatch | null;
}

/**
 * Figures of one weight. Types of up to 16 bits are read once, wider ones twice or more.
 * @throws LatheError `weights.notMeasurable` for text and complex numbers, and whatever reading throws.
 */
export function measureWeight(
  model: Model,
  located: LocatedWeight,
  chunksOf: ChunksOf,
  options: MeasureOptions,
): Promise<WeightFigures> {
  return withWorkspace(workspace => measureIn(workspace, model, located, chunksOf, options));
}

/** The same in a given workspace. */
export async function measureIn(
  workspace: Workspace,
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
  const dtype = packed?.dtype ?? weight.dtype;
  const shape = packed?.shape ?? weight.shape;
  const layout = matrixLayout(model, located, shape);
  const subject: Subject = {
    name,
    dtype,
    elements,
    stored: weight.sparse?.stored ?? elements,
    dequantizer,
    chunks: buffer => chunksOf(weight, buffer),
    watch: structureWatch(workspace, layout, weight, dtype, dequantizer),
  };
  const { measured, codes } = await measure(workspace, subject, options);
  const structure = (await subject.watch?.finish(chunksOf)) ?? null;
  const dequantized = dequantizer !== null && dequantizer.scales !== null;
  return { graph, name, dtype, shape, elements, bytes: weight.bytes, ...measured, dequantized, codes, structure };
}

/** Fewer elements than tables and kernels are worth: a model has thousands of biases. */
const MOST_LISTED = 1000;

interface Figures {
  readonly measured: Measured;
  readonly codes: CodeFigures | null;
}

async function measure(workspace: Workspace, subject: Subject, options: MeasureOptions): Promise<Figures> {
  const { dtype, dequantizer } = subject;
  if (dequantizer === null && subject.stored <= MOST_LISTED) {
    return { measured: await measureListed(subject, options), codes: null };
  }
  if (isCountable(dtype, dequantizer?.groups ?? null)) return countCodes(workspace, subject, options);
  if (dtype === 'float32' && dequantizer === null) {
    return { measured: await measureFloat32(workspace, subject, options), codes: null };
  }
  const grouped = groupedScales(dequantizer);
  if (grouped !== null && isCountable(dtype, null)) return measureGrouped(workspace, subject, grouped, options);
  const numbers = (how: Dequantizer | null) => () => numbersOf(subject, how);
  const leftOut = subject.elements - subject.stored;
  const measured = await measureFloat64(numbers(dequantizer), leftOut, options, values =>
    subject.watch?.numbers(values),
  );
  if (dequantizer === null) return { measured, codes: null };
  if (isCountable(dtype, null)) {
    const { codes } = await countCodes(
      workspace,
      { ...subject, watch: null, dequantizer: { ...dequantizer, groups: null } },
      options,
    );
    return { measured, codes };
  }
  return { measured, codes: codeFigures(await measureFloat64(numbers(null), leftOut, options, () => {}), null) };
}

/** By the definitions, number by number. */
async function measureListed(subject: Subject, options: MeasureOptions): Promise<Measured> {
  const listed: number[] = [];
  for await (const values of numbersOf(subject, null)) {
    subject.watch?.numbers(values);
    for (const value of values) listed.push(value);
  }
  const leftOut = subject.elements - subject.stored;
  return measureOccurrences(
    {
      each(take) {
        for (const value of listed) take(value, value, 1);
        if (leftOut > 0) take(0, 0, leftOut);
      },
    },
    options,
  );
}

async function countCodes(workspace: Workspace, subject: Subject, options: MeasureOptions): Promise<Figures> {
  const { dtype, dequantizer } = subject;
  const counts = new CodeCounts(workspace, dtype, dequantizer?.groups ?? null);
  await eachPiece(workspace, subject, (at, count) => {
    counts.add(at, count);
    subject.watch?.piece(at, count);
  });
  const totals = counts.finish();
  totals.addZeros(subject.elements - subject.stored);
  const measured = measureOccurrences(totals.occurrences(dequantizer), options);
  if (dequantizer === null) return { measured, codes: null };
  const stored = totals.stored();
  return { measured, codes: codeFigures(measureOccurrences(stored.occurrences(null), options), stored.levels()) };
}

function codeFigures(
  { min, max, mean, std, histogram, percentiles, zeros }: Measured,
  levels: number | null,
): CodeFigures {
  return { min, max, mean, std, histogram, percentiles, zeros, levels };
}

async function measureFloat32(workspace: Workspace, subject: Subject, options: MeasureOptions): Promise<Measured> {
  const leftOut = subject.elements - subject.stored;
  const first = new Float32Measure(workspace, subject.stored);
  await eachPiece(workspace, subject, (at, count) => {
    first.count(at, count);
    subject.watch?.piece(at, count);
  });
  first.addZeros(leftOut);
  const second = first.secondPass(leftOut, options);
  if (second === null) return first.nothing();
  if (!second.isDone) await eachPiece(workspace, subject, (at, count) => second.look(at, count));
  return second.finish();
}

/** More scales than tables serve: the numbers are made, and measured like those of a float32 weight. Reads twice. */
async function measureGrouped(
  workspace: Workspace,
  subject: Subject,
  grouped: GroupedScales,
  options: MeasureOptions,
): Promise<Figures> {
  const counts = new CodeCounts(workspace, subject.dtype, null);
  const floats = new FloatPieces(workspace, subject.dtype, grouped);
  const first = new Float32Measure(workspace, subject.stored);
  const make = floats.pass();
  await eachPiece(workspace, subject, (at, count) => {
    counts.add(at, count);
    const made = make(at, count);
    first.count(made, count);
    subject.watch?.floats(made, count);
  });
  const totals = counts.finish();
  const codes = codeFigures(measureOccurrences(totals.occurrences(null), options), totals.levels());
  const second = first.secondPass(0, options);
  if (second === null) return { measured: first.nothing(), codes };
  if (!second.isDone) {
    const again = floats.pass();
    await eachPiece(workspace, subject, (at, count) => second.look(again(at, count), count));
  }
  return { measured: second.finish(), codes };
}

async function eachPiece(
  workspace: Workspace,
  { name, dtype, stored, chunks }: Subject,
  take: (at: number, count: number) => void,
): Promise<void> {
  const pieces = new Pieces(workspace);
  let seen = 0;
  for await (const chunk of chunks(() => pieces.buffer))
    seen += pieces.each(chunk, DTYPES[dtype].bits, stored - seen, take);
  if (seen !== stored) throw wrongCount(name, stored, seen);
}

async function* numbersOf(
  { name, dtype, stored, chunks }: Subject,
  dequantizer: Dequantizer | null,
): AsyncGenerator<Float64Array> {
  const reader = new RealValues(dtype, dequantizer);
  const buffer = new Uint8Array(Math.min(CHUNK_BYTES, Math.ceil((stored * DTYPES[dtype].bits) / 8)));
  let seen = 0;
  for await (const chunk of chunks(() => buffer)) {
    const count = Math.min(Math.floor((chunk.length * 8) / DTYPES[dtype].bits), stored - seen);
    seen += count;
    const values = reader.decode(chunk, count);
    yield values instanceof Float64Array ? values : new Float64Array(values);
  }
  if (seen !== stored) throw wrongCount(name, stored, seen);
}
