import type { BenchmarkPoint, BenchmarkReport } from '../shared/reports/benchmarkReport';
import { formatBytes, formatInteger, formatMilliseconds, formatPercent } from '../shared/units';

/** The answer in two sentences: what one request takes, or which batch size to choose. */
export function benchmarkVerdict(report: BenchmarkReport): string {
  const [first, ...others] = report.points;
  if (first === undefined) return 'Nothing was measured.';
  return others.length === 0 || report.scenario === 'latency'
    ? latencyVerdict(first)
    : throughputVerdict(report.points);
}

function latencyVerdict(point: BenchmarkPoint): string {
  const { latency } = point;
  const what = point.batch === null || point.batch === 1 ? 'One sample' : `A batch of ${formatInteger(point.batch)}`;
  return [
    `**${what} takes ${formatMilliseconds(latency.median)}** (median), and 99 of 100 runs stay under ${formatMilliseconds(latency.p99)}.`,
    `That is ${formatRate(point.samplesPerSecond)} samples a second, with ${formatBytes(point.peakMemoryBytes)} of memory at peak.`,
  ].join(' ');
}

function throughputVerdict(points: readonly BenchmarkPoint[]): string {
  const best = points.reduce((a, b) => (b.samplesPerSecond > a.samplesPerSecond ? b : a));
  const smallest = points.reduce((a, b) => ((b.batch ?? 1) < (a.batch ?? 1) ? b : a));
  const gain = best.samplesPerSecond / smallest.samplesPerSecond;
  const fastest = `${formatRate(best.samplesPerSecond)} samples a second at batch size ${formatInteger(best.batch ?? 1)}`;
  if (best === smallest || slowestRate(best) <= fastestRate(smallest)) {
    return `**Batching does not pay:** no batch size is measurably faster per sample than ${formatInteger(smallest.batch ?? 1)}, which does ${formatRate(smallest.samplesPerSecond)} samples a second.`;
  }
  return `**Fastest: ${fastest}**, ${formatPercent(gain - 1, 0)} more than at ${formatInteger(smallest.batch ?? 1)}; a run then takes ${formatMilliseconds(best.latency.median)} instead of ${formatMilliseconds(smallest.latency.median)}.`;
}

/** Samples a second at the slow and the fast end of the median's interval. */
function slowestRate({ batch, medianInterval }: BenchmarkPoint): number {
  return ((batch ?? 1) * 1000) / medianInterval.high;
}

function fastestRate({ batch, medianInterval }: BenchmarkPoint): number {
  return ((batch ?? 1) * 1000) / medianInterval.low;
}

/** 12,345 or 3.21: whole from a hundred on. */
export function formatRate(rate: number): string {
  return rate >= 100 ? formatInteger(Math.round(rate)) : String(Number(rate.toPrecision(3)));
}
