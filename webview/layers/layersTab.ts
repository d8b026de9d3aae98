import type { LayerRow } from '../../src/shared/protocol/editor';
import { formatBytes, formatCount, formatInteger } from '../../src/shared/units';
import { element } from '../dom';
import type { PageContext, TabView } from '../state/pageContext';
import { nextSort } from '../state/sorting';
import type { LayerColumn } from '../state/viewState';
import { button, textField } from '../ui/controls';
import { fill } from '../ui/fill';
import { shareBar } from '../ui/shareBar';
import type { Column } from '../ui/tableOptions';
import { VirtualTable } from '../ui/virtualTable';
import { layersCsv } from './csv';
import { arrangeLayers, layerTotals, TEXT_COLUMNS } from './layerRows';

const ROW_HEIGHT = 28;
/** How long a note stands where the totals are. */
const NOTE_MS = 2500;

/** The table of layers: what each costs, sortable, and a way to each node. */
export class LayersTab implements TabView {
  readonly element = element('div', { class: 'table-tab', testId: 'panel-layers' });
  readonly #totals = element('div', { class: 'totals', role: 'status', testId: 'layers-totals' });
  #table: VirtualTable<LayerRow, LayerColumn | 'share'> | null = null;
  #rows: readonly LayerRow[] = [];
  #allBytes = 0;

  constructor(private readonly context: PageContext) {
    void fill(
      this.element,
      'Reading layers',
      () => context.data.layers(),
      rows => this.#build(rows),
    );
  }

  shown(): void {
    this.#table?.refresh();
  }

  dispose(): void {
    this.#table?.dispose();
  }

  #build(rows: readonly LayerRow[]): Node[] {
    if (rows.length === 0) {
      return [element('p', { class: 'empty', text: 'No node of this model owns weights.' })];
    }
    const { store } = this.context;
    this.#rows = rows;
    this.#allBytes = layerTotals(rows).bytes;
    const table = new VirtualTable<LayerRow, LayerColumn | 'share'>({
      label: 'Layers',
      testId: 'layers-table',
      columns: this.#columns(),
      rowHeight: ROW_HEIGHT,
      minWidth: 760,
      sort: store.state.layers.sort,
      onSort: column => this.#sortBy(column === 'share' ? 'bytes' : column),
      onActivate: row => this.context.goToNode(row.graph, row.index),
      onScroll: scroll => store.update('layers', { scroll }),
      rowLabel: row =>
        `${row.name === '' ? row.op : row.name}, ${row.op}, ${formatInteger(row.parameters)} parameters, ${formatBytes(row.bytes)}`,
    });
    this.#table = table;
    this.#arrange(store.state.layers.scroll);
    return [this.#toolbar(), table.element];
  }

  #toolbar(): HTMLElement {
    const { store } = this.context;
    const filter = textField({
      label: 'Filter layers',
      placeholder: 'Filter by name, operator, dtype, weight',
      value: store.state.layers.filter,
      testId: 'layers-filter',
      onInput: value => {
        store.update('layers', { filter: value });
        this.#arrange(0);
      },
    });
    return element(
      'div',
      { class: 'toolbar' },
      filter.element,
      this.#totals,
      element('span', { class: 'spacer' }),
      button({ label: 'Model order', onClick: () => this.#setSort({ column: 'order', descending: false }) }),
      button({ label: 'Copy as CSV', testId: 'layers-copy', onClick: () => void this.#copy() }),
    );
  }

  #columns(): Column<LayerRow, LayerColumn | 'share'>[] {
    return [
      {
        id: 'name',
        title: 'Layer',
        track: 'minmax(160px, 3fr)',
        render: (row, cell) => write(cell, row.name || '(no name)'),
      },
      { id: 'op', title: 'Operator', track: 'minmax(140px, 1fr)', render: (row, cell) => write(cell, row.op) },
      {
        id: 'parameters',
        title: 'Parameters',
        track: '104px',
        align: 'right',
        render: (row, cell) => write(cell, formatInteger(row.parameters)),
      },
      {
        id: 'bytes',
        title: 'Bytes',
        track: '88px',
        align: 'right',
        render: (row, cell) => write(cell, formatBytes(row.bytes)),
      },
      {
        id: 'share',
        title: 'Share',
        track: '130px',
        sortable: false,
        hint: 'Share of the bytes of all weights',
        render: (row, cell) => cell.append(shareBar(this.#allBytes === 0 ? 0 : row.bytes / this.#allBytes)),
      },
      {
        id: 'dtypes',
        title: 'Dtypes',
        track: 'minmax(80px, 1fr)',
        render: (row, cell) => write(cell, row.dtypes.join(', ')),
      },
      {
        id: 'outputType',
        title: 'Output',
        track: 'minmax(140px, 2fr)',
        render: (row, cell) => write(cell, row.outputType),
      },
    ];
  }

  #visible(): readonly LayerRow[] {
    const { filter, sort } = this.context.store.state.layers;
    return arrangeLayers(this.#rows, filter, sort);
  }

  #arrange(scroll: number): void {
    this.#table?.setRows(this.#visible(), scroll);
    this.#showTotals();
  }

  #showTotals(): void {
    const visible = this.#visible();
    const totals = layerTotals(visible);
    const of = visible.length === this.#rows.length ? '' : ` of ${formatInteger(this.#rows.length)}`;
    this.#totals.textContent = `${formatInteger(visible.length)}${of} layers, ${formatCount(totals.parameters)} parameters, ${formatBytes(totals.bytes)}`;
  }

  #sortBy(column: LayerColumn): void {
    this.#setSort(nextSort(this.context.store.state.layers.sort, column, TEXT_COLUMNS));
  }

  #setSort(sort: { readonly column: LayerColumn; readonly descending: boolean }): void {
    this.context.store.update('layers', { sort });
    this.#table?.setSort(sort);
    this.#arrange(0);
  }

  async #copy(): Promise<void> {
    const rows = this.#visible();
    try {
      await navigator.clipboard.writeText(layersCsv(rows));
      this.#totals.textContent = `${formatInteger(rows.length)} rows copied as CSV.`;
    } catch {
      this.#totals.textContent = 'The clipboard is not available here.';
    }
    setTimeout(() => this.#showTotals(), NOTE_MS);
  }
}

function write(cell: HTMLElement, text: string): void {
  cell.textContent = text;
  cell.title = text;
}
