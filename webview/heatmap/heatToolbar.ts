import { element } from '../dom';
import type { HeatPart } from '../heat/heatPart';
import { heatPicker } from '../heat/heatPicker';
import type { PageContext } from '../state/pageContext';
import type { Sort, ViewState } from '../state/viewState';
import { button, select, textField } from '../ui/controls';
import { AREA_MEASURES } from './areas';

interface ToolbarEvents {
  readonly onView: (change: Partial<ViewState['heatmap']>) => void;
  readonly onSort: (sort: Sort<string>) => void;
  readonly onMeasure: () => void;
}

/** Views, figure, filter and order of the heat map. */
export class HeatToolbar implements HeatPart {
  readonly element: HTMLElement;
  readonly #context: PageContext;
  readonly #picker: HeatPart;
  readonly #count = element('span', { class: 'totals', role: 'status', testId: 'heat-count' });
  readonly #ofRows: readonly HTMLElement[];
  readonly #ofTreemap: readonly HTMLElement[];
  readonly #measure: HTMLElement;

  constructor(context: PageContext, { onView, onSort, onMeasure }: ToolbarEvents) {
    this.#context = context;
    const { mode, area, filter } = context.store.state.heatmap;
    this.#picker = heatPicker(context, { allowsNone: false, tellsState: false });
    const views = select({
      label: 'View',
      value: mode,
      testId: 'heat-mode',
      choices: [
        { value: 'rows', label: 'Rows' },
        { value: 'treemap', label: 'Treemap' },
      ],
      onChange: chosen => onView({ mode: chosen }),
    });
    const areas = select({
      label: 'Area of tiles',
      value: area,
      testId: 'heat-area',
      choices: AREA_MEASURES.map(({ id, title }) => ({ value: id, label: `Area by ${title}` })),
      onChange: chosen => onView({ area: chosen }),
    });
    const filters = textField({
      label: 'Filter rows',
      placeholder: 'Filter by layer, operator, weight, dtype',
      value: filter,
      testId: 'heat-filter',
      onInput: value => onView({ filter: value }),
    });
    this.#measure = button({
      label: 'Measure weights',
      testId: 'heat-measure',
      title: 'Reads all weights: sparsity, outliers, spread and histograms',
      onClick: onMeasure,
    });
    this.#ofRows = [
      filters.element,
      button({ label: 'Model order', onClick: () => onSort({ column: 'order', descending: false }) }),
    ];
    this.#ofTreemap = [areas.element];
    this.element = element(
      'div',
      { class: 'toolbar' },
      views.element,
      this.#picker.element,
      ...this.#ofTreemap,
      ...this.#ofRows,
      this.#measure,
      this.#count,
    );
    this.show('', false);
  }

  /** What there is, and whether measuring would bring more. */
  show(count: string, canMeasure: boolean): void {
    const isTreemap = this.#context.store.state.heatmap.mode === 'treemap';
    for (const part of this.#ofRows) part.hidden = isTreemap;
    for (const part of this.#ofTreemap) part.hidden = !isTreemap;
    this.#measure.hidden = !canMeasure;
    this.#count.textContent = count;
  }

  dispose(): void {
    this.#picker.dispose();
  }
}
