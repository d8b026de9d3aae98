import { type ErrorInfo, errorInfo } from '../../src/shared/errors';
import type { NodeTable } from '../../src/shared/nodeTable/nodeTable';
import type { JobProgress } from '../../src/shared/protocol/jobs';
import type { WeightReport } from '../../src/shared/reports/weightReport';
import { formatInteger, formatPercent } from '../../src/shared/units';
import { element } from '../dom';
import type { PageContext, TabView } from '../state/pageContext';
import { type HeatColumn, METRICS, type Sort } from '../state/viewState';
import { button, select, textField } from '../ui/controls';
import { failurePage } from '../ui/failure';
import { onThemeChange } from '../ui/theme';
import type { VirtualTable } from '../ui/virtualTable';
import { heatColors } from '../heat/heatColors';
import { arrangeRows, type HeatRow, joinRows, scaledWeights } from './heatRows';
import { heatLegend } from './legend';
import { METRIC_INFO, metricScale } from './metrics';
import { type HeatStyle, heatTable } from './rowsView';
import { TilesView } from './tilesView';
import { WeightsProgress } from './weightsProgress';

/** Heat maps of the weights. Measuring starts when the tab is first shown. */
export class HeatmapTab implements TabView {
  readonly element = element('div', { class: 'table-tab', testId: 'panel-heatmap' });
  readonly #progress: WeightsProgress;
  readonly #legend = element('div', { class: 'legend-slot' });
  readonly #count = element('span', { class: 'totals', role: 'status', testId: 'heat-count' });
  #rows: readonly HeatRow[] = [];
  #report: WeightReport | null = null;
  #colors = heatColors();
  #style: HeatStyle = { colors: () => this.#colors, scales: new Map() };
  #table: VirtualTable<HeatRow, HeatColumn | 'histogram'> | null = null;
  #tiles: TilesView | null = null;
  #disposed = false;
  readonly #stopTheme: () => void;

