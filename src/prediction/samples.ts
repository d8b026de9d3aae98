import type { DeclaredInput } from '../analysis/inputs/freeDimensions';
import { findSamples } from './findSamples';
import type { LoadOptions } from './loadOptions';
import { npzSamples } from './npzSamples';
import type { SampleSet } from './sampleSet';
import { syntheticInputs } from './syntheticInputs';
import { testDataSamples } from './testDataSamples';

/** Seed of made-up inputs when nobody cares. */
export const DEFAULT_SEED = 1;

/**
 * Inputs to run a model on: from the samples named or found beside it, else made up.
 * @param inputs what a session of the model declares.
 * @param data file or folder; `null` looks beside the model.
 * @throws LatheError naming the array, what was found and what is expected.
 */
export async function loadSamples(
  model: string,
  inputs: readonly DeclaredInput[],
  data: string | null,
  options: LoadOptions,
): Promise<SampleSet> {
  const location = await findSamples(model, data);
  if (location === null) return syntheticInputs(inputs, options);
  if (location.kind === 'npz') return npzSamples(location.file, inputs, options);
  return testDataSamples(location.folder, location.sets, inputs, options);
}
