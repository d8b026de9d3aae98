import { cancelled } from '../shared/errors';
import type { JobProgress } from '../shared/protocol/jobs';
import type { BenchmarkPoint } from '../shared/reports/benchmarkReport';
import { formatInteger, formatPercent } from '../shared/units';
import { settingInvalid } from './errors';
import { foreignCores, type LoadMeter } from './loadMeter';
import { type BenchmarkTools, measurePoint, type PointSettings } from './measurePoint';
import type { OnBlock } from './measureRuns';
import { plan } from './plan';
import type { BenchmarkInputs, PlannedPoint, Scenario } from './scenario';

const LONGEST_POINT_S = 3600;

export interface BenchmarkSettings {
  readonly batches: readonly number[];
  /** 0 leaves the number to the runtime. */
  readonly threads: number;
  readonly targetPrecision: number;
  readonly secondsPerPoint: number;
}

export interface Measurement {
  readonly points: readonly BenchmarkPoint[];
  readonly foreignCores: number | null;
}

/**
 * Measures every point of a scenario, one after the other, each in a fresh session.
 * @throws LatheError for settings out of range and whatever the runtime rejects.
 */
export async function measureScenario(
  model: string,
  scenario: Scenario,
  inputs: BenchmarkInputs,
  settings: BenchmarkSettings,
  tools: BenchmarkTools & { readonly load: LoadMeter },
  progress: (progress: JobProgress) => void,
): Promise<Measurement> {
  checkSettings(settings);
  const planned = plan(scenario, inputs, settings.batches);
  const pointSettings: PointSettings = { ...settings, limitMs: settings.secondsPerPoint * 1000 };
  const before = tools.load();
  const points: BenchmarkPoint[] = [];
  for (const point of planned) {
    if (tools.signal.aborted) throw cancelled();
    const report = reporter(point, points.length / planned.length, planned.length, progress);
    report(0, 0, null);
    points.push(await measurePoint(model, point, pointSettings, tools, report));
  }
  return { points, foreignCores: foreignCores(before, tools.load()) };
}

function reporter(
  point: PlannedPoint,
  done: number,
  total: number,
  progress: (progress: JobProgress) => void,
): OnBlock {
  const name = point.batch === null ? '' : `batch ${formatInteger(point.batch)}, `;
  return (used, times, precision) => {
    const reached = precision === null ? '' : `, median to ±${formatPercent(precision)}`;
    const detail = times === 0 ? `${name}loading and warming up` : `${name}${formatInteger(times)} times${reached}`;
    progress({ phase: 'Measuring', fraction: done + used / total, detail });
  };
}

function checkSettings(settings: BenchmarkSettings): void {
  const { threads, targetPrecision, secondsPerPoint } = settings;
  if (!Number.isSafeInteger(threads) || threads < 0 || threads > 1024) {
    throw settingInvalid('number of threads', threads, 'a whole number from 0 (the runtime decides) to 1,024');
  }
  if (!(targetPrecision > 0 && targetPrecision <= 1)) {
    throw settingInvalid('precision', targetPrecision, 'a fraction above 0, at most 1');
  }
  if (!(secondsPerPoint > 0 && secondsPerPoint <= LONGEST_POINT_S)) {
    throw settingInvalid('time for one point', secondsPerPoint, `above 0 and at most ${LONGEST_POINT_S} seconds`);
  }
}
