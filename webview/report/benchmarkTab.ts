import type { BenchmarkPoint, BenchmarkReport, LayerProfile } from '../../src/shared/reports/benchmarkReport';
import type { DataSource } from '../../src/shared/reports/measurement';
import { formatBytes, formatInteger, formatMilliseconds, formatPercent } from '../../src/shared/units';
import { element } from '../dom';
import type { PageContext, TabView } from '../state/pageContext';
import { button } from '../ui/controls';
import { fill } from '../ui/fill';
import { formatRate } from './formatRate';
import { latencyHistogram, latencyRuns } from './latencyCharts';
import { profileView } from './profileView';
import { batchLatencyChart, throughputChart } from './throughputCharts';

/** The last benchmark of the model as charts, with everything needed to judge it. */
export class BenchmarkTab implements TabView {
  readonly element: HTMLElement;
  readonly #body = element('div', { class: 'report' });
  /** Whether the report is about the file as it is. */
  #isSameModel = false;
  #canRun: { readonly canRun: boolean; readonly cannotRunReason: string } = { canRun: false, cannotRunReason: '' };

  constructor(private readonly context: PageContext) {
    this.element = element('div', { class: 'scroll-tab', testId: 'panel-benchmark' }, this.#body);
    this.element.addEventListener('scroll', () => {
      if (this.element.clientHeight > 0) context.store.update('benchmark', { scroll: this.element.scrollTop });
    });
  }

  /** The report may have been written since the tab was last seen, so it is read each time. */
  shown(): void {
    void fill(
      this.#body,
      'Reading the report',
      () => this.#read(),
      report => this.#build(report),
    ).then(() => {
      this.element.scrollTop = this.context.store.state.benchmark.scroll;
    });
  }

  /** A benchmark was made, perhaps in a terminal. */
  figuresChanged(): void {
    if (this.element.clientHeight > 0) this.shown();
  }

  dispose(): void {}

  async #read(): Promise<BenchmarkReport | null> {
    const [overview, report] = await Promise.all([this.context.data.overview(), this.context.data.host.benchmark()]);
    this.#canRun = overview;
    this.#isSameModel = report?.model.bytes === overview.fileBytes + overview.externalBytes;
    return report;
  }

  #build(report: BenchmarkReport | null): Node[] {
    if (report === null) return [this.#empty()];
    const single = report.points.length === 1 ? report.points[0] : undefined;
    const charts =
      single === undefined
        ? report.points.length === 0
          ? []
          : [throughputChart(report.points), batchLatencyChart(report.points)]
        : single.times.length === 0
          ? []
          : [latencyHistogram(single), latencyRuns(single)];
    return [
      element('h2', { text: report.scenario === 'latency' ? 'Latency' : 'Throughput by batch size' }),
      ...warnings(report.warnings),
      ...(single === undefined ? [] : [headline(single)]),
      element('div', { class: 'charts' }, ...charts),
      pointTable(report.points),
      ...(report.profile === null ? [] : [this.#profile(report.profile)]),
      setup(report),
      this.#runButtons(),
    ];
  }

  #profile(profile: LayerProfile): HTMLElement {
    return profileView(profile, {
      onReveal: this.#isSameModel ? ({ graph, node }) => this.context.goToNode(graph, node) : null,
      onColour: () => {
        this.context.heat.choose({ figure: 'benchmark.time' });
        this.context.openGraph('main');
      },
    });
  }

  #empty(): HTMLElement {
    return element(
      'div',
      { class: 'empty', testId: 'benchmark-empty' },
      element('p', { text: 'This model has not been benchmarked yet.' }),
      element('p', {
        class: 'quiet',
        text: 'A benchmark runs the model in a process of its own until the median is known to the stated precision, and writes a report beside the model.',
      }),
      this.#runButtons(),
    );
  }

  #runButtons(): HTMLElement {
    const { canRun, cannotRunReason } = this.#canRun;
    return element(
      'div',
      { class: 'button-row' },
      button({
        label: 'Benchmark latency',
        look: 'primary',
        disabled: !canRun,
        onClick: () => this.context.run('benchmarkLatency'),
      }),
      button({
        label: 'Benchmark throughput',
        disabled: !canRun,
        onClick: () => this.context.run('benchmarkThroughput'),
      }),
      canRun ? null : element('span', { class: 'quiet', text: cannotRunReason }),
    );
  }
}

function warnings(texts: readonly string[]): HTMLElement[] {
  if (texts.length === 0) return [];
  return [
    element(
      'ul',
      { class: 'warnings', role: 'note', testId: 'benchmark-warnings' },
      ...texts.map(text => element('li', { text: `⚠ ${text}` })),
    ),
  ];
}

