import path from 'node:path';
import { type BatchDimension, batchAxis, batchDimension } from '../analysis/inputs/batchDimension';
import { chooseDimensions, type DeclaredInput, dimensionName } from '../analysis/inputs/freeDimensions';
import type { DType } from '../model/dtype';
import type { Dimension } from '../model/model';
import type { Tensor } from '../model/tensor';
import type { FreeDimension } from '../shared/reports/measurement';
import { type ArrangedArray, type Arrangement, arrange } from './arrangement';
import { arrayCount, arrayEmpty, arrayMissing, arrayShape, arrayType, inputNotTensor, tooFewForBatch } from './errors';
import { readLabels } from './labels';
import type { LoadOptions } from './loadOptions';
import { type NpzArray, readNpz } from './npz';
import type { Feeds, SampleSet } from './sampleSet';
import { pick, takeAlong } from './tile';
import { usedDimensions } from './usedDimensions';

const LABEL = 'label';

/** An input that can be fed. */
interface TensorInput {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly Dimension[] | null;
  /** Axis of the batch; `null` when the input has none. */
  readonly axis: number | null;
}

/**
 * Samples from an .npz file: one array per input under its name, samples along the first axis, and class indices in
 * `label` where there are any.
 * @throws LatheError naming the array, what was found and what is expected.
 */
export async function npzSamples(
  file: string,
  declared: readonly DeclaredInput[],
  options: LoadOptions,
): Promise<SampleSet> {
  chooseDimensions(declared, options.freeDimensions);
  const batch = batchDimension(declared);
  const rows = rowsPerRun(batch, options.freeDimensions);
  const inputs = declared.map(input => tensorInput(input, batch, options.freeDimensions));
  // The model's own batch may be larger than the number asked for.
  const wanted = Math.max(options.most, rows);
  const contents = await readNpz(file, (name, shape) => {
    if (name === LABEL && !inputs.some(input => input.name === LABEL)) return Number.POSITIVE_INFINITY;
    const input = inputs.find(each => each.name === name);
    if (input === undefined) return null;
    return arrange(input.shape, input.axis, shape) === 'shared' ? Number.POSITIVE_INFINITY : wanted;
  });
  const arrays = inputs.map(input => {
    const array = contents.arrays.get(input.name);
    if (array === undefined) throw arrayMissing(file, input.name, contents.names);
    return arranged(file, input, array);
  });
  const available = sampleCount(file, arrays);
  const perRun = arrays.some(({ arrangement }) => arrangement === 'rows') ? rows : 1;
  const count = Math.floor(Math.min(available, wanted) / perRun);
  if (count === 0) throw tooFewForBatch(file, available, perRun);
  const labels = inputs.some(input => input.name === LABEL) ? undefined : contents.arrays.get(LABEL);
  const at = (index: number): Feeds =>
    new Map(arrays.map(array => [array.input, ofRun(array, index, perRun)] as const));
  return {
    source: { kind: 'samples', file: path.basename(file), available, used: count * perRun },
    count,
    rows: perRun,
    labels: labels === undefined ? null : readLabels(file, LABEL, labels.tensor, available).slice(0, count * perRun),
    freeDimensions: usedDimensions(file, declared, at(0)),
    at,
    batch: size => new Map(arrays.map(array => [array.input, ofBatch(array, axisOf(inputs, array), size)] as const)),
  };
}

/** Samples in one run: what the model is fixed at, what was asked for, else one. */
function rowsPerRun(batch: BatchDimension, asked: readonly FreeDimension[]): number {
  if (batch.kind === 'fixed') return Math.max(1, batch.size);
  if (batch.kind === 'none') return 1;
  return Math.max(1, asked.findLast(({ name }) => batch.names.includes(name))?.value ?? 1);
}

function tensorInput(input: DeclaredInput, batch: BatchDimension, asked: readonly FreeDimension[]): TensorInput {
  if (input.type?.kind !== 'tensor') throw inputNotTensor(input.name);
  const axis = batchAxis(input, batch);
  const shape =
    input.type.shape?.map((size, at) => {
      const name = dimensionName(input.name, at, size);
      return at === axis ? size : (asked.findLast(each => each.name === name)?.value ?? size);
    }) ?? null;
  return { name: input.name, dtype: input.type.dtype, shape, axis };
}

function arranged(file: string, input: TensorInput, { tensor, rows }: NpzArray): ArrangedArray {
  if (tensor.dtype !== input.dtype) throw arrayType(file, input.name, tensor.dtype, input.dtype);
  const shape = tensor.shape.length === 0 ? [] : tensor.shape.with(0, rows);
  const arrangement: Arrangement | null = arrange(input.shape, input.axis, shape);
  if (arrangement === null) throw arrayShape(file, input.name, shape, input.shape ?? []);
  return { input: input.name, arrangement, tensor, available: arrangement === 'shared' ? 1 : rows };
}

/** Samples in the file: the same in every array but the shared ones. */
function sampleCount(file: string, arrays: readonly ArrangedArray[]): number {
  const counted = arrays.filter(({ arrangement }) => arrangement !== 'shared');
  const [first] = counted;
  if (first === undefined) return 1;
  for (const { input, available } of counted) {
    if (available === 0) throw arrayEmpty(file, input);
    if (available !== first.available) throw arrayCount(file, input, available, first.input, first.available);
  }
  return first.available;
}

function ofRun({ tensor, arrangement }: ArrangedArray, index: number, rows: number): Tensor {
  if (arrangement === 'shared') return tensor;
  return arrangement === 'stacked' ? pick(tensor, index) : takeAlong(tensor, 0, index * rows, rows);
}

function ofBatch({ tensor, arrangement }: ArrangedArray, axis: number | null, size: number): Tensor {
  if (arrangement === 'rows') return takeAlong(tensor, 0, 0, size);
  const one = arrangement === 'stacked' ? pick(tensor, 0) : tensor;
  return axis === null ? one : takeAlong(one, axis, 0, size);
}

function axisOf(inputs: readonly TensorInput[], array: ArrangedArray): number | null {
  return inputs.find(({ name }) => name === array.input)?.axis ?? null;
}
