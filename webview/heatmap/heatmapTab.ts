import { type ErrorInfo, errorInfo } from '../../src/shared/errors';
import type { JobProgress } from '../../src/shared/protocol/jobs';
import type { WeightReport } from '../../src/shared/reports/weightReport';
import { element } from '../dom';
import { heatLegend } from '../heat/heatLegend';
import type { HeatPart } from '../heat/heatPart';
import { type HeatState, isMeasured, type ShownHeat } from '../heat/heatStore';
import { heatStrip } from '../heat/heatStrip';
import { WEIGHT_METRICS } from '../heat/weightMetrics';
import type { PageContext, TabView } from '../state/pageContext';
import type { NodePlace } from '../state/selection';
import type { Sort, ViewState } from '../state/viewState';
import { button } from '../ui/controls';
import { failurePage } from '../ui/failure';
import { loading } from '../ui/loading';
import { onThemeChange } from '../ui/theme';
import { HeatToolbar } from './heatToolbar';
import type { HeatView } from './heatView';
import { NodesView } from './nodesView';
import { skippedWeights } from './skippedWeights';
import { TreemapView } from './treemapView';
import { WeightsProgress } from './weightsProgress';
import { WeightsView } from './weightsView';

/** The figure that colours a heat map that nobody chose one for: it is there at once. */
const USUAL = 'parameters';

/** Rows, or a treemap, coloured by the chosen figure, above the strip of all nodes. Weights are read when a figure needs it. */
export class HeatmapTab implements TabView {
  readonly element: HTMLElement;
  readonly #toolbar: HeatToolbar;
  readonly #legend: HeatPart;
  readonly #strip: HeatPart;
  readonly #body = element('div', { class: 'heat-body' });
  readonly #progress: WeightsProgress;
  readonly #stops: readonly (() => void)[];
  #report: WeightReport | null = null;
  #shown: ShownHeat | null = null;
  #view: HeatView | null = null;
  #isDisposed = false;

