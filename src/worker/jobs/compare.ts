import { compareWeights, type WeightOwner } from '../../analysis/comparison/compareWeights';
import { fingerprints } from '../../analysis/comparison/fingerprints';
import { environment } from '../../benchmark/environment';
import { paced } from '../../formats/pace';
import { readWeightBytes, weightChunks } from '../../formats/weightReader';
import { diffModels, type ModelDiff } from '../../model/diff/diffModels';
import type { Weight } from '../../model/model';
import { compareSummary } from '../../report/compareSummary';
import { shellCommand } from '../../report/shellCommand';
import type { CompareRequest, JobContext } from '../../shared/protocol/jobs';
import type { CompareReport, WeightRow } from '../../shared/reports/compareReport';
import { cancellation } from '../cancellation';
import { compareCommand } from '../comparison/compareCommand';
import { type ComparedFile, comparedFile } from '../comparison/comparedFile';
import { compareRuns, type RunComparison } from '../comparison/compareRuns';
import type { RuntimeProvider } from '../jobHandler';
import { type OpenedOnnx, openOnnx } from '../openOnnx';
import { phaseProgress } from '../phaseProgress';

/** Phases with their usual share of the time. */
const PHASES = [
  ['Opening', 2],
  ['Matching nodes', 8],
  ['Comparing weights', 40],
  ['Comparing answers', 20],
  ['Comparing tensors', 30],
] as const;

/** What is said of the runtime where none was needed. */
const NO_RUNTIME = 'not needed';

/**
 * Compares two ONNX models: structure, weights and cost, and if asked their answers. Both files are only read, and nothing is written
 * except models that exist only while they run.
 * @throws LatheError of files that cannot be read, `source.changed` when one did not stay the same all the while.
 */
export async function compareJob(
  request: CompareRequest,
  context: JobContext,
  runtimeProvider: RuntimeProvider,
): Promise<CompareReport> {
  const began = performance.now();
  const work = { ...context, progress: phaseProgress(PHASES, context) };
  work.progress({ phase: 'Opening', fraction: 0 });
  const a = await openOnnx(request.a, 'optional');
  try {
    const b = await openOnnx(request.b, 'optional');
    try {
      const report = await compareOpened(a, b, request, work, runtimeProvider);
      await a.checkUnchanged();
      await b.checkUnchanged();
      return { ...report, seconds: (performance.now() - began) / 1000 };
    } finally {
      await b.close();
    }
  } finally {
    await a.close();
  }
}

async function compareOpened(
  a: OpenedOnnx,
  b: OpenedOnnx,
  request: CompareRequest,
  context: JobContext,
  runtimeProvider: RuntimeProvider,
): Promise<Omit<CompareReport, 'seconds'>> {
  const one = await comparedFile(a, request.freeDimensions);
  const other = await comparedFile(b, request.freeDimensions);
  const diff = await structure(a, one, b, other, context);
  const weights = await compareWeights(owner(a), owner(b), diff.weights, {
    signal: context.signal,
    progress: (done, total, weight) => {
      context.progress({ phase: 'Comparing weights', fraction: total === 0 ? 1 : done / total, detail: weight });
    },
  });
  const runs = await compareRuns({ a, b }, diff, request, context, runtimeProvider);
  return assemble({ a: one, b: other, diff, weights, runs }, request);
}

async function structure(
  a: OpenedOnnx,
  one: ComparedFile,
  b: OpenedOnnx,
  other: ComparedFile,
  context: JobContext,
): Promise<ModelDiff> {
  context.progress({ phase: 'Matching nodes', fraction: 0 });
  const check = cancellation(context.signal);
  const prints = new Map<Weight, string>();
  for (const { model, files } of [a, b]) {
    const read = (weight: Weight, first: number, count: number): Promise<Uint8Array> =>
      readWeightBytes(weight, files, first, count);
    for (const [weight, print] of await fingerprints(model, read, check)) prints.set(weight, print);
  }
  return paced(diffModels(one, other, weight => prints.get(weight) ?? null));
}

/** Weights are read while others are compared. */
function owner({ model, files }: OpenedOnnx): WeightOwner {
  return { model, chunks: (weight, bytes, buffer) => weightChunks(weight, files, bytes, buffer, 'aside') };
}

interface Found {
  readonly a: ComparedFile;
  readonly b: ComparedFile;
  readonly diff: ModelDiff;
  readonly weights: readonly WeightRow[];
  readonly runs: RunComparison;
}

function assemble({ a, b, diff, weights, runs }: Found, request: CompareRequest): Omit<CompareReport, 'seconds'> {
  const found = {
    a: a.figures,
    b: b.figures,
    changes: diff.changes,
    operators: diff.operators,
    graphs: diff.graphs,
    groups: diff.groups,
    weights,
    outputs: runs.outputs,
  };
  return {
    kind: 'compare',
    schema: 1,
    ...found,
    summary: compareSummary(found),
    warnings: runs.warnings,
    command: shellCommand(compareCommand(request)),
    environment: environment(runs.runtime ?? NO_RUNTIME),
  };
}
