import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { compareTensors } from '../../compression/comparison/compareTensors';
import { type EndNames, renamedSession } from '../../compression/comparison/renamedSession';
import { type Comparison, compareOutputs } from '../../compression/evaluation/compareOutputs';
import { Scratch } from '../../compression/scratch';
import { comparable, type Tools } from '../../compression/tools';
import type { Compared, ModelDiff } from '../../model/diff/diffModels';
import { pairByName } from '../../model/diff/pairGraphs';
import type { Value } from '../../model/model';
import { freeInputs } from '../../model/valueTypes';
import { findSamples } from '../../prediction/findSamples';
import type { SampleSet } from '../../prediction/sampleSet';
import { DEFAULT_SEED, loadSamples } from '../../prediction/samples';
import { LatheError } from '../../shared/errors';
import type { CompareRequest, JobContext } from '../../shared/protocol/jobs';
import type { OutputComparison, TensorError } from '../../shared/reports/compareReport';
import { cancellation } from '../cancellation';
import type { RuntimeProvider } from '../jobHandler';
import type { OpenedOnnx } from '../openOnnx';
import { comparedTypes } from './comparedTypes';
import { exposedPairs } from './exposedPairs';

export interface RunComparison {
  readonly outputs: OutputComparison | null;
  /** Full sentences. */
  readonly warnings: readonly string[];
  /** The runtime's name for itself, `null` when it was not needed. */
  readonly runtime: string | null;
}

export interface OpenedPair {
  readonly a: OpenedOnnx;
  readonly b: OpenedOnnx;
}

/** Answers are compared on this many samples when there are, in about this time. */
const MOST_COMPARED = 500;
const COMPARING_MS = 30_000;
const LEAST_RUNS = 4;

/** Values inside the models are compared on this many runs. */
const TENSOR_RUNS = 4;

/** Failures to run that leave the rest of a comparison worth having. */
const TOLD_KINDS = new Set(['runtime', 'unsupported', 'environment']);

/**
 * Runs both models on the same inputs, if asked to: compares what they answer, then every value that both make.
 * @throws LatheError about the samples; that a model does not run is a warning.
 */
export async function compareRuns(
  models: OpenedPair,
  diff: ModelDiff,
  request: CompareRequest,
  context: JobContext,
  runtimeProvider: RuntimeProvider,
): Promise<RunComparison> {
  if (request.run === 'never') return { outputs: null, warnings: [], runtime: null };
  if (request.run === 'samples' && (await findSamples(request.a, request.data)) === null) {
    const warning = `There are no samples beside ${models.a.source.name}, so the models were not run.`;
    return { outputs: null, warnings: [warning], runtime: null };
  }
  const inputs = freeInputs(models.a.model.graph);
  const options = { freeDimensions: request.freeDimensions, most: MOST_COMPARED, seed: DEFAULT_SEED };
  const samples = await loadSamples(request.a, inputs, request.data, options);
  const runtime = await runtimeProvider();
  const scratch = (model: OpenedOnnx, side: string): Scratch => {
    const place = path.join(os.tmpdir(), `model-lathe-compare-${process.pid}-${side}.onnx`);
    return new Scratch(place, model.path, context.announceTemporary);
  };
  const scratches = { a: scratch(models.a, 'a'), b: scratch(models.b, 'b') };
  const tools: Tools = {
    runtime,
    threads: request.threads,
    clock: () => performance.now(),
    scratch: scratches.a,
    progress: context.progress,
    checkCancelled: cancellation(context.signal),
  };
  try {
    const { outputs, warnings } = await runBoth({ ...models, scratches, diff, samples, request }, tools);
    return { outputs, warnings: [...syntheticWarning(samples), ...warnings], runtime: runtime.name };
  } catch (thrown) {
    if (!(thrown instanceof LatheError) || !TOLD_KINDS.has(thrown.info.kind)) throw thrown;
    const file = thrown.info.file === undefined ? '' : `${path.basename(thrown.info.file)}: `;
    const warning = `The models could not be compared by running them. ${file}${thrown.info.message}`;
    return { outputs: null, warnings: [warning], runtime: runtime.name };
  } finally {
    for (const each of Object.values(scratches)) await each.clear();
  }
}

