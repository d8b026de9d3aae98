import { printable } from '../../shared/printable';
import {
  OUTLIER_DEVIATIONS,
  PERCENTILES,
  type SparsityStructure,
  type WeightFigures,
  type WeightReport,
} from '../../shared/reports/weightReport';
import { formatBytes, formatInteger, formatPercent } from '../../shared/units';
import { numberOption, oneModel } from '../arguments';
import type { Command } from '../command';
import { commonOptions } from '../commonOptions';
import { badValue } from '../errors';
import { ranksText } from '../ranksText';
import { bar, sparkline } from '../sparkline';
import { textTable } from '../textTable';

const HISTOGRAM_COLUMNS = 24;

export const weights: Command = {
  name: 'weights',
  summary: 'Measure every weight: sparsity and its structure, range, mean, deviation, percentiles, histogram, rank',
  options: {
    ...commonOptions,
    bins: { type: 'string', value: 'N', help: 'bins of the histograms (default 256)' },
    'near-zero': {
      type: 'string',
      value: 'F',
      help: 'share of the largest magnitude that counts as near zero (default 0.01)',
    },
    rank: { type: 'boolean', help: 'instead: how many singular values hold 90, 99 and 99.9 % of the energy' },
    weight: {
      type: 'string',
      multiple: true,
      value: 'NAME',
      help: 'with --rank: of this weight only; may be repeated',
    },
  },
  async run(args, { terminal, run }) {
    const names = args.texts('weight');
    if (args.flag('rank')) {
      const report = await run('ranks', { model: oneModel(weights, args), names });
      terminal.answer(report, () => ranksText(report));
      return [];
    }
    if (names.length > 0) throw badValue('weights', 'weight', names[0] ?? '', 'given together with --rank');
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
      { title: 'Structure' },
      { title: 'Min', align: 'right' },
      { title: 'Max', align: 'right' },
      { title: 'Mean', align: 'right' },
      { title: 'Std', align: 'right' },
      { title: 'Median', align: 'right' },
      { title: 'Outliers', align: 'right' },
      { title: 'Histogram, min to max' },
    ],
    report.weights.filter(({ elements }) => elements > 1).map(row),
  );
  const single = report.weights.filter(({ elements }) => elements <= 1).length;
  const hidden =
    single === 0 ? '' : ` ${formatInteger(single)} of one element or none are not listed (--json has all).`;
  const skipped = report.skipped.map(({ name, reason }) => `Not measured: ${printable(name)}: ${printable(reason)}`);
  const legend = [
    `Near zero: below ${formatPercent(report.nearZero)} of the largest magnitude of the same weight.`,
    `Outliers: further than ${OUTLIER_DEVIATIONS} standard deviations from the mean.`,
    'Structure: zero output and input channels, N:M patterns that hold everywhere, share of zero blocks of 4 x 4.',
  ].join(' ');
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
    structureText(figures.structure),
    number(figures.min),
    number(figures.max),
    number(figures.mean),
    number(figures.std),
    number(figures.percentiles?.[PERCENTILES.indexOf(50)] ?? null),
    figures.outliers === 0 ? '–' : `${formatInteger(figures.outliers)}`,
    `${sparkline(figures.histogram?.counts ?? [], HISTOGRAM_COLUMNS)}${broken === 0 ? '' : ` ${formatInteger(broken)} NaN or infinite`}`,
  ];
}

/** What sparse kernels could use, in a few words: `3 out, 2:4, 4x4 12 %`. */
function structureText(structure: SparsityStructure | null): string {
  if (structure === null) return '';
  const { outputs, inputs, patterns, blocks } = structure;
  const square = blocks.find(block => block.outputs === 4 && block.inputs === 4);
  return [
    outputs.zero === 0 ? '' : `${formatInteger(outputs.zero)} out`,
    inputs.zero === 0 ? '' : `${formatInteger(inputs.zero)} in`,
    ...patterns.filter(({ groups, complying }) => complying === groups).map(({ n, m }) => `${n}:${m}`),
    square === undefined || square.zero === 0 ? '' : `4x4 ${formatPercent(square.zero / square.count)}`,
  ]
    .filter(part => part !== '')
    .join(', ');
}

function number(value: number | null): string {
  return value === null ? '–' : String(Number(value.toPrecision(4)));
}