function headline(point: BenchmarkPoint): HTMLElement {
  const { latency, medianInterval } = point;
  const figures: (readonly [string, string, string])[] = [
    [
      'Median',
      formatMilliseconds(latency.median),
      `${formatPercent(medianInterval.confidence, 0)} interval ${formatMilliseconds(medianInterval.low)} to ${formatMilliseconds(medianInterval.high)}`,
    ],
    ['p90', formatMilliseconds(latency.p90), `${formatInteger(latency.runs)} runs`],
    ['p99', formatMilliseconds(latency.p99), `slowest ${formatMilliseconds(latency.max)}`],
    [
      'Throughput',
      `${formatRate(point.samplesPerSecond)}/s`,
      point.batch === null ? 'fixed batch' : `batch ${point.batch}`,
    ],
    ['First run', formatMilliseconds(point.firstRunMs), `load ${formatMilliseconds(point.loadMs)}`],
    ['Peak memory', formatBytes(point.peakMemoryBytes), `process alone ${formatBytes(point.baselineMemoryBytes)}`],
  ];
  return element(
    'dl',
    { class: 'figures', testId: 'benchmark-figures' },
    ...figures.map(([name, value, note]) =>
      element(
        'div',
        { class: 'figure' },
        element('dt', { text: name }),
        element('dd', { class: 'figure-value', text: value }),
        element('dd', { class: 'quiet', text: note }),
      ),
    ),
  );
}

function pointTable(points: readonly BenchmarkPoint[]): HTMLElement {
  const titles = [
    'Batch',
    'Runs',
    'Median',
    'p10',
    'p90',
    'p99',
    'Samples/s',
    'First run',
    'Load',
    'Peak memory',
    'Converged',
  ];
  const rows = points.map(point => [
    point.batch === null ? 'fixed' : String(point.batch),
    formatInteger(point.latency.runs),
    formatMilliseconds(point.latency.median),
    formatMilliseconds(point.latency.p10),
    formatMilliseconds(point.latency.p90),
    formatMilliseconds(point.latency.p99),
    formatRate(point.samplesPerSecond),
    formatMilliseconds(point.firstRunMs),
    formatMilliseconds(point.loadMs),
    formatBytes(point.peakMemoryBytes),
    point.converged ? 'yes' : 'no',
  ]);
  return element(
    'div',
    { class: 'table-scroll', attributes: { tabindex: '0', role: 'region' }, label: 'Measured points' },
    element(
      'table',
      { class: 'plain-table', testId: 'benchmark-table' },
      element(
        'thead',
        {},
        element('tr', {}, ...titles.map(title => element('th', { text: title, attributes: { scope: 'col' } }))),
      ),
      element('tbody', {}, ...rows.map(row => element('tr', {}, ...row.map(text => element('td', { text }))))),
    ),
  );
}

function setup(report: BenchmarkReport): HTMLElement {
  const { environment } = report;
  const values = (list: BenchmarkReport['inputs']): string =>
    list.map(value => `${value.name}: ${value.type}`).join(', ');
  const rows: (readonly [string, string])[] = [
    ['Inputs', values(report.inputs)],
    ['Outputs', values(report.outputs)],
    ['Data', describeData(report.data)],
    ['Free dimensions', report.freeDimensions.map(dimension => `${dimension.name} = ${dimension.value}`).join(', ')],
    ['Threads', report.threads === 0 ? "the runtime's default" : String(report.threads)],
    ['Target precision', `± ${formatPercent(report.targetPrecision)} of the median`],
    [
      'Other load',
      report.foreignCores === null ? 'unknown' : `${report.foreignCores.toFixed(2)} cores used by other processes`,
    ],
    ['Date', environment.date],
    ['Processor', `${environment.cpu}, ${environment.cores} cores, ${formatBytes(environment.memoryBytes)}`],
    ['System', environment.os],
    ['Versions', `${environment.runtime}, Node ${environment.node}, Model Lathe ${environment.tool}`],
    ['Repeat with', report.command],
  ];
  return element(
    'section',
    { class: 'card' },
    element('h3', { text: 'How it was measured' }),
    element(
      'dl',
      { class: 'facts', testId: 'benchmark-environment' },
      ...rows
        .filter(([, value]) => value !== '')
        .flatMap(([name, value]) => [element('dt', { text: name }), element('dd', { text: value })]),
    ),
  );
}

function describeData(data: DataSource): string {
  switch (data.kind) {
    case 'samples':
      return `${formatInteger(data.used)} of ${formatInteger(data.available)} samples of ${data.file}`;
    case 'test-data':
      return `${formatInteger(data.used)} of ${formatInteger(data.available)} samples of ${data.folder}`;
    case 'synthetic':
      return `made up from the declared shapes and types (seed ${data.seed})`;
  }
}
