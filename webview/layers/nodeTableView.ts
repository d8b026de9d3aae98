import { printAmount } from '../../src/shared/amount';
import { errorInfo } from '../../src/shared/errors';
import { titleAt } from '../../src/shared/nodeTable/cells';
import type { NodeColumn } from '../../src/shared/nodeTable/columns';
import type { NodeTable } from '../../src/shared/nodeTable/nodeTable';
import type { JobProgress } from '../../src/shared/protocol/jobs';
import { formatBytes, formatInteger } from '../../src/shared/units';
import { element } from '../dom';
import type { PageContext } from '../state/pageContext';
import type { NodePlace } from '../state/selection';
import { nextSort } from '../state/sorting';
import type { LayersState, Sort } from '../state/viewState';
import { openMenu } from '../ui/menu';
import type { Column } from '../ui/tableOptions';
import { VirtualTable } from '../ui/virtualTable';
import { openWeight } from '../weights/openWeight';
import { type Arranged, Arrangement } from './arrange';
import { columnWidths, type Drawing, lineLabel, renderTotal, tableColumn, unknownNote } from './cells';
import { ColumnData } from './columnData';
import { exportLines } from './exportLines';
import { type ExportTarget, LayersToolbar } from './layersToolbar';
import { openRanks } from './rankPanel';
import { rowMenu } from './rowMenu';
import { SelectedRow } from './selectedRow';

const ROW_HEIGHT = 28;
/** Left and right of all columns, in pixels. */
const PADDING = 32;
/** A pause in typing after which the filter is applied. */
const TYPING_MS = 120;
/** Open groups that are remembered. */
const MOST_OPEN = 500;

/** Toolbar, table and totals over one node table. */
export class NodeTableView {
  readonly #summary = element('div', { class: 'layers-summary', testId: 'layers-summary' });
  readonly #toolbar: LayersToolbar;
  readonly #table: VirtualTable<number, string>;
  readonly #selected: SelectedRow;
  #data: ColumnData;
  #arrangement: Arrangement;
  #shown: Arranged;
  #open: ReadonlySet<string>;
  #typing: ReturnType<typeof setTimeout> | null = null;
  #isDisposed = false;

