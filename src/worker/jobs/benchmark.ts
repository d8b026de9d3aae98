import path from 'node:path';
import { type BatchDimension, batchDimension } from '../../analysis/inputs/batchDimension';
import { type BenchmarkSettings, measureScenario } from '../../benchmark/benchmark';
import { benchmarkCommand } from '../../benchmark/benchmarkCommand';
import { environment } from '../../benchmark/environment';
import { machineLoad } from '../../benchmark/loadMeter';
import { processMemory } from '../../benchmark/memoryMeter';
import type { BenchmarkInputs, Scenario } from '../../benchmark/scenario';
import { scenarios } from '../../benchmark/scenarios';
import { benchmarkWarnings } from '../../benchmark/warnings';
import { ResultFiles } from '../../formats/resultFiles';
import type { Value } from '../../model/model';
import { printValueType } from '../../model/printType';
import type { Runtime } from '../../model/runtime';
import { storedBytes } from '../../model/storedBytes';
import { freeInputs } from '../../model/valueTypes';
import type { SampleSet } from '../../prediction/sampleSet';
import { DEFAULT_SEED, loadSamples } from '../../prediction/samples';
import { benchmarkMarkdown } from '../../report/benchmarkMarkdown';
import { shellCommand } from '../../report/shellCommand';
import type { BenchmarkRequest, BenchmarkResult, JobContext } from '../../shared/protocol/jobs';
import type { BenchmarkPoint, BenchmarkReport, ValueSummary } from '../../shared/reports/benchmarkReport';
import type { RuntimeProvider } from '../jobHandler';
import { type OpenedOnnx, openOnnx } from '../openOnnx';
import { type Profiling, profileLayers } from '../profile/profileLayers';
import { writeResult } from '../writeResult';

/** Samples that are loaded: enough for the largest usual batch to be made of different ones. */
const SAMPLES = 64;

/**
 * Measures a model by a scenario and, if asked, writes `NAME.benchmark.report.md` and `.json` beside it, in place of
 * those of the last benchmark.
 * @throws LatheError `source.changed` when the file did not stay the same all the while.
 */
export async function benchmarkJob(
  request: BenchmarkRequest,
  context: JobContext,
  runtimeProvider: RuntimeProvider,
): Promise<BenchmarkResult> {
  context.progress({ phase: 'Opening', fraction: 0 });
  const opened = await openOnnx(request.model);
  try {
    if (request.write) {
      const files = new ResultFiles(true, context.announceTemporary);
      for (const target of reportFiles(request.model)) await files.check(target);
    }
    const report = await measure(opened, request, context, runtimeProvider);
    await opened.checkUnchanged();
    return { written: request.write ? await write(request.model, report, context) : [], report };
  } finally {
    await opened.close();
  }
}

async function measure(
  opened: OpenedOnnx,
  request: BenchmarkRequest,
  context: JobContext,
  runtimeProvider: RuntimeProvider,
): Promise<BenchmarkReport> {
  const { model } = opened;
  const declared = freeInputs(model.graph);
  const batch = batchDimension(declared);
  const samples = await loadSamples(request.model, declared, request.data, {
    freeDimensions: request.freeDimensions,
    most: SAMPLES,
    seed: DEFAULT_SEED,
  });
  const inputs = benchmarkInputs(samples, batch);
  const settings: BenchmarkSettings = { ...request, batches: askedBatches(request, batch) };
  const scenario = scenarios[request.scenario];
  const runtime = await runtimeProvider();
  const tools = {
    runtime,
    clock: () => performance.now(),
    memory: processMemory(),
    load: machineLoad,
    signal: context.signal,
  };
  const measured = await measureScenario(request.model, scenario, inputs, settings, tools, context.progress);
  const { profile, warning } = await profiling(
    opened,
    request,
    { inputs, scenario, points: measured.points, runtime },
    context,
  );
  const machine = environment(runtime.name);
  return {
    kind: 'benchmark',
    schema: 2,
    scenario: request.scenario,
    model: { file: path.basename(request.model), bytes: storedBytes(model) },
    inputs: declared.map(valueSummary),
    outputs: model.graph.outputs.map(valueSummary),
    data: samples.source,
    freeDimensions: samples.freeDimensions.filter(({ name }) => !isBatch(batch, name)),
    threads: request.threads,
    targetPrecision: request.targetPrecision,
    warnings: [
      ...benchmarkWarnings({
        scenario,
        batch: inputs.batch,
        asked: request.batches,
        points: measured.points,
        targetPrecision: request.targetPrecision,
        foreignCores: measured.foreignCores,
        threads: request.threads,
        cores: machine.cores,
      }),
      ...(warning === null ? [] : [warning]),
    ],
    points: measured.points,
    profile,
    foreignCores: measured.foreignCores,
    command: shellCommand(benchmarkCommand(request)),
    environment: machine,
  };
}

interface Measured {
  readonly inputs: BenchmarkInputs;
  readonly scenario: Scenario;
  readonly points: readonly BenchmarkPoint[];
  readonly runtime: Runtime;
}

/** The profile of the batch size that does the most samples a second; it comes last, so that nothing of it is in the times. */
async function profiling(
  opened: OpenedOnnx,
  { profile, threads }: BenchmarkRequest,
  { inputs, scenario, points, runtime }: Measured,
  context: JobContext,
): Promise<Profiling | { readonly profile: null; readonly warning: null }> {
  const best = points.toSorted((a, b) => b.samplesPerSecond - a.samplesPerSecond)[0];
  if (!profile || best === undefined) return { profile: null, warning: null };
  const { batch, latency } = best;
  const feeds = inputs.feeds(inputs.batch.kind === 'free' ? batch : null, scenario.feedsInTurn);
  return profileLayers({ opened, runtime, threads, batch, feeds, medianMs: latency.median }, context);
}

function benchmarkInputs(samples: SampleSet, batch: BatchDimension): BenchmarkInputs {
  return {
    batch,
    feeds: (size, most) => {
      if (size !== null && size !== samples.rows) return [samples.batch(size)];
      return Array.from({ length: Math.min(most, samples.count) }, (_, index) => samples.at(index));
    },
  };
}

/** A size given to the batch dimension by name is a batch size. */
function askedBatches(request: BenchmarkRequest, batch: BatchDimension): readonly number[] {
  if (request.batches.length > 0) return request.batches;
  const asked = request.freeDimensions.findLast(({ name }) => isBatch(batch, name));
  return asked === undefined ? [] : [asked.value];
}

function isBatch(batch: BatchDimension, name: string): boolean {
  return batch.kind === 'free' && batch.names.includes(name);
}

function valueSummary({ name, type }: Value): ValueSummary {
  return { name, type: printValueType(type) };
}

function reportFiles(model: string): readonly string[] {
  const { dir, name } = path.parse(path.resolve(model));
  return ['md', 'json'].map(extension => path.join(dir, `${name}.benchmark.report.${extension}`));
}

async function write(model: string, report: BenchmarkReport, context: JobContext): Promise<readonly string[]> {
  context.progress({ phase: 'Writing', fraction: 1 });
  const targets = reportFiles(model);
  const contents = [benchmarkMarkdown(report), `${JSON.stringify(report, null, 2)}\n`];
  const files = new ResultFiles(true, context.announceTemporary);
  try {
    for (const [index, target] of targets.entries()) await writeResult(files, target, contents[index] ?? '');
    await files.commit();
  } catch (cause) {
    await files.abandon();
    throw cause;
  }
  return targets;
}