interface Work extends OpenedPair {
  readonly scratches: { readonly a: Scratch; readonly b: Scratch };
  readonly diff: ModelDiff;
  readonly samples: SampleSet;
  readonly request: CompareRequest;
}

async function runBoth(
  work: Work,
  tools: Tools,
): Promise<{ readonly outputs: OutputComparison; readonly warnings: readonly string[] }> {
  const { samples, request } = work;
  const names = endNames(work);
  const comparison = await answers(work, names, tools);
  const { tensors, tensorSamples } = await tensorErrors(work, names, tools);
  const { tolerance } = request;
  const first = tensors.findIndex(({ relativeError, notFinite }) => relativeError > tolerance || notFinite > 0);
  return {
    outputs: {
      data: samples.source,
      freeDimensions: samples.freeDimensions,
      samples: comparison.samples,
      fidelity: comparison.fidelity,
      accuracy: accuracyOf(comparison),
      tensors,
      tensorSamples,
      tolerance,
      firstDifference: first === -1 ? null : first,
    },
    warnings: comparison.warnings,
  };
}

async function answers({ a, b, samples }: Work, names: EndNames, tools: Tools): Promise<Comparison> {
  tools.progress({ phase: 'Comparing answers', fraction: 0 });
  const one = await tools.runtime.open(a.path, comparable(tools.threads));
  try {
    const other = await tools.runtime.open(b.path, comparable(tools.threads));
    try {
      const patience = { runs: LEAST_RUNS, milliseconds: COMPARING_MS };
      return await compareOutputs(one, renamedSession(other, names), samples, patience, tools);
    } finally {
      await other.release();
    }
  } finally {
    await one.release();
  }
}

async function tensorErrors(
  { a, b, scratches, diff, samples }: Work,
  names: EndNames,
  tools: Tools,
): Promise<Pick<OutputComparison, 'tensors' | 'tensorSamples'>> {
  const dimensions = new Map(samples.freeDimensions.map(({ name, value }) => [name, value]));
  const sized = async (opened: OpenedOnnx): Promise<Compared> => {
    return { model: opened.model, types: await comparedTypes(opened, dimensions), macs: () => null };
  };
  const pairs = exposedPairs(diff.matched, await sized(a), await sized(b));
  const runs = { count: Math.min(TENSOR_RUNS, samples.count), at: (index: number) => samples.at(index) };
  const exposable = { a: { ...a, scratch: scratches.a }, b: { ...b, scratch: scratches.b } };
  const found = await compareTensors(exposable.a, exposable.b, pairs, names, runs, tools);
  const tensors = pairs.flatMap(({ a: name, ends }): readonly TensorError[] => {
    const fidelity = found.get(name);
    if (fidelity === undefined) return [];
    const { sqnrDb, largestError, notFinite } = fidelity;
    const relativeError = sqnrDb === null ? 0 : 10 ** (-sqnrDb / 20);
    return [{ ...ends, sqnrDb, relativeError, largestError, notFinite }];
  });
  return { tensors, tensorSamples: runs.count * samples.rows };
}

/** What B calls A's inputs and outputs: the same, or what stands at the same place. */
function endNames({ a, b }: OpenedPair): EndNames {
  const pairs = (one: readonly Value[], other: readonly Value[]): EndNames['inputs'] =>
    pairByName(one, other).map(([i, j]) => [one[i]?.name ?? '', other[j]?.name ?? ''] as const);
  return {
    inputs: pairs(freeInputs(a.model.graph), freeInputs(b.model.graph)),
    outputs: pairs(a.model.graph.outputs, b.model.graph.outputs),
  };
}

function accuracyOf({ accuracy }: Comparison): OutputComparison['accuracy'] {
  if (accuracy === null) return null;
  const { samples, source, target, output } = accuracy;
  return { samples, a: source, b: target, output };
}

function syntheticWarning({ source }: SampleSet): readonly string[] {
  if (source.kind !== 'synthetic') return [];
  return ['Both models were run on made-up inputs: the figures say how far they agree, not how good either is.'];
}
