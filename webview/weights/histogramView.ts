import { cancelled, errorInfo } from '../../src/shared/errors';
import type { CodeFigures, Distribution, WeightFigures } from '../../src/shared/reports/weightReport';
import { PERCENTILES } from '../../src/shared/reports/weightReport';
import { formatInteger, formatPercent } from '../../src/shared/units';
import { element, svg } from '../dom';
import { axes, chart, FRAME } from '../report/chart';
import { linearScale, ticks } from '../report/scales';
import { select } from '../ui/controls';
import { failurePage } from '../ui/failure';
import { formatNumber } from './formatNumber';
import { labelled } from './matrixControls';
import { Waiting } from './waiting';
import type { WeightSource } from './weightSource';

const HEIGHTS = ['linear', 'log'] as const;
type Heights = (typeof HEIGHTS)[number];

/** How the elements of a weight are distributed: figures and a histogram, measured for this weight alone. */
export class HistogramView {
  readonly element = element('div', { class: 'weight-part weight-scroll' });
  #figures: WeightFigures | null = null;
  #heights: Heights = 'linear';
  #round = 0;

  constructor(private readonly source: WeightSource) {
    void this.#measure();
  }

  reload(): void {
    if (this.#figures === null) void this.#measure();
    else this.#show(this.#figures);
  }

  dispose(): void {
    this.#round += 1;
  }

  async #measure(): Promise<void> {
    this.#round += 1;
    const round = this.#round;
    const failed = (thrown: unknown): void => {
      const error = errorInfo(thrown);
      const again = { label: 'Measure', onClick: () => void this.#measure() };
      const title = error.kind === 'cancelled' ? 'Measuring was ended' : 'This weight could not be measured';
      this.element.replaceChildren(failurePage(title, error, [again]));
    };
    const waiting = new Waiting('Measuring', () => {
      this.#round += 1;
      failed(cancelled());
      this.source.stop().catch(failed);
    });
    this.element.replaceChildren(waiting.element);
    try {
      const figures = await this.source.figures(
        fraction => waiting.show(fraction),
        () => this.#round === round,
      );
      if (figures === null) return;
      this.#figures = figures;
      this.#show(figures);
    } catch (thrown) {
      if (this.#round === round) failed(thrown);
    }
  }

  #show(figures: WeightFigures): void {
    const { codes } = figures;
    const asCodes = codes !== null && !this.source.dequantized;
    const shown: Distribution = asCodes ? codes : figures;
    const histogram = shown.histogram === null ? null : this.#chart(shown.histogram, asCodes ? 'codes' : 'values');
    this.element.replaceChildren(
      element(
        'div',
        { class: 'weight-toolbar' },
        labelled(
          'Heights',
          select({
            label: 'Heights of the bars',
            value: this.#heights,
            testId: 'histogram-heights',
            choices: [
              { value: 'linear', label: 'linear' },
              { value: 'log', label: 'logarithmic' },
            ],
            onChange: value => {
              this.#heights = value;
              this.#show(figures);
            },
          }).element,
        ),
      ),
      histogram ??
        element('p', {
          class: 'quiet',
          text: 'There is no range to divide: no element is finite, or all of them lie too far apart.',
        }),
      factList(figures, shown, asCodes ? codes : null),
    );
  }

  #chart({ low, high, counts }: NonNullable<Distribution['histogram']>, what: string): HTMLElement {
    const most = Math.max(1, ...counts);
    const isLog = this.#heights === 'log';
    const height = (count: number): number => (isLog ? Math.log10(1 + count) : count);
    const x = linearScale(low, high, FRAME.left, FRAME.right);
    const y = linearScale(0, height(most), FRAME.bottom, FRAME.top);
    const width = (FRAME.right - FRAME.left) / counts.length;
    const bars = counts.map((count, i) => {
      const top = count === 0 ? FRAME.bottom : Math.min(FRAME.bottom - 1, y(height(count)));
      const from = low + ((high - low) * i) / counts.length;
      const to = low + ((high - low) * (i + 1)) / counts.length;
      const bar = svg('rect', {
        x: FRAME.left + i * width,
        width: Math.max(0.5, width - 0.5),
        y: top,
        height: FRAME.bottom - top,
        class: 'weight-bar',
      });
      bar.append(svg('title', {}, `${formatNumber(from)} to ${formatNumber(to)}: ${formatInteger(count)}`));
      return bar;
    });
    const powers = isLog
      ? Array.from({ length: Math.floor(Math.log10(most)) + 1 }, (_, i) => Math.log10(1 + 10 ** i))
      : ticks(0, most, 4);
    const total = counts.reduce((sum, count) => sum + count, 0);
    const summary = `Histogram of ${formatInteger(total)} ${what} from ${formatNumber(low)} to ${formatNumber(high)} in ${counts.length} bins`;
    const yAxis = {
      scale: y,
      ticks: powers,
      format: (tick: number) => formatInteger(Math.round(isLog ? 10 ** tick - 1 : tick)),
      title: isLog ? 'elements (logarithmic)' : 'elements',
    };
    const xAxis = { scale: x, ticks: ticks(low, high, 7), format: formatNumber, title: what };
    return chart(
      `${formatInteger(counts.length)} bins of equal width`,
      summary,
      [...axes(xAxis, yAxis), ...bars],
      'weight-histogram',
    );
  }
}

function factList(figures: WeightFigures, shown: Distribution, codes: CodeFigures | null): HTMLElement {
  const { elements, nan, infinite, outliers, nearZeros } = figures;
  const zeros = codes?.zeros ?? figures.zeros;
  const number = (value: number | null): string => (value === null ? '' : formatNumber(value));
  const share = (count: number): string =>
    `${formatInteger(count)} (${formatPercent(elements === 0 ? 0 : count / elements, 2)})`;
  const rows: readonly (readonly [string, string])[] = [
    ['Min', number(shown.min)],
    ['Max', number(shown.max)],
    ['Mean', number(shown.mean)],
    ['Std', number(shown.std)],
    [codes === null ? 'Zeros' : 'Codes that are 0', share(zeros)],
    ['Near zeros', codes === null ? share(nearZeros) : ''],
    ['Outliers', codes === null ? share(outliers) : ''],
    ['Different codes', codes === null || codes.levels === null ? '' : formatInteger(codes.levels)],
    ['NaN', nan === 0 ? '' : share(nan)],
    ['Infinite', infinite === 0 ? '' : share(infinite)],
    ...PERCENTILES.map((rank, i): readonly [string, string] => [
      `${rank} % are at most`,
      number(shown.percentiles?.[i] ?? null),
    ]),
  ];
  return element(
    'dl',
    { class: 'weight-figures', testId: 'weight-figures' },
    ...rows
      .filter(([, value]) => value !== '')
      .map(([key, value]) =>
        element('div', {}, element('dt', { class: 'quiet', text: key }), element('dd', { class: 'mono', text: value })),
      ),
  );
}