  constructor(private readonly context: PageContext) {
    this.#progress = new WeightsProgress(() => {
      context.data.host.cancelWeights().catch((thrown: unknown) => this.#failed(errorInfo(thrown)));
    });
    this.#stopTheme = onThemeChange(() => this.#recolor());
    void this.#measure();
  }

  shown(): void {
    this.#table?.refresh();
  }

  dispose(): void {
    this.#disposed = true;
    this.#stopTheme();
    this.#table?.dispose();
    this.#tiles?.dispose();
  }

  weightsProgress(progress: JobProgress): void {
    this.#progress.show(progress);
  }

  async #measure(): Promise<void> {
    this.#progress.reset();
    this.element.replaceChildren(this.#progress.element);
    try {
      const [report, nodes] = await Promise.all([this.context.data.weights(), this.context.data.nodes()]);
      if (!this.#disposed) this.#build(report, nodes);
    } catch (thrown) {
      if (!this.#disposed) this.#failed(errorInfo(thrown));
    }
  }

  #failed(error: ErrorInfo): void {
    const again = { label: 'Measure weights', onClick: () => void this.#measure() };
    if (error.kind !== 'cancelled') {
      this.element.replaceChildren(failurePage('The weights could not be measured', error, [again]));
      return;
    }
    this.element.replaceChildren(
      element(
        'div',
        { class: 'empty', testId: 'heat-stopped' },
        element('p', { text: 'Stopped before all weights were read.' }),
        button({ label: again.label, look: 'primary', onClick: again.onClick }),
      ),
    );
  }

  #build(report: WeightReport, nodes: NodeTable): void {
    this.#report = report;
    this.#rows = joinRows(report.weights, nodes);
    if (report.weights.length === 0 && report.skipped.length === 0) {
      this.element.replaceChildren(element('p', { class: 'empty', text: 'This model has no weights.' }));
      return;
    }
    this.#style = {
      colors: () => this.#colors,
      scales: new Map(METRICS.map(metric => [metric, metricScale(metric, scaledWeights(this.#rows))])),
    };
    this.#table = heatTable(this.context, this.#style, sort => this.#setSort(sort));
    this.#tiles = new TilesView(this.context, this.#style);
    this.element.replaceChildren(
      this.#toolbar(),
      this.#legend,
      this.#table.element,
      this.#tiles.element,
      ...this.#skipped(report),
    );
    this.#arrange(this.context.store.state.heatmap.scroll);
  }

  #toolbar(): HTMLElement {
    const { store } = this.context;
    const { mode, metric, filter } = store.state.heatmap;
    return element(
      'div',
      { class: 'toolbar' },
      select({
        label: 'View',
        value: mode,
        testId: 'heat-mode',
        choices: [
          { value: 'rows', label: 'Rows' },
          { value: 'tiles', label: 'Tiles by size' },
        ],
        onChange: chosen => {
          store.update('heatmap', { mode: chosen });
          this.#arrange(0);
        },
      }).element,
      select({
        label: 'Metric',
        value: metric,
        testId: 'heat-metric',
        choices: METRICS.map(value => ({ value, label: METRIC_INFO[value].title })),
        onChange: chosen => {
          store.update('heatmap', { metric: chosen });
          this.#setSort({ column: chosen, descending: true });
        },
      }).element,
      textField({
        label: 'Filter weights',
        placeholder: 'Filter by layer, operator, weight, dtype',
        value: filter,
        testId: 'heat-filter',
        onInput: value => {
          store.update('heatmap', { filter: value });
          this.#arrange(0);
        },
      }).element,
      button({ label: 'Model order', onClick: () => this.#setSort({ column: 'order', descending: false }) }),
      this.#count,
    );
  }

  #setSort(sort: Sort<HeatColumn>): void {
    this.context.store.update('heatmap', { sort });
    this.#table?.setSort(sort);
    this.#arrange(0);
  }

  #arrange(scroll: number): void {
    const { mode, metric, filter, sort } = this.context.store.state.heatmap;
    if (this.#table === null || this.#tiles === null || this.#report === null) return;
    const rows = arrangeRows(this.#rows, filter, sort);
    this.#table.element.hidden = mode !== 'rows';
    this.#tiles.element.hidden = mode !== 'tiles';
    this.#table.setRows(rows, scroll);
    this.#tiles.show(rows, metric);
    const of = rows.length === this.#rows.length ? '' : ` of ${formatInteger(this.#rows.length)}`;
    const nearZero = formatPercent(this.#report.nearZero, this.#report.nearZero < 0.01 ? 2 : 0);
    this.#count.textContent = `${formatInteger(rows.length)}${of} weights; near zero: under ${nearZero} of a weight's largest magnitude`;
    this.#showLegend();
  }

  #showLegend(): void {
    const { metric } = this.context.store.state.heatmap;
    const scale = this.#style.scales.get(metric);
    if (scale !== undefined) this.#legend.replaceChildren(heatLegend(metric, scale, this.#colors));
  }

  #recolor(): void {
    this.#colors = heatColors();
    this.#table?.refresh();
    const { metric, filter, sort } = this.context.store.state.heatmap;
    this.#tiles?.show(arrangeRows(this.#rows, filter, sort), metric);
    this.#showLegend();
  }

  #skipped(report: WeightReport): HTMLElement[] {
    if (report.skipped.length === 0) return [];
    const rows = report.skipped.map(weight =>
      element(
        'li',
        {},
        element('span', { class: 'mono', text: weight.name }),
        element('span', { class: 'quiet', text: ` ${weight.reason}` }),
      ),
    );
    return [
      element(
        'details',
        { class: 'skipped', testId: 'heat-skipped' },
        element('summary', { text: `${formatInteger(report.skipped.length)} weights without figures` }),
        element('ul', { class: 'plain-list' }, ...rows),
      ),
    ];
  }
}
