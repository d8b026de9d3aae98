import type { BenchmarkPoint, BenchmarkReport, ValueSummary } from '../shared/reports/benchmarkReport';
import { formatBytes, formatInteger, formatMilliseconds, formatPercent } from '../shared/units';
import { benchmarkVerdict, formatRate } from './benchmarkVerdict';
import { dataSourceText, dimensionsText } from './dataSourceText';
import { environmentMarkdown } from './environmentMarkdown';
import { code, codeBlock, document, table, text } from './markdown';
import { profileMarkdown } from './profileMarkdown';

const TITLES = { latency: 'Latency', throughput: 'Throughput by batch size' } as const;

/** The report of a benchmark for people: verdict and warnings, figures, how they were obtained, how to repeat them. */
export function benchmarkMarkdown(report: BenchmarkReport): string {
  return document([
    `# ${TITLES[report.scenario]} of ${code(report.model.file)}`,
    benchmarkVerdict(report),
    report.warnings.map(warning => `> **Note:** ${warning}`).join('\n>\n'),
    '## Figures',
    timesTable(report.points),
    costTable(report.points),
    ...profileMarkdown(report.profile),
    '## How this was measured',
    method(report),
    inputsTable(report),
    '## Where',
    environmentMarkdown(report.environment),
    '## Again',
    `In the folder of the model:\n\n${codeBlock('sh', report.command)}`,
  ]);
}

function timesTable(points: readonly BenchmarkPoint[]): string {
  return table(
    [
      { title: 'Batch', align: 'right' },
      { title: 'Samples/s', align: 'right' },
      { title: 'Median', align: 'right' },
      { title: '95 % interval', align: 'right' },
      { title: 'p90', align: 'right' },
      { title: 'p99', align: 'right' },
      { title: 'MAD', align: 'right' },
      { title: 'Min – max', align: 'right' },
      { title: 'Times', align: 'right' },
    ],
    points.map(({ latency, medianInterval, ...point }) => [
      batchText(point.batch),
      formatRate(point.samplesPerSecond),
      formatMilliseconds(latency.median),
      `${formatMilliseconds(medianInterval.low)} – ${formatMilliseconds(medianInterval.high)}`,
      formatMilliseconds(latency.p90),
      formatMilliseconds(latency.p99),
      formatMilliseconds(latency.mad),
      `${formatMilliseconds(latency.min)} – ${formatMilliseconds(latency.max)}`,
      formatInteger(latency.runs),
    ]),
  );
}

function costTable(points: readonly BenchmarkPoint[]): string {
  return table(
    [
      { title: 'Batch', align: 'right' },
      { title: 'Load', align: 'right' },
      { title: 'First run', align: 'right' },
      { title: 'Peak memory', align: 'right' },
      { title: 'Before loading', align: 'right' },
    ],
    points.map(point => [
      batchText(point.batch),
      formatMilliseconds(point.loadMs),
      formatMilliseconds(point.firstRunMs),
      formatBytes(point.peakMemoryBytes),
      formatBytes(point.baselineMemoryBytes),
    ]),
  );
}

function method(report: BenchmarkReport): string {
  const lines = [
    `Each row is a fresh session: load, first run, warm-up until three windows in a row agree within 10 %, then blocks of runs one after the other until the median is known to ±${formatPercent(report.targetPrecision)} or the time limit is reached. The interval comes from resampling whole blocks.`,
    `The first load includes starting the runtime. MAD is the median absolute deviation from the median. Samples a second are the batch size over the median time.`,
    `Threads inside an operator: ${report.threads === 0 ? "the runtime's default" : formatInteger(report.threads)}. Inputs: ${dataSourceText(report.data)}.`,
    report.freeDimensions.length === 0 ? '' : `Free dimensions: ${dimensionsText(report.freeDimensions)}.`,
    loadText(report.foreignCores),
    ...memoryText(report.points),
    ...resolutionText(report.points),
  ];
  return lines
    .filter(line => line !== '')
    .map(line => `- ${line}`)
    .join('\n');
}

function loadText(foreignCores: number | null): string {
  if (foreignCores === null) return 'What other programs used of the processor could not be told.';
  return `Other programs used ${foreignCores.toFixed(2)} cores on average while this was measured.`;
}

function memoryText(points: readonly BenchmarkPoint[]): readonly string[] {
  const ofPoint = points.every(point => point.peakIsOfPoint);
  const scope = ofPoint ? 'while that row was measured' : 'since the process began, which this system cannot reset';
  return [`Peak memory is the resident memory of the whole process ${scope}; the runtime itself is part of it.`];
}

function resolutionText(points: readonly BenchmarkPoint[]): readonly string[] {
  const grouped = Math.max(...points.map(point => point.runsPerTime));
  if (grouped <= 1) return [];
  return [
    `Runs are so short that up to ${formatInteger(grouped)} were timed together; p90 and p99 are of such groups.`,
  ];
}

function inputsTable(report: BenchmarkReport): string {
  const row = (kind: string) => (value: ValueSummary) => [kind, code(value.name), text(value.type)];
  return table(
    [{ title: 'Value' }, { title: 'Name' }, { title: 'Type' }],
    [...report.inputs.map(row('input')), ...report.outputs.map(row('output'))],
  );
}

function batchText(batch: number | null): string {
  return batch === null ? '–' : formatInteger(batch);
}
