import type { Runtime, Session } from '../model/runtime';
import { cancelled } from '../shared/errors';
import type { BenchmarkPoint } from '../shared/reports/benchmarkReport';
import { type Clock, clockResolution } from './clock';
import { measureRuns, type OnBlock } from './measureRuns';
import type { MemoryMeter } from './memoryMeter';
import type { Feeds, PlannedPoint } from './scenario';
import { thin } from './thin';
import { warmUp } from './warmUp';

/** Times kept for the chart. */
const KEPT_TIMES = 2000;
const WARM_UP_MS = 2000;

/** What measuring needs from the outside. */
export interface BenchmarkTools {
  readonly runtime: Runtime;
  readonly clock: Clock;
  readonly memory: MemoryMeter;
  readonly signal: AbortSignal;
}

export interface PointSettings {
  readonly threads: number;
  readonly targetPrecision: number;
  readonly limitMs: number;
}

/** Loads the model anew, runs it until warm, measures, and lets it go. */
export async function measurePoint(
  model: string,
  planned: PlannedPoint,
  settings: PointSettings,
  tools: BenchmarkTools,
  onBlock: OnBlock,
): Promise<BenchmarkPoint> {
  const { clock, memory } = tools;
  const feeds = planned.feeds();
  const baselineMemoryBytes = memory.current();
  const peakIsOfPoint = memory.reset();
  const beforeLoad = clock();
  const session = await tools.runtime.open(model, { threads: settings.threads });
  try {
    const loadMs = clock() - beforeLoad;
    const run = taking(session, feeds, tools.signal);
    const beforeFirst = clock();
    await run();
    const firstRunMs = clock() - beforeFirst;
    const { runMs } = await warmUp(run, clock, Math.min(WARM_UP_MS, settings.limitMs));
    const resolutionMs = clockResolution(clock);
    const measured = await measureRuns(run, clock, { ...settings, runMs, resolutionMs }, onBlock);
    return {
      batch: planned.batch,
      latency: measured.latency,
      medianInterval: measured.interval,
      samplesPerSecond: ((planned.batch ?? 1) * 1000) / measured.latency.median,
      firstRunMs,
      loadMs,
      peakMemoryBytes: memory.peak(),
      baselineMemoryBytes,
      peakIsOfPoint,
      times: thin(measured.times, KEPT_TIMES),
      runsPerTime: measured.runsPerTime,
      converged: measured.converged,
    };
  } finally {
    await session.release();
  }
}

/** Runs the session on the feeds in turn. */
function taking(session: Session, feeds: readonly Feeds[], signal: AbortSignal): () => Promise<void> {
  let turn = 0;
  return async () => {
    if (signal.aborted) throw cancelled();
    const next = feeds[turn % feeds.length];
    turn += 1;
    if (next !== undefined) await session.run(next);
  };
}
