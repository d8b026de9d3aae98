import type { NodeColumn } from '../../src/shared/nodeTable/columns';
import type { JobProgress } from '../../src/shared/protocol/jobs';
import { formatPercent } from '../../src/shared/units';
import { element } from '../dom';
import { openFilterHelp } from '../filter/filterHelp';
import type { LayersState, LayerView } from '../state/viewState';
import { button, type Control, checkbox, select, textField } from '../ui/controls';
import { openMenu } from '../ui/menu';
import { openColumnChooser } from './columnChooser';
import type { ExportFormat } from './exportLines';

/** How long a note stands where the count is. */
const NOTE_MS = 4000;

export interface ExportTarget {
  readonly format: ExportFormat;
  readonly to: 'clipboard' | 'file';
}

interface ToolbarEvents {
  readonly onFilter: (filter: string) => void;
  /** The keyboard is to go from the filter into the table. */
  readonly onEnterTable: () => void;
  readonly onView: (view: LayerView) => void;
  readonly onLayersOnly: (layersOnly: boolean) => void;
  readonly onModelOrder: () => void;
  readonly onColumns: (columns: readonly string[] | null) => void;
  readonly columns: () => { readonly all: readonly NodeColumn[]; readonly shown: readonly NodeColumn[] };
  readonly onMeasure: () => void;
  readonly onCancel: () => void;
  readonly onExport: (target: ExportTarget) => void;
}

/** Everything above the table of nodes. */
export class LayersToolbar {
  readonly element: HTMLElement;
  readonly #filter: Control<string>;
  /** How much is shown, and what is wrong with the filter; where it stands is the view's to decide. */
  readonly status: HTMLElement;
  readonly #count = element('span', { class: 'totals', role: 'status', testId: 'layers-count' });
  readonly #problem = element('span', { class: 'error-text', role: 'alert', testId: 'layers-problem' });
  readonly #measuring = element('span', { class: 'measuring' });
  readonly #progress = element('span', { class: 'totals', testId: 'layers-progress' });
  #countText = '';
  #noting: ReturnType<typeof setTimeout> | null = null;

  constructor(
    state: LayersState,
    private readonly events: ToolbarEvents,
  ) {
    this.#filter = textField({
      label: 'Filter nodes',
      placeholder: 'Filter: words, op:Conv, macs>1e6, /regex/',
      value: state.filter,
      testId: 'layers-filter',
      onInput: value => events.onFilter(value),
      onKey: event => this.#key(event),
    });
    const help = button({
      label: '?',
      title: 'What the filter understands',
      testId: 'layers-filter-help',
      onClick: () => openFilterHelp(help),
    });
    const columns = button({
      label: 'Columns…',
      testId: 'layers-columns',
      onClick: () => openColumnChooser({ ...events.columns(), at: columns, onChoose: events.onColumns }),
    });
    const exporting = button({
      label: 'Export…',
      testId: 'layers-export',
      onClick: () => this.#exportMenu(exporting),
    });
    this.element = element(
      'div',
      { class: 'toolbar layers-toolbar' },
      this.#filter.element,
      help,
      select({
        label: 'Group nodes',
        value: state.view,
        testId: 'layers-view',
        choices: [
          { value: 'nodes', label: 'Node by node' },
          { value: 'operator', label: 'By operator' },
          { value: 'scope', label: 'By scope' },
        ],
        onChange: view => events.onView(view),
      }).element,
      checkbox({
        label: 'Layers only',
        checked: state.layersOnly,
        testId: 'layers-only',
        onChange: checked => events.onLayersOnly(checked),
      }).element,
      columns,
      button({ label: 'Model order', testId: 'layers-order', onClick: () => events.onModelOrder() }),
      this.#measuring,
      exporting,
    );
    this.status = element('span', { class: 'layers-status' }, this.#count, this.#problem);
    this.showMeasurable();
  }

  get count(): string {
    return this.#countText;
  }

  focusFilter(): void {
    this.#filter.element.focus();
  }

  setFilter(text: string): void {
    this.#filter.value = text;
  }

  showCount(text: string, problems: readonly string[]): void {
    this.#countText = text;
    if (this.#noting === null) this.#count.textContent = text;
    this.#problem.textContent = problems.join(' ');
  }

  /** Says something for a moment where the count is. */
  note(text: string): void {
    if (this.#noting !== null) clearTimeout(this.#noting);
    this.#count.textContent = text;
    this.#noting = setTimeout(() => {
      this.#noting = null;
      this.#count.textContent = this.#countText;
    }, NOTE_MS);
  }

  showMeasurable(): void {
    this.#measuring.replaceChildren(
      button({
        label: 'Measure weights',
        title: 'Reads all weights: zeros, ranges, percentiles, outliers, structure',
        testId: 'layers-measure',
        onClick: () => this.events.onMeasure(),
      }),
    );
  }

  showMeasuring(): void {
    this.showProgress({ phase: 'Reading weights', fraction: null });
    this.#measuring.replaceChildren(
      this.#progress,
      button({ label: 'Cancel', testId: 'layers-cancel', onClick: () => this.events.onCancel() }),
    );
  }

  showProgress({ phase, fraction }: JobProgress): void {
    this.#progress.textContent = fraction === null ? phase : `${phase} ${formatPercent(fraction, 0)}`;
  }

  showMeasured(): void {
    this.#measuring.replaceChildren();
  }

  #key(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown') this.events.onEnterTable();
    else if (event.key === 'Escape' && this.#filter.value !== '') {
      this.#filter.value = '';
      this.events.onFilter('');
    } else return;
    event.preventDefault();
  }

  #exportMenu(anchor: HTMLElement): void {
    const item = (label: string, testId: string, target: ExportTarget) => ({
      label,
      testId,
      onChoose: () => this.events.onExport(target),
    });
    openMenu({
      label: 'Export what is shown',
      at: anchor,
      returnTo: anchor,
      items: [
        item('Copy as CSV', 'export-copy-csv', { format: 'csv', to: 'clipboard' }),
        item('Copy as JSON', 'export-copy-json', { format: 'json', to: 'clipboard' }),
        item('Save as CSV…', 'export-save-csv', { format: 'csv', to: 'file' }),
        item('Save as JSON…', 'export-save-json', { format: 'json', to: 'file' }),
      ],
    });
  }
}
