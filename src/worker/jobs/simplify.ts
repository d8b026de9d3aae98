import { batchDimension } from '../../analysis/inputs/batchDimension';
import { environment } from '../../benchmark/environment';
import { processMemory } from '../../benchmark/memoryMeter';
import { assembled } from '../../compression/graph/assembled';
import type { Emission } from '../../compression/graph/emission';
import { Workpiece } from '../../compression/graph/workpiece';
import { choosePasses } from '../../compression/optimization/choosePasses';
import { simplifyCommand } from '../../compression/optimization/simplifyCommand';
import { changeCount, simplifyGraph } from '../../compression/optimization/simplifyGraph';
import { simplifyWarnings } from '../../compression/optimization/simplifyWarnings';
import { Scratch } from '../../compression/scratch';
import { comparable, type Tools } from '../../compression/tools';
import { ResultFiles } from '../../formats/resultFiles';
import type { DType } from '../../model/dtype';
import type { Graph } from '../../model/model';
import { freeInputs } from '../../model/valueTypes';
import type { SampleSet } from '../../prediction/sampleSet';
import { DEFAULT_SEED, loadSamples } from '../../prediction/samples';
import { shellCommand } from '../../report/shellCommand';
import { simplificationMarkdown } from '../../report/simplificationMarkdown';
import type { JobContext, SimplifyRequest, SimplifyResult } from '../../shared/protocol/jobs';
import type { Simplification, SimplificationReport } from '../../shared/reports/simplificationReport';
import { cancellation } from '../cancellation';
import { plainError } from '../evaluation/plainError';
import { type ProvenModel, type Reference, writeAndProve } from '../evaluation/proveResult';
import type { RuntimeProvider } from '../jobHandler';
import { type OpenedOnnx, openOnnx } from '../openOnnx';
import { phaseProgress } from '../phaseProgress';
import { resultTargets } from '../resultTargets';
import { writeResult } from '../writeResult';

/** Answers are compared on this many samples when there are, in about this time. */
const MOST_COMPARED = 500;
const COMPARING_MS = 30_000;
/** Runs that are compared whatever they take. */
const LEAST_RUNS = 4;

/** Phases with their usual share of the time. */
const PHASES = [
  ['Opening', 1],
  ['Simplifying', 30],
  ['Writing', 10],
  ['Comparing answers', 30],
  ['Comparing speed', 20],
  ['Comparing sizes', 9],
] as const;

const ADVICE = 'Find the simplification that breaks it with --only, and leave that out with --skip.';

/**
 * Makes `NAME.simplified.onnx` of an ONNX model, with `NAME.simplified.report.md` and `.json`; the three appear together, once the
 * new model was seen to run. Writes nothing when there is nothing to simplify. The source is only read.
 * @throws LatheError `simplify.…` when what was asked for cannot be done, `result.…` when the result does not run, `job.targetExists`.
 */
