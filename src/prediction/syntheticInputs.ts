import { batchDimension } from '../analysis/inputs/batchDimension';
import { chooseDimensions, type DeclaredInput, feedShape } from '../analysis/inputs/freeDimensions';
import { seededRandom } from '../analysis/random';
import type { Tensor } from '../model/tensor';
import { bytesPerElement, isNumericType, product } from '../model/tensorData';
import type { FreeDimension } from '../shared/reports/measurement';
import { inputNotGenerated, inputNotTensor, inputTooLarge } from './errors';
import { SYNTHETIC_BYTES, SYNTHETIC_RUNS } from './limits';
import type { LoadOptions } from './loadOptions';
import type { Feeds, SampleSet } from './sampleSet';
import { syntheticData } from './syntheticValues';

/**
 * Inputs made up to the declared shapes and types: the same for the same seed. They exercise the model and say nothing
 * about its answers.
 * @throws LatheError for inputs that are no tensors or too large, and dimensions that no input has.
 */
export function syntheticInputs(inputs: readonly DeclaredInput[], options: LoadOptions): SampleSet {
  const chosen = chooseDimensions(inputs, options.freeDimensions);
  const batch = batchDimension(inputs);
  const rows = batch.kind === 'fixed' ? batch.size : (chosen.find(({ name }) => isBatch(name))?.value ?? 1);
  const count = Math.max(1, Math.min(SYNTHETIC_RUNS, Math.floor(options.most / Math.max(1, rows))));
  function isBatch(name: string): boolean {
    return batch.kind === 'free' && batch.names.includes(name);
  }
  function make(index: number, dimensions: readonly FreeDimension[]): Feeds {
    return new Map(
      inputs.map((input, place) => [input.name, syntheticTensor(input, dimensions, options.seed + 31 * index + place)]),
    );
  }
  return {
    source: { kind: 'synthetic', used: count * rows, seed: options.seed },
    count,
    rows,
    labels: null,
    freeDimensions: chosen,
    at: index => make(index, chosen),
    batch: size =>
      make(
        0,
        chosen.map(each => (isBatch(each.name) ? { ...each, value: size } : each)),
      ),
  };
}

function syntheticTensor(input: DeclaredInput, dimensions: readonly FreeDimension[], seed: number): Tensor {
  if (input.type?.kind !== 'tensor') throw inputNotTensor(input.name);
  const { dtype } = input.type;
  const shape = feedShape(input, dimensions);
  const elements = product(shape);
  if (dtype !== 'string' && !isNumericType(dtype)) throw inputNotGenerated(input.name, dtype);
  const bytes = elements * (dtype === 'string' ? 1 : bytesPerElement(dtype));
  if (bytes > SYNTHETIC_BYTES) throw inputTooLarge(input.name, shape, SYNTHETIC_BYTES);
  return { dtype, shape, data: syntheticData(input.name, dtype, shape, seededRandom(seed)) };
}