  constructor(
    private readonly context: PageContext,
    nodes: NodeTable,
  ) {
    this.#data = new ColumnData(nodes, null);
    this.#arrangement = new Arrangement(this.#data);
    this.#open = new Set(this.#state.open);
    this.#shown = this.#arrangement.of(this.#state);
    this.#toolbar = this.#makeToolbar();
    this.#table = this.#makeTable();
    this.#selected = new SelectedRow(context.selection, this.#table, () => this.#shown.lines, nodes);
    this.#arrange(this.#state.scroll);
    if (this.#state.measured) void this.#measure();
    requestIdleCallback(() => this.#prepareNames());
  }

  get parts(): readonly HTMLElement[] {
    return [this.#toolbar.element, this.#summary, this.#table.element];
  }

  refresh(): void {
    this.#table.refresh();
  }

  progress(progress: JobProgress): void {
    this.#toolbar.showProgress(progress);
  }

  dispose(): void {
    this.#isDisposed = true;
    if (this.#typing !== null) clearTimeout(this.#typing);
    this.#selected.dispose();
    this.#table.dispose();
  }

  /** Brings the row of a node into sight, opening the groups around it. */
  showNode(place: NodePlace): void {
    const row = this.#selected.rowOf(place);
    const groups = row === null ? [] : (this.#shown.groups?.around(row) ?? []);
    if (groups.some(id => !this.#open.has(id))) this.#setOpen(new Set([...this.#open, ...groups]));
    this.#selected.mark('nearest');
  }

  get #state(): LayersState {
    return this.context.store.state.layers;
  }

  get #drawing(): Drawing {
    return { data: this.#data, groups: () => this.#shown.groups, isOpen: id => this.#open.has(id) };
  }

  /** The columns shown, the name first: it is the one that stays in sight. */
  get #columns(): readonly NodeColumn[] {
    const { columns } = this.#state;
    const isShown = ({ id, isUsual }: NodeColumn): boolean => (columns === null ? isUsual : columns.includes(id));
    const name = this.#data.columns.filter(({ id }) => id === 'name');
    return [...name, ...this.#data.columns.filter(column => column.id !== 'name' && isShown(column))];
  }

  #makeToolbar(): LayersToolbar {
    return new LayersToolbar(this.#state, {
      onFilter: filter => this.#typed(filter),
      onEnterTable: () => this.#table.focus(),
      onView: view => this.#change({ view, scroll: 0 }),
      onLayersOnly: layersOnly => this.#change({ layersOnly, scroll: 0 }),
      onModelOrder: () => this.#setSort({ column: 'order', descending: false }),
      onColumns: columns => this.#setColumns(columns),
      columns: () => ({ all: this.#data.columns, shown: this.#columns }),
      onMeasure: () => void this.#measure(),
      onCancel: () => {
        this.context.data.host.cancelWeights().catch((thrown: unknown) => this.context.problem(thrown));
      },
      onExport: target => void this.#export(target),
    });
  }

  #makeTable(): VirtualTable<number, string> {
    return new VirtualTable<number, string>({
      label: 'Nodes and what they cost',
      testId: 'layers-table',
      ...this.#tableColumns(),
      rowHeight: ROW_HEIGHT,
      sort: this.#state.sort,
      sticky: true,
      tree: {
        level: line => this.#shown.groups?.levelOf(line) ?? 1,
        isOpen: line => this.#isOpen(line),
        toggle: line => this.#toggle(line),
      },
      onSort: column => this.#setSort(nextSort(this.#state.sort, column, this.#textColumns())),
      onActivate: line => this.#goTo(line),
      onMove: line => this.#selected.went(line),
      onScroll: scroll => this.context.store.update('layers', { scroll }),
      onMenu: (line, at) => this.#menu(line, at),
      onFind: () => this.#toolbar.focusFilter(),
      rowLabel: line => lineLabel(this.#drawing, line),
    });
  }

  /** Ranks of as many names as there are rows take the longest; nobody has to wait for them at a click. */
  #prepareNames(): void {
    const column = this.#data.column('name');
    if (column !== undefined && !this.#isDisposed) this.#data.keys(column);
  }

  #change(change: Partial<LayersState>): void {
    this.context.store.update('layers', change);
    this.#arrange(this.#state.scroll);
    this.context.announce(this.#toolbar.count);
  }

  #typed(filter: string): void {
    this.context.store.update('layers', { filter, scroll: 0 });
    if (this.#typing !== null) clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#arrange(0), TYPING_MS);
  }

  #setSort(sort: Sort<string>): void {
    this.context.store.update('layers', { sort, scroll: 0 });
    this.#table.setSort(sort);
    this.#arrange(0);
    const title = this.#data.column(sort.column)?.title;
    const direction = sort.descending ? 'descending' : 'ascending';
    this.context.announce(title === undefined ? 'In the order of the model' : `Sorted by ${title}, ${direction}`);
  }

  #setColumns(columns: readonly string[] | null): void {
    this.context.store.update('layers', { columns });
    this.#showColumns();
  }

  #showColumns(): void {
    const { columns, minWidth } = this.#tableColumns();
    this.#table.setColumns(columns, minWidth);
    this.#showTotals();
  }

  #tableColumns(): { readonly columns: readonly Column<number, string>[]; readonly minWidth: number } {
    const columns = this.#columns;
    const widths = columnWidths(columns, this.#data, this.#shown.totals);
    const drawing = this.#drawing;
    return {
      columns: columns.map(column => tableColumn(column, widths.get(column.id) ?? 0, drawing)),
      minWidth: [...widths.values()].reduce((sum, width) => sum + width, PADDING),
    };
  }

  #arrange(scroll: number): void {
    this.#shown = this.#arrangement.of(this.#state);
    this.#table.setRows(this.#shown.lines, scroll);
    this.#selected.mark('none');
    this.#showTotals();
    this.#toolbar.showCount(this.#countText(), this.#shown.problems);
    this.#showSummary();
  }

  #countText(withGroups = true): string {
    const { rows, candidates, groups } = this.#shown;
    const word = this.#state.layersOnly ? 'layers' : 'nodes';
    const of = rows.length === candidates ? '' : ` of ${formatInteger(candidates)}`;
    const inGroups = groups === null || !withGroups ? '' : ` in ${formatInteger(groups.count)} groups`;
    return `${formatInteger(rows.length)}${of} ${word}${inGroups}`;
  }

  #showTotals(): void {
    const { totals } = this.#shown;
    const columns = new Map(this.#columns.map(column => [column.id, column]));
    this.#table.setFoot((id, cell) => {
      const column = columns.get(id);
      if (id === 'name')
        cell.append(element('span', { class: 'ellipsis', text: `Total of ${this.#countText(false)}` }));
      else if (column !== undefined) renderTotal(column, totals, this.#data, cell);
    });
  }

