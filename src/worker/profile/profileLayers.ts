import path from 'node:path';
import { median } from '../../analysis/statistics';
import { ExecutedGraph } from '../../benchmark/profile/executedGraph';
import { layerProfile } from '../../benchmark/profile/layerProfile';
import type { Feeds } from '../../benchmark/scenario';
import { allGraphs } from '../../model/queries';
import type { Runtime } from '../../model/runtime';
import { cancelled, LatheError } from '../../shared/errors';
import type { JobContext } from '../../shared/protocol/jobs';
import type { LayerProfile } from '../../shared/reports/benchmarkReport';
import { formatInteger } from '../../shared/units';
import { type OpenedOnnx, openOnnx } from '../openOnnx';
import { type ProfiledModel, profiledModel } from './profiledCopy';
import { MOST_EVENTS, type ReadTrace, readTrace } from './readTrace';
import { inTemporaryFolder } from './temporaryFolder';

const MOST_RUNS = 50;
const WARM_UPS = 2;

/** Runs are traced for so long at most, warm-up included, unless one takes longer. */
const LIMIT_MS = 3000;

/** Events of all runs together: the profiler keeps each in about a kilobyte of memory until the end. */
const WANTED_EVENTS = 200_000;

/** Graphs in these run more often than once, nobody knows how often. */
const LOOPS: ReadonlySet<string> = new Set(['Loop', 'Scan', 'SequenceMap']);

const PREFIX = 'trace';

export interface ProfileWork {
  readonly opened: OpenedOnnx;
  readonly runtime: Runtime;
  readonly threads: number;
  readonly batch: number | null;
  readonly feeds: readonly Feeds[];
  /** Median of the runs that were measured before, without the profiler, milliseconds. */
  readonly medianMs: number;
}

/** A profile, or one sentence that says why there is none. */
export type Profiling =
  | { readonly profile: LayerProfile; readonly warning: null }
  | { readonly profile: null; readonly warning: string };

/** What can go wrong with the copy, the disk or the runtime leaves the rest of a benchmark worth having. */
const TOLD_KINDS = new Set(['runtime', 'unsupported', 'environment', 'refused']);

/** Runs the model with the runtime's profiler and says where the time went. Files are made in a temporary folder only. */
export async function profileLayers(work: ProfileWork, context: JobContext): Promise<Profiling> {
  context.progress({ phase: 'Profiling', fraction: null });
  try {
    return await inTemporaryFolder('profile', context.announceTemporary, async folder => {
      const model = await profiledModel(work.opened, folder);
      const traced = await traceRuns(work, model, folder, context.signal);
      const executed = await executedGraph(work, model, traced);
      const facts = { batch: work.batch, times: traced.trace.times, labels: model.labels, executed };
      const slowdown = traced.medianMs / work.medianMs;
      const notes = [...model.notes, ...traced.notes, ...traceNotes(traced)];
      if (traced.trace.times.runs.length === 0) return failed('the trace holds no whole run');
      return { profile: layerProfile({ ...facts, slowdown, notes }), warning: null };
    });
  } catch (thrown) {
    if (thrown instanceof LatheError && TOLD_KINDS.has(thrown.info.kind)) return failed(thrown.info.message);
    if (isSystemError(thrown)) return failed(thrown.message);
    throw thrown;
  }
}

function failed(reason: string): Profiling {
  return { profile: null, warning: `Where the time goes could not be told: ${reason.replace(/\.$/, '')}.` };
}

/** A full disk, a folder that may not be written. */
function isSystemError(thrown: unknown): thrown is Error {
  return thrown instanceof Error && 'syscall' in thrown;
}

interface Traced {
  readonly trace: ReadTrace;
  readonly optimized: string | null;
  /** Median of the runs that count, from outside. */
  readonly medianMs: number;
  readonly asked: number;
  readonly notes: readonly string[];
}

async function traceRuns(
  work: ProfileWork,
  model: ProfiledModel,
  folder: string,
  signal: AbortSignal,
): Promise<Traced> {
  const nodes = work.opened.model.graph.nodes.length;
  const graphs = allGraphs(work.opened.model);
  if (!graphs.some(graph => graph.nodes.some(({ op }) => LOOPS.has(op)))) {
    const all = graphs.reduce((sum, graph) => sum + graph.nodes.length, 0);
    return trace(work, model, folder, signal, runsFor(Math.max(nodes, all)), 'one');
  }
  const first = await trace(work, model, folder, signal, 1, 'first');
  const runs = runsFor(first.trace.events / (1 + WARM_UPS));
  if (runs > 1) return trace(work, model, folder, signal, runs, 'second');
  return { ...first, notes: ['Loops make a trace so long that only one run was profiled.'] };
}

function runsFor(events: number): number {
  return Math.max(1, Math.min(MOST_RUNS, Math.floor(WANTED_EVENTS / Math.max(1, events)) - WARM_UPS));
}

async function trace(
  { runtime, threads, feeds }: ProfileWork,
  model: ProfiledModel,
  folder: string,
  signal: AbortSignal,
  most: number,
  which: string,
): Promise<Traced> {
  const prefix = `${PREFIX}-${which}`;
  const optimized = model.mayWrite ? path.join(folder, `optimized-${which}.onnx`) : null;
  const session = await runtime.open(model.path, {
    threads,
    trace: { prefix: path.join(folder, prefix), optimizedModel: optimized },
  });
  const times: number[] = [];
  try {
    const begun = performance.now();
    while (times.length < WARM_UPS + 1 || (times.length < WARM_UPS + most && performance.now() - begun < LIMIT_MS)) {
      if (signal.aborted) throw cancelled();
      const next = feeds[times.length % feeds.length];
      const before = performance.now();
      if (next !== undefined) await session.run(next);
      times.push(performance.now() - before);
    }
  } finally {
    await session.release();
  }
  const counted = times.slice(WARM_UPS);
  return {
    trace: await readTrace(folder, prefix, WARM_UPS),
    optimized,
    medianMs: median(Float64Array.from(counted).sort()),
    asked: counted.length,
    notes: [],
  };
}

/** The optimized model serves to prove what was fused; without it times are still right. */
async function executedGraph(
  { opened }: ProfileWork,
  { labels }: ProfiledModel,
  { optimized }: Traced,
): Promise<ExecutedGraph | null> {
  if (optimized === null) return null;
  const read = await openOnnx(optimized, 'optional');
  try {
    return new ExecutedGraph(opened.model, read.model, labels);
  } finally {
    await read.close();
  }
}

function traceNotes({ trace: { times, events, unreadable }, asked }: Traced): readonly string[] {
  const notes: string[] = [];
  if (times.runs.length < asked) {
    const cut = events >= MOST_EVENTS ? ` after ${formatInteger(MOST_EVENTS)} events` : '';
    notes.push(`The trace ended${cut} in the middle of a run; ${formatInteger(times.runs.length)} whole runs count.`);
  }
  if (unreadable > 0) {
    notes.push(
      `${formatInteger(unreadable)} events of the trace could not be read, because names in them are not escaped.`,
    );
  }
  return notes;
}