  constructor(private readonly context: PageContext) {
    this.#progress = new WeightsProgress(() => this.context.heat.cancel());
    this.#toolbar = new HeatToolbar(context, {
      onView: change => this.#change(change),
      onSort: sort => this.#setSort(sort),
      onMeasure: () => void this.#measure(),
    });
    this.#legend = heatLegend(context);
    this.#strip = heatStrip(context);
    this.element = element(
      'div',
      { class: 'table-tab', testId: 'panel-heatmap' },
      this.#toolbar.element,
      element('div', { class: 'legend-slot' }, this.#legend.element),
      this.#body,
      this.#strip.element,
    );
    this.#stops = [
      context.heat.onChange(state => this.#follow(state)),
      context.selection.onChange(place => this.#view?.mark(place)),
      onThemeChange(() => this.#view?.refresh()),
    ];
    this.#follow(context.heat.state);
  }

  shown(): void {
    if (this.context.heat.choice.figure === '') this.context.heat.choose({ figure: USUAL });
    this.#view?.refresh();
    if (this.context.selection.current !== null) this.#view?.mark(this.context.selection.current);
  }

  showNode(place: NodePlace): void {
    this.#view?.mark(place);
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const stop of this.#stops) stop();
    for (const part of [this.#toolbar, this.#legend, this.#strip]) part.dispose();
    this.#view?.dispose();
  }

  weightsProgress(progress: JobProgress): void {
    this.#progress.show(progress);
  }

  #follow(state: HeatState): void {
    switch (state.kind) {
      case 'none':
        this.#replace([]);
        break;
      case 'loading':
        if (isMeasured(this.context.heat.choice.figure)) this.#showProgress();
        else this.#replace([loading(`Working out ${state.title}`)]);
        break;
      case 'failed':
        this.#failed(state.error, () => this.context.heat.retry());
        break;
      case 'absent':
        this.#replace([this.#absent()]);
        break;
      case 'ready':
        void this.#ready(state);
        break;
    }
  }

  /** Progress tells again and again; its page is put in once. */
  #showProgress(): void {
    if (this.#progress.element.parentElement === this.#body) return;
    this.#progress.reset();
    this.#replace([this.#progress.element]);
  }

  async #ready(state: ShownHeat): Promise<void> {
    const before = this.#shown?.heat.id;
    this.#shown = state;
    const asked = this.context.data.askedWeights();
    // Somebody measured already, or is at it: the columns are there without another click, but nobody waits for them.
    if (asked !== null && isMeasured(state.heat.id)) this.#report = await asked;
    else
      asked?.then(
        report => this.#measured(report),
        () => undefined,
      );
    if (this.#isDisposed || this.#shown !== state) return;
    if (before !== undefined && before !== state.heat.id) this.#sortByFigure(state);
    this.#build(before === undefined ? this.context.store.state.heatmap.scroll : 0);
  }

  #measured(report: WeightReport): void {
    if (this.#isDisposed || this.#report === report || this.context.heat.state.kind !== 'ready') return;
    this.#report = report;
    this.#build(this.context.store.state.heatmap.scroll);
  }

  async #measure(): Promise<void> {
    this.#showProgress();
    try {
      this.#measured(await this.context.data.weights());
    } catch (thrown) {
      if (!this.#isDisposed) this.#failed(errorInfo(thrown), () => void this.#measure());
    }
  }

  #build(scroll: number): void {
    const shown = this.#shown;
    if (shown === null) return;
    const view = this.#makeView(shown);
    const skipped = view instanceof WeightsView ? skippedWeights(this.#report) : [];
    this.#replace([view.element, ...skipped]);
    this.#view = view;
    this.#arrange(scroll);
    if (this.context.selection.current !== null) view.mark(this.context.selection.current);
  }

  #makeView(shown: ShownHeat): HeatView {
    const { mode } = this.context.store.state.heatmap;
    if (mode === 'treemap') return new TreemapView(this.context, shown);
    const onSort = (sort: Sort<string>): void => this.#setSort(sort);
    return isOfWeights(shown.heat.id) && shown.table.weights.length > 0
      ? new WeightsView(this.context, shown, this.#report, onSort)
      : new NodesView(this.context, shown, onSort);
  }

  #arrange(scroll: number): void {
    const count = this.#view?.arrange(scroll) ?? '';
    this.#toolbar.show(count, this.#view instanceof WeightsView && this.#report === null);
  }

  #change(change: Partial<ViewState['heatmap']>): void {
    const { mode } = this.context.store.state.heatmap;
    this.context.store.update('heatmap', change);
    if (change.mode !== undefined && change.mode !== mode) this.#build(0);
    else this.#arrange(0);
  }

  #setSort(sort: Sort<string>): void {
    this.context.store.update('heatmap', { sort });
    this.#arrange(0);
  }

  /** Whoever chooses a figure wants to see where it is high. */
  #sortByFigure({ heat }: ShownHeat): void {
    const metric = WEIGHT_METRICS.find(({ figure }) => figure === heat.id);
    const descending = heat.hot === 'high';
    this.context.store.update('heatmap', { sort: { column: metric?.id ?? 'figure', descending } });
  }

  #failed(error: ErrorInfo, again: () => void): void {
    const action = {
      label: isMeasured(this.context.heat.choice.figure) ? 'Measure weights' : 'Try again',
      onClick: again,
    };
    if (error.kind !== 'cancelled') {
      this.#replace([failurePage('The figure could not be worked out', error, [action])]);
      return;
    }
    this.#replace([
      element(
        'div',
        { class: 'empty', testId: 'heat-stopped' },
        element('p', { text: 'Stopped before all weights were read.' }),
        button({ label: action.label, look: 'primary', onClick: again }),
      ),
    ]);
  }

  #absent(): HTMLElement {
    return element(
      'div',
      { class: 'empty' },
      element('p', { text: 'The figure came from a report that is not there any more.' }),
      button({
        label: 'Show parameters',
        look: 'primary',
        onClick: () => this.context.heat.choose({ figure: USUAL }),
      }),
    );
  }

  #replace(contents: readonly HTMLElement[]): void {
    this.#view?.dispose();
    this.#view = null;
    this.#body.replaceChildren(...contents);
  }
}

function isOfWeights(figure: string): boolean {
  return WEIGHT_METRICS.some(metric => metric.figure === figure);
}