export async function simplifyJob(
  request: SimplifyRequest,
  context: JobContext,
  runtimeProvider: RuntimeProvider,
): Promise<SimplifyResult> {
  const began = performance.now();
  const memory = processMemory();
  memory.reset();
  const progress = phaseProgress(PHASES, context);
  progress({ phase: 'Opening', fraction: 0 });
  const passes = choosePasses(request.only, request.skip, request);
  const targets = await resultTargets(request.model, 'simplified', request.out);
  const files = new ResultFiles(request.force, context.announceTemporary);
  for (const target of Object.values(targets)) await files.check(target);
  const scratch = new Scratch(targets.model, request.model, context.announceTemporary);
  const opened = await openOnnx(request.model);
  try {
    const runtime = await runtimeProvider();
    const tools: Tools = {
      runtime,
      threads: request.threads,
      clock: () => performance.now(),
      scratch,
      progress,
      checkCancelled: cancellation(context.signal),
    };
    const inputs = freeInputs(opened.model.graph);
    const work = new Workpiece(opened.skeleton, opened.files);
    const simplification = await simplifyGraph(work, opened.source, passes, request, tools);
    if (changeCount(simplification) === 0) {
      await opened.checkUnchanged();
      return { kind: 'unchanged', file: opened.source.name, simplification };
    }
    const temporary = await files.reserve(targets.model);
    const samples = await loadSamples(request.model, inputs, request.data, {
      freeDimensions: request.freeDimensions,
      most: MOST_COMPARED,
      seed: DEFAULT_SEED,
    });
    const batch = batchDimension(inputs).kind === 'none' ? null : samples.rows;
    const patience = { runs: LEAST_RUNS, milliseconds: COMPARING_MS };
    const emit = (): Emission => assembled(work, opened.source);
    const place = { temporary, targets, files };
    const proven = await proveBeside({ samples, patience, batch, advice: ADVICE }, emit, opened, place, tools);
    const figures = { ...proven, simplification, samples };
    const used = { runtime: runtime.name, peakMemoryBytes: memory.peak(), seconds: (performance.now() - began) / 1000 };
    const report = reportOf(request, figures, opened.model.graph, used);
    await writeResult(files, targets.markdown, simplificationMarkdown(report));
    await writeResult(files, targets.json, `${JSON.stringify(report, null, 2)}\n`);
    await opened.checkUnchanged();
    await files.commit();
    return { kind: 'written', ...targets, report };
  } catch (cause) {
    await files.abandon();
    throw cause;
  } finally {
    await scratch.clear();
    await opened.close();
  }
}

interface Compared extends ProvenModel {
  readonly plainError: number | null;
}

/** Runs source and result side by side, and once more as they are written where answers differ. */
async function proveBeside(
  reference: Omit<Reference, 'session'>,
  emit: () => Emission,
  opened: OpenedOnnx,
  place: Parameters<typeof writeAndProve>[3],
  tools: Tools,
): Promise<Compared> {
  const session = await tools.runtime.open(opened.path, comparable(tools.threads));
  try {
    // A source that fails on these inputs is not the result's fault.
    await session.run(reference.samples.at(0));
    const proven = await writeAndProve(emit(), emit, opened, place, { ...reference, session }, tools);
    const isSame = proven.comparison.fidelity.every(({ sqnrDb, notFinite }) => sqnrDb === null && notFinite === 0);
    const plain = isSame ? null : await plainError(opened.path, proven.subject, reference.samples.at(0), tools);
    return { ...proven, plainError: plain };
  } finally {
    await session.release();
  }
}

interface Figures extends Compared {
  readonly simplification: Simplification;
  readonly samples: SampleSet;
}

interface Used {
  readonly runtime: string;
  readonly peakMemoryBytes: number;
  readonly seconds: number;
}

function reportOf(request: SimplifyRequest, figures: Figures, graph: Graph, used: Used): SimplificationReport {
  const { source, target, latency, comparison, simplification, samples, plainError } = figures;
  const { fidelity, accuracy } = comparison;
  const judged = { source, target, latency, fidelity, accuracy, data: samples.source, plainError, ...simplification };
  return {
    kind: 'simplification',
    schema: 1,
    ...judged,
    options: {
      only: request.only.join(', '),
      skip: request.skip.join(', '),
      opset: request.opset ?? '',
      sizes: request.sizes.map(({ name, value }) => `${name}=${value}`).join(', '),
      float32: request.float32,
      threads: request.threads,
    },
    freeDimensions: samples.freeDimensions,
    warnings: [
      ...simplifyWarnings(judged, output => outputType(graph, output)),
      ...comparison.warnings,
      ...simplification.warnings,
    ],
    fidelitySamples: comparison.samples,
    command: shellCommand(simplifyCommand(request)),
    peakMemoryBytes: used.peakMemoryBytes,
    seconds: used.seconds,
    environment: environment(used.runtime),
  };
}

function outputType(graph: Graph, name: string): DType | null {
  const type = graph.outputs.find(output => output.name === name)?.type;
  return type?.kind === 'tensor' ? type.dtype : null;
}
