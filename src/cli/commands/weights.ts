import { printable } from '../../shared/printable';
import type { WeightFigures, WeightReport } from '../../shared/reports/weightReport';
import { formatBytes, formatInteger, formatPercent } from '../../shared/units';
import { numberOption, oneModel } from '../arguments';
import type { Command } from '../command';
import { commonOptions } from '../commonOptions';
import { bar, sparkline } from '../sparkline';
import { textTable } from '../textTable';

const HISTOGRAM_COLUMNS = 24;

export const weights: Command = {
  name: 'weights',
  summary: 'Measure every weight: sparsity, range, mean, deviation, histogram',
  options: {
    ...commonOptions,
    bins: { type: 'string', value: 'N', help: 'bins of the histograms (default 256)' },
    'near-zero': {
      type: 'string',
      value: 'F',
      help: 'share of the largest magnitude that counts as near zero (default 0.01)',
    },
  },
  async run(args, { terminal, run }) {
    const request = {
      model: oneModel(weights, args),
      bins: numberOption(weights, args, 'bins', { least: 1, most: 65_536, whole: true }, 256),
      nearZero: numberOption(weights, args, 'near-zero', { least: 0, most: 1 }, 0.01),
    };
    const report = await run('weights', request);
    terminal.answer(report, () => weightsText(report));
    return [];
  },
};

function weightsText(report: WeightReport): string {
  const table = textTable(
    [
      { title: 'Weight', most: 44 },
      { title: 'Type' },
      { title: 'Bytes', align: 'right' },
      { title: 'Zeros', align: 'right' },
      { title: '' },
      { title: 'Near zero', align: 'right' },
      { title: 'Min', align: 'right' },
      { title: 'Max', align: 'right' },
      { title: 'Mean', align: 'right' },
      { title: 'Std', align: 'right' },
      { title: 'Histogram, min to max' },
    ],
    report.weights.filter(({ elements }) => elements > 1).map(row),
  );
  const single = report.weights.filter(({ elements }) => elements <= 1).length;
  const hidden =
    single === 0 ? '' : ` ${formatInteger(single)} of one element or none are not listed (--json has all).`;
  const skipped = report.skipped.map(({ name, reason }) => `Not measured: ${printable(name)}: ${printable(reason)}`);
  const legend = `Near zero: below ${formatPercent(report.nearZero)} of the largest magnitude of the same weight.`;
  return [table, '', `${formatInteger(report.weights.length)} weights.${hidden} ${legend}`, ...skipped].join('\n');
}

function row(figures: WeightFigures): readonly string[] {
  const share = (count: number): number => (figures.elements === 0 ? 0 : count / figures.elements);
  const broken = figures.nan + figures.infinite;
  return [
    figures.name,
    `${figures.dtype}[${figures.shape.join(',')}]`,
    formatBytes(figures.bytes),
    formatPercent(share(figures.zeros)),
    bar(share(figures.zeros), 8),
    formatPercent(share(figures.nearZeros)),
    number(figures.min),
    number(figures.max),
    number(figures.mean),
    number(figures.std),
    `${sparkline(figures.histogram?.counts ?? [], HISTOGRAM_COLUMNS)}${broken === 0 ? '' : ` ${formatInteger(broken)} NaN or infinite`}`,
  ];
}

function number(value: number | null): string {
  return value === null ? '–' : String(Number(value.toPrecision(4)));
}
