import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { batchAxis, batchDimension } from '../analysis/inputs/batchDimension';
import { type DeclaredInput, dimensionName } from '../analysis/inputs/freeDimensions';
import { readTensorProto } from '../formats/onnx/readTensorProto';
import type { Tensor } from '../model/tensor';
import { LatheError } from '../shared/errors';
import { admits } from './arrangement';
import {
  arrayEmpty,
  arrayShape,
  arrayType,
  dataUnreadable,
  inputNotTensor,
  testDataCount,
  testDataTooLarge,
} from './errors';
import { TEST_DATA_BYTES } from './limits';
import type { LoadOptions } from './loadOptions';
import type { Feeds, SampleSet } from './sampleSet';
import { takeAlong } from './tile';
import { usedDimensions } from './usedDimensions';

/**
 * Samples from ONNX test data: each `test_data_set_*` is one run, `input_K.pb` the K-th input as a TensorProto.
 * @throws LatheError naming the file, what was found and what is expected.
 */
export async function testDataSamples(
  folder: string,
  sets: readonly string[],
  inputs: readonly DeclaredInput[],
  options: LoadOptions,
): Promise<SampleSet> {
  const runs: Feeds[] = [];
  const batch = batchDimension(inputs);
  const axes = new Map(inputs.map(input => [input.name, batchAxis(input, batch)]));
  for (const set of sets.slice(0, options.most)) {
    const run = await readSet(set, inputs, options);
    for (const [name, { shape }] of run) {
      const axis = axes.get(name) ?? null;
      if (axis !== null && shape[axis] === 0) throw arrayEmpty(set, name);
    }
    runs.push(run);
  }
  const [first] = runs;
  if (first === undefined) throw testDataCount(folder, 0, inputs.length);
  const [batched] = inputs.filter(({ name }) => axes.get(name) !== null);
  const rows = batched === undefined ? 1 : (first.get(batched.name)?.shape[axes.get(batched.name) ?? 0] ?? 1);
  return {
    source: { kind: 'test-data', folder: path.basename(folder), available: sets.length, used: runs.length },
    count: runs.length,
    rows,
    labels: null,
    freeDimensions: usedDimensions(folder, inputs, first),
    at: index => runs[index] ?? first,
    batch: size => new Map(Array.from(first, ([name, tensor]) => [name, along(tensor, axes.get(name) ?? null, size)])),
  };
}

function along(tensor: Tensor, axis: number | null, size: number): Tensor {
  return axis === null ? tensor : takeAlong(tensor, axis, 0, size);
}

async function readSet(folder: string, inputs: readonly DeclaredInput[], options: LoadOptions): Promise<Feeds> {
  const files = (await filesIn(folder)).filter(name => /^input_\d+\.pb$/.test(name));
  if (files.length !== inputs.length) throw testDataCount(folder, files.length, inputs.length);
  const feeds = new Map<string, Tensor>();
  for (const [index, input] of inputs.entries()) {
    const file = path.join(folder, `input_${index}.pb`);
    feeds.set(input.name, fits(file, input, await readTensor(file), options));
  }
  return feeds;
}

async function filesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    throw dataUnreadable(folder, cause);
  }
}

async function readTensor(file: string): Promise<Tensor> {
  try {
    const { size } = await stat(file);
    if (size > TEST_DATA_BYTES) throw testDataTooLarge(file, size, TEST_DATA_BYTES);
    return readTensorProto(await readFile(file));
  } catch (cause) {
    throw cause instanceof LatheError ? cause.inFile(file) : dataUnreadable(file, cause);
  }
}

function fits(file: string, input: DeclaredInput, tensor: Tensor, options: LoadOptions): Tensor {
  if (input.type?.kind !== 'tensor') throw inputNotTensor(input.name);
  const { dtype, shape } = input.type;
  if (tensor.dtype !== dtype) throw arrayType(file, input.name, tensor.dtype, dtype);
  const wanted = shape?.map((size, axis) => {
    const name = dimensionName(input.name, axis, size);
    return options.freeDimensions.findLast(each => each.name === name)?.value ?? size;
  });
  if (wanted !== undefined && !admits(wanted, tensor.shape)) throw arrayShape(file, input.name, tensor.shape, wanted);
  return tensor;
}
