import { checkVerdict } from '../report/extractionMarkdown';
import type { BenchmarkReport } from '../shared/reports/benchmarkReport';
import type { ExtractionReport } from '../shared/reports/extractionReport';
import { LINT_SEVERITIES, type LintReport, type LintSeverity } from '../shared/reports/lintReport';
import type { QuantizationReport } from '../shared/reports/quantizationReport';
import type { SimplificationReport } from '../shared/reports/simplificationReport';
import { counted, formatBytes, formatInteger, formatMilliseconds, formatPercent } from '../shared/units';

/** What a quantization chose and what came of it, in one line for a notification. */
export function quantizationSummary(report: QuantizationReport): string {
  const { source, target, latency, accuracy, layers, warnings } = report;
  const quantized = layers.filter(({ action }) => action === 'quantized').length;
  const parts = [
    `${target.file}: ${report.method} quantization of ${formatInteger(quantized)} of ${formatInteger(layers.length)} layers`,
    `${formatBytes(source.bytes)} → ${formatBytes(target.bytes)}`,
  ];
  if (latency !== null) parts.push(`${latency.speedup.value.toFixed(2)}× the speed`);
  if (accuracy !== null) {
    parts.push(`accuracy ${formatPercent(accuracy.source)} → ${formatPercent(accuracy.target)}`);
  }
  const [warning] = warnings;
  return `${parts.join(', ')}.${warning === undefined ? '' : ` ${warning}`}`;
}

/** What a simplification took away and what came of it, in one line for a notification. */
export function simplificationSummary(report: SimplificationReport): string {
  const { source, target, before, after, latency, warnings } = report;
  const parts = [
    `${target.file}: ${formatInteger(before.nodes)} → ${formatInteger(after.nodes)} nodes`,
    `${formatBytes(source.bytes)} → ${formatBytes(target.bytes)}`,
  ];
  if (latency !== null) parts.push(`${latency.speedup.value.toFixed(2)}× the speed`);
  const isSame = report.fidelity.every(({ sqnrDb, notFinite }) => sqnrDb === null && notFinite === 0);
  if (report.fidelity.length > 0) parts.push(isSame ? 'same answers' : 'answers compared in the report');
  const [warning] = warnings;
  return `${parts.join(', ')}.${warning === undefined ? '' : ` ${warning}`}`;
}

/** What was taken out and what came of it, in one line for a notification. */
export function extractionSummary({ source, target, check, warnings }: ExtractionReport): string {
  const nodes = `${formatInteger(target.nodes)} of ${formatInteger(source.nodes)} nodes, ${formatBytes(target.bytes)}`;
  const [warning] = warnings;
  return `${target.file}: ${nodes}. ${warning ?? checkVerdict(check)}`;
}

const COUNTED: Readonly<Record<LintSeverity, string>> = { error: 'error', warning: 'warning', info: 'remark' };

/** What was found, in one line for a notification. */
export function lintSummary({ model, findings, omitted }: LintReport): string {
  const total = omitted.reduce((sum, { count }) => sum + count, findings.length);
  if (total === 0) return `${model.file}: nothing was found.`;
  const counts = LINT_SEVERITIES.map(severity => ({
    severity,
    count: findings.filter(finding => finding.severity === severity).length,
  }));
  const parts = counts.filter(({ count }) => count > 0).map(({ severity, count }) => counted(count, COUNTED[severity]));
  const more = total === findings.length ? '' : `, of ${formatInteger(total)} in all`;
  return `${model.file}: ${parts.join(', ')}${more}.`;
}

/** The figure a benchmark was run for, in one line for a notification. */
export function benchmarkSummary(report: BenchmarkReport): string {
  const { points, scenario, model } = report;
  const [first] = points;
  if (first === undefined) return `${model.file}: nothing was measured.`;
  if (scenario === 'latency') {
    const { median, p99, runs } = first.latency;
    const figures = `median ${formatMilliseconds(median)}, p99 ${formatMilliseconds(p99)}`;
    return `${model.file}: ${figures} over ${formatInteger(runs)} runs.`;
  }
  const best = points.reduce((most, point) => (point.samplesPerSecond > most.samplesPerSecond ? point : most));
  const rate = formatInteger(Math.round(best.samplesPerSecond));
  return `${model.file}: at most ${rate} samples/s${best.batch === null ? '' : ` with batch size ${best.batch}`}.`;
}
