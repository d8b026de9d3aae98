import { batchDimension } from '../../analysis/inputs/batchDimension';
import { environment } from '../../benchmark/environment';
import { processMemory } from '../../benchmark/memoryMeter';
import { GATE_MARGIN } from '../../compression/gate/margin';
import type { Emission } from '../../compression/graph/emission';
import type { TargetModel } from '../../compression/graph/targetModel';
import { layerOutcomes } from '../../compression/quantization/layerOutcomes';
import { type PlannedModel, planModel } from '../../compression/quantization/planModel';
import { quantizeCommand } from '../../compression/quantization/quantizeCommand';
import { reportWarnings } from '../../compression/quantization/reportWarnings';
import { Scratch } from '../../compression/scratch';
import { comparable } from '../../compression/tools';
import { ResultFiles } from '../../formats/resultFiles';
import type { Runtime } from '../../model/runtime';
import { freeInputs } from '../../model/valueTypes';
import type { SampleSet } from '../../prediction/sampleSet';
import { DEFAULT_SEED, loadSamples } from '../../prediction/samples';
import { quantizationMarkdown } from '../../report/quantizationMarkdown';
import { shellCommand } from '../../report/shellCommand';
import type { JobContext, QuantizeRequest, QuantizeResult } from '../../shared/protocol/jobs';
import type { QuantizationReport } from '../../shared/reports/quantizationReport';
import { formatPercent } from '../../shared/units';
import { cancellation } from '../cancellation';
import { type ProvenModel, writeAndProve } from '../evaluation/proveResult';
import type { RuntimeProvider } from '../jobHandler';
import { openOnnx } from '../openOnnx';
import { phaseProgress } from '../phaseProgress';
import { calibrationSamples } from '../quantization/calibrationSamples';
import { resultTargets } from '../resultTargets';
import { writeResult } from '../writeResult';

/** Answers are compared on this many samples when there are, in about this time; ranges come from as many as were asked for. */
const MOST_COMPARED = 500;
const COMPARING_MS = 30_000;

/** Phases with their usual share of the time. */
const PHASES = [
  ['Opening', 1],
  ['Reading weights', 4],
  ['Calibrating', 20],
  ['Measuring layers', 25],
  ['Trying layers in float', 15],
  ['Writing', 5],
  ['Comparing answers', 15],
  ['Comparing speed', 15],
  ['Comparing sizes', 5],
] as const;

/**
 * Makes `NAME.int8.onnx` of an ONNX model, with `NAME.int8.report.md` and `.json`; the three appear together, once the new model was seen
 * to run. The source is only read.
 * @throws LatheError `quantize.…` when there is nothing to quantize, `result.…` when the result does not run, `job.targetExists`.
 */
export async function quantizeJob(
  request: QuantizeRequest,
  context: JobContext,
  runtimeProvider: RuntimeProvider,
): Promise<QuantizeResult> {
  const began = performance.now();
  const memory = processMemory();
  memory.reset();
  const progress = phaseProgress(PHASES, context);
  progress({ phase: 'Opening', fraction: 0 });
  const targets = await resultTargets(request.model, 'int8', request.out);
  const files = new ResultFiles(request.force, context.announceTemporary);
  for (const target of Object.values(targets)) await files.check(target);
  const scratch = new Scratch(targets.model, request.model, context.announceTemporary);
  const opened = await openOnnx(request.model);
  try {
    const temporary = await files.reserve(targets.model);
    const inputs = freeInputs(opened.model.graph);
    const samples = await loadSamples(request.model, inputs, request.data, {
      freeDimensions: request.freeDimensions,
      most: Math.max(request.samples, MOST_COMPARED),
      seed: DEFAULT_SEED,
    });
    const calibration = calibrationSamples(samples, request.samples);
    const runtime = await runtimeProvider();
    const tools = {
      runtime,
      threads: request.threads,
      clock: () => performance.now(),
      scratch,
      progress,
      checkCancelled: cancellation(context.signal),
    };
    const session = await runtime.open(request.model, comparable(request.threads));
    try {
      const planned = await planModel(opened, request, calibration, tools);
      const batch = batchDimension(inputs).kind === 'none' ? null : samples.rows;
      const patience = { runs: calibration.count, milliseconds: COMPARING_MS };
      const place = { temporary, targets, files };
      const advice = 'Leave out the node that is named with --exclude, or try another --method.';
      const reference = { session, samples, patience, batch, advice };
      const emitted = planned.plan.emit();
      const again = (): Emission => emission(planned.plan.emit().target);
      const proven = await writeAndProve(emission(emitted.target), again, opened, place, reference, tools);
      const layers = layerOutcomes(planned.plan, emitted.noise);
      const used = { runtime, peakMemoryBytes: memory.peak(), seconds: (performance.now() - began) / 1000 };
      // Dynamic quantization takes nothing from samples beforehand: there, all only serve to compare.
      const reported = planned.choice.method === 'static' ? calibration : samples;
      const report = reportOf(request, planned, { ...proven, layers }, reported, used);
      await writeResult(files, targets.markdown, quantizationMarkdown(report));
      await writeResult(files, targets.json, `${JSON.stringify(report, null, 2)}\n`);
      await opened.checkUnchanged();
      await files.commit();
      return { ...targets, report };
    } finally {
      await session.release();
    }
  } catch (cause) {
    await files.abandon();
    throw cause;
  } finally {
    await scratch.clear();
    await opened.close();
  }
}

function emission(target: TargetModel): Emission {
  return { model: target.finish(), payloads: target.payloads };
}

interface Used {
  readonly runtime: Runtime;
  readonly peakMemoryBytes: number;
  readonly seconds: number;
}

function reportOf(
  request: QuantizeRequest,
  { choice, notes }: PlannedModel,
  proven: ProvenModel & Pick<QuantizationReport, 'layers'>,
  samples: SampleSet,
  { runtime, peakMemoryBytes, seconds }: Used,
): QuantizationReport {
  const { source, target, latency, comparison, layers } = proven;
  const { fidelity, accuracy } = comparison;
  const { method } = choice;
  const fidelitySamples = comparison.samples;
  const figures = { source, target, latency, fidelity, fidelitySamples, accuracy, data: samples.source, method };
  return {
    kind: 'quantization',
    schema: 1,
    source,
    target,
    method: choice.method,
    methodReason: choice.reason,
    options: {
      method: request.method,
      ...(choice.method === 'static' ? { calibration: request.calibration } : {}),
      scales: request.perChannel ? 'one for each channel' : 'one for each weight',
      latencyGate: request.latencyGate ? `float where it is over ${formatPercent(GATE_MARGIN, 0)} faster` : 'off',
      exclude: request.exclude.join(', '),
      samples: request.samples,
      threads: request.threads,
    },
    data: samples.source,
    freeDimensions: samples.freeDimensions,
    warnings: [...reportWarnings(figures), ...comparison.warnings, ...notes],
    latency,
    fidelity,
    fidelitySamples: comparison.samples,
    accuracy,
    layers,
    command: shellCommand(quantizeCommand(request, choice.method)),
    peakMemoryBytes,
    seconds,
    environment: environment(runtime.name),
  };
}