  /** What no column tells: where memory peaks, and what the figures leave out. */
  #showSummary(): void {
    const { peak, notes } = this.#data.table;
    const { unknownRows } = this.#shown.totals;
    const row = peak.row;
    const bytes = printAmount(peak.bytes, formatBytes);
    const left =
      peak.unknownValues === 0 ? '' : ` (${formatInteger(peak.unknownValues)} values of unknown size left out)`;
    this.#summary.replaceChildren(
      this.#toolbar.status,
      ...(row === null
        ? []
        : [
            element(
              'span',
              {},
              `Activations peak at ${bytes}${left} in `,
              element('button', {
                class: 'link',
                text: titleAt(this.#data.table, row),
                testId: 'layers-peak',
                attributes: { type: 'button' },
                on: { click: () => this.#goTo(row) },
              }),
            ),
          ]),
      ...(unknownRows === 0 ? [] : [element('span', { text: unknownNote(unknownRows), testId: 'layers-unknown' })]),
      ...notes.map(text => element('span', { text })),
    );
  }

  #isOpen(line: number): boolean | null {
    const group = this.#shown.groups?.groupOf(line) ?? null;
    return group === null ? null : this.#open.has(group.id);
  }

  #toggle(line: number): void {
    const group = this.#shown.groups?.groupOf(line) ?? null;
    if (group === null) return;
    const open = new Set(this.#open);
    if (!open.delete(group.id)) open.add(group.id);
    this.#setOpen(open);
  }

  #setOpen(open: ReadonlySet<string>): void {
    this.#open = open;
    this.context.store.update('layers', { open: [...open].slice(-MOST_OPEN) });
    this.#arrange(this.#state.scroll);
  }

  #goTo(line: number): void {
    const { table } = this.#data;
    const graph = table.graphs[table.graph[line] ?? 0];
    if (graph !== undefined) this.context.goToNode(graph.id, table.node[line] ?? 0);
  }

  #menu(line: number, at: { readonly x: number; readonly y: number }): void {
    const group = this.#shown.groups?.groupOf(line) ?? null;
    if (group !== null) return;
    openMenu({
      label: titleAt(this.#data.table, line),
      at,
      returnTo: this.#table.element,
      items: rowMenu(this.#data, line, {
        onOpen: () => this.#goTo(line),
        onFilter: term => this.#addTerm(term),
        onRanks: names => void this.#ranks(names, at),
        onWeight: (graph, name) => openWeight(this.context, graph, name),
        onCopy: text => void this.#copy(text, 'Name copied.'),
      }),
    });
  }

  async #ranks(names: readonly string[], at: { readonly x: number; readonly y: number }): Promise<void> {
    try {
      const report = await this.context.data.host.ranks(names);
      if (report === null || this.#isDisposed) return;
      openRanks(report, { at, returnTo: this.#table.element });
    } catch (thrown) {
      if (errorInfo(thrown).kind !== 'cancelled') this.context.problem(thrown);
    }
  }

  #addTerm(term: string): void {
    const filter = `${this.#state.filter} ${term}`.trim();
    this.context.store.update('layers', { filter, scroll: 0 });
    this.#toolbar.setFilter(filter);
    this.#arrange(0);
  }

  async #measure(): Promise<void> {
    this.context.store.update('layers', { measured: true });
    this.#toolbar.showMeasuring();
    try {
      const report = await this.context.data.weights();
      if (this.#isDisposed) return;
      this.#data = new ColumnData(this.#data.table, report);
      this.#arrangement = new Arrangement(this.#data);
      this.#toolbar.showMeasured();
      this.#arrange(this.#state.scroll);
      this.#showColumns();
      this.context.announce('The weights are measured; their columns are shown.');
    } catch (thrown) {
      if (this.#isDisposed) return;
      this.context.store.update('layers', { measured: false });
      this.#toolbar.showMeasurable();
      if (errorInfo(thrown).kind !== 'cancelled') this.context.problem(thrown);
    }
  }

  async #export({ format, to }: ExportTarget): Promise<void> {
    const text = exportLines(format, this.#columns, this.#shown);
    if (to === 'clipboard') {
      await this.#copy(text, `${formatInteger(this.#shown.lines.length)} lines copied as ${format.toUpperCase()}.`);
      return;
    }
    try {
      const { file } = await this.context.data.overview();
      const name = `${file.replace(/\.[^.]*$/, '')}.nodes.${format}`;
      const saved = await this.context.data.host.saveText(name, new TextEncoder().encode(text));
      if (saved !== null) this.#toolbar.note(`Saved ${saved}.`);
    } catch (thrown) {
      this.context.problem(thrown);
    }
  }

  async #copy(text: string, done: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.#toolbar.note(done);
    } catch {
      this.#toolbar.note('The clipboard is not available here.');
    }
  }

  #textColumns(): ReadonlySet<string> {
    return new Set(['node', ...this.#data.columns.filter(({ kind }) => kind === 'text').map(({ id }) => id)]);
  }
}
