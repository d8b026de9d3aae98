import { SCENARIO_NAMES } from '../../benchmark/benchmarkCommand';
import { benchmarkVerdict, formatRate } from '../../report/benchmarkVerdict';
import { printable } from '../../shared/printable';
import type { BenchmarkRequest, BenchmarkResult } from '../../shared/protocol/jobs';
import { formatBytes, formatInteger, formatMilliseconds } from '../../shared/units';
import { choiceOption, dimensionOptions, numberOption, oneModel } from '../arguments';
import type { Arguments, BrokenLimit, Command } from '../command';
import { commonOptions, runOptions } from '../commonOptions';
import { badValue } from '../errors';
import { plainText } from '../plainText';
import { profileText } from '../profileText';
import { textTable } from '../textTable';

const SCENARIOS = ['single-stream', 'offline'] as const;

export const benchmark: Command = {
  name: 'benchmark',
  summary: 'Measure latency, throughput, load time and memory of a model',
  options: {
    ...commonOptions,
    scenario: {
      type: 'string',
      value: SCENARIOS.join('|'),
      help: 'one request after another, or samples in batches (default single-stream)',
    },
    batch: { type: 'string', value: '1,8,…', help: 'batch sizes (default 1; offline 1 to 32)' },
    ...runOptions,
    precision: {
      type: 'string',
      value: 'F',
      help: 'half-width of the 95 % interval of the median, as a fraction (default 0.02)',
    },
    seconds: { type: 'string', value: 'S', help: 'most seconds for one batch size (default 10)' },
    'no-profile': { type: 'boolean', help: 'do not find out where the time goes, node by node' },
    'no-write': { type: 'boolean', help: 'print only; write no report beside MODEL' },
    'max-latency': { type: 'string', value: 'MS', help: 'exit with 3 when a median is above' },
  },
  async run(args, { terminal, run }) {
    const request = benchmarkRequest(args);
    const limit = numberOption(benchmark, args, 'max-latency', { least: 0, most: 1e9 }, null);
    const result = await run('benchmark', request);
    terminal.answer(result.report, () => benchmarkText(result));
    return limit === null ? [] : latencyLimit(result, limit);
  },
};

function benchmarkRequest(args: Arguments): BenchmarkRequest {
  const scenario = choiceOption(benchmark, args, 'scenario', SCENARIOS, 'single-stream');
  return {
    model: oneModel(benchmark, args),
    scenario: scenario === SCENARIO_NAMES.latency ? 'latency' : 'throughput',
    batches: batches(args),
    threads: numberOption(benchmark, args, 'threads', { least: 0, most: 1024, whole: true }, 0),
    data: args.text('data'),
    freeDimensions: dimensionOptions(benchmark, args),
    targetPrecision: numberOption(benchmark, args, 'precision', { least: 0.0001, most: 1 }, 0.02),
    secondsPerPoint: numberOption(benchmark, args, 'seconds', { least: 0.01, most: 3600 }, 10),
    profile: !args.flag('no-profile'),
    write: !args.flag('no-write'),
  };
}

function batches(args: Arguments): readonly number[] {
  const texts = args.texts('batch').flatMap(text => text.split(','));
  return texts.map(text => {
    if (!/^\s*\d{1,6}\s*$/.test(text)) throw badValue('benchmark', 'batch', text, 'a whole number');
    return Number(text);
  });
}

function benchmarkText({ report, written }: BenchmarkResult): string {
  const table = textTable(
    [
      { title: 'Batch', align: 'right' },
      { title: 'Samples/s', align: 'right' },
      { title: 'Median', align: 'right' },
      { title: 'p90', align: 'right' },
      { title: 'p99', align: 'right' },
      { title: 'Load', align: 'right' },
      { title: 'First run', align: 'right' },
      { title: 'Peak memory', align: 'right' },
      { title: 'Times', align: 'right' },
    ],
    report.points.map(point => [
      point.batch === null ? '–' : formatInteger(point.batch),
      formatRate(point.samplesPerSecond),
      formatMilliseconds(point.latency.median),
      formatMilliseconds(point.latency.p90),
      formatMilliseconds(point.latency.p99),
      formatMilliseconds(point.loadMs),
      formatMilliseconds(point.firstRunMs),
      formatBytes(point.peakMemoryBytes),
      formatInteger(point.latency.runs),
    ]),
  );
  return [
    plainText(benchmarkVerdict(report)),
    ...report.warnings.map(warning => `Note: ${plainText(warning)}`),
    '',
    table,
    ...profileText(report.profile),
    ...(written.length === 0 ? [] : ['', ...written.map(file => `Wrote ${printable(file)}`)]),
  ].join('\n');
}

function latencyLimit({ report }: BenchmarkResult, limit: number): readonly BrokenLimit[] {
  return report.points
    .filter(({ latency }) => latency.median > limit)
    .map(({ batch, latency }) => ({
      message: `The median ${batch === null ? '' : `at batch size ${batch} `}is ${formatMilliseconds(latency.median)}, above --max-latency ${formatMilliseconds(limit)}.`,
    }));
}
