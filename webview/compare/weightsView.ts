import { formatError, sparsityWords, weightSqnr, weightTypes } from '../../src/shared/reports/compareFigures';
import type { CompareReport, NodeStatus, WeightRow } from '../../src/shared/reports/compareReport';
import { formatBytes, formatInteger, formatPercent } from '../../src/shared/units';
import { element } from '../dom';
import type { Column, TableSort } from '../ui/tableOptions';
import { VirtualTable } from '../ui/virtualTable';
import type { CompareContext, CompareView } from './compareContext';
import { DetailPane } from './detailPane';
import { StatusFilter } from './statusFilter';
import { statusMark } from './statusMark';

type ColumnId = 'status' | 'name' | 'type' | 'sqnr' | 'error' | 'relative' | 'changed' | 'zeros' | 'bytes' | 'note';

const ROW_HEIGHT = 24;

/** What a column is sorted by; text where there is no number. */
const SORT_VALUES: Readonly<Record<ColumnId, (row: WeightRow) => number | string>> = {
  status: ({ status }) => status,
  name: row => nameOf(row),
  type: row => weightTypes(row),
  sqnr: ({ difference }) => difference?.sqnrDb ?? Number.POSITIVE_INFINITY,
  error: ({ difference }) => difference?.largestError ?? -1,
  relative: ({ difference }) => difference?.largestRelativeError ?? -1,
  changed: ({ difference }) => (difference === null ? -1 : difference.changed / Math.max(1, difference.elements)),
  zeros: row => sparsityChange(row),
  bytes: ({ a, b }) => (b?.bytes ?? 0) - (a?.bytes ?? 0),
  note: ({ note }) => note ?? '',
};

/** Every pair of weights with how far they differ. */
export class WeightsView implements CompareView {
  readonly element: HTMLElement;
  readonly #filter = new StatusFilter('weights', 'name', () => this.#fill(0));
  readonly #table: VirtualTable<WeightRow, ColumnId>;
  readonly #detail: DetailPane;
  #sort: TableSort<ColumnId> = { column: 'sqnr', descending: false };
  #scroll = 0;

  constructor(
    private readonly report: CompareReport,
    context: CompareContext,
  ) {
    this.#detail = new DetailPane('Chosen weight', context);
    this.#table = new VirtualTable<WeightRow, ColumnId>({
      label: 'Weights of both models',
      testId: 'weights-table',
      columns: COLUMNS,
      rowHeight: ROW_HEIGHT,
      minWidth: 1240,
      sticky: true,
      sort: this.#sort,
      onSort: column => this.#sortBy(column),
      onActivate: row => this.#choose(row),
      onScroll: top => {
        this.#scroll = top;
      },
      rowLabel: row => `${row.status}: ${nameOf(row)}, SQNR ${weightSqnr(row)}`,
      onFind: () => this.#filter.focus(),
    });
    this.element = element(
      'div',
      { class: 'table-tab', testId: 'compare-weights' },
      this.#filter.element,
      this.#table.element,
      this.#detail.element,
    );
    this.#filter.setCounts(countsOf(report.weights));
    this.#fill(0);
  }

  shown(): void {
    this.#fill(this.#scroll);
  }

  dispose(): void {
    this.#table.dispose();
  }

  #sortBy(column: ColumnId): void {
    this.#sort = { column, descending: this.#sort.column === column && !this.#sort.descending };
    this.#table.setSort(this.#sort);
    this.#fill(0);
  }

  #fill(scroll: number): void {
    const { weights } = this.report;
    const rows = weights.filter(row => this.#filter.shows(row.status, [row.a?.name, row.b?.name]));
    const value = SORT_VALUES[this.#sort.column];
    const sign = this.#sort.descending ? -1 : 1;
    rows.sort((one, other) => sign * order(value(one), value(other)));
    this.#table.setRows(rows, scroll);
    this.#filter.say(`${formatInteger(rows.length)} of ${formatInteger(weights.length)} constants`);
  }

  #choose(row: WeightRow): void {
    const { a, b, difference, owner, note, transposed } = row;
    const graph = owner === null ? undefined : this.report.graphs[owner.graph];
    const line = owner === null ? undefined : graph?.rows[owner.row];
    const facts = [
      weightTypes(row),
      a === null || b === null || a.name === b.name ? '' : `${a.name} → ${b.name}`,
      difference === null || difference.largestErrorAt.length === 0
        ? ''
        : `Largest error ${formatError(difference.largestError)} at [${difference.largestErrorAt.join(', ')}]`,
      difference?.largestRelativeError == null
        ? ''
        : `Largest relative error ${formatError(difference.largestRelativeError)} at [${difference.largestRelativeErrorAt.join(', ')}]`,
      difference === null
        ? ''
        : `${formatInteger(difference.changed)} of ${formatInteger(difference.elements)} elements differ`,
      transposed ? 'Stored transposed; compared as it is used.' : '',
      note ?? '',
    ];
    this.#detail.show({
      title: `${row.status}: ${nameOf(row)}`,
      facts,
      places: {
        a: line?.a == null || graph?.a == null ? null : { graph: graph.a, node: line.a.index },
        b: line?.b == null || graph?.b == null ? null : { graph: graph.b, node: line.b.index },
      },
    });
  }
}

function text(words: (row: WeightRow) => string) {
  return (row: WeightRow, cell: HTMLElement): void => {
    cell.textContent = words(row);
    cell.title = cell.textContent;
  };
}

const number = { align: 'right', sortable: true } as const;

const COLUMNS: readonly Column<WeightRow, ColumnId>[] = [
  { id: 'name', title: 'Weight', track: 'minmax(190px, 2fr)', sortable: true, render: text(nameOf) },
  {
    id: 'status',
    title: 'Status',
    track: '104px',
    sortable: true,
    render: (row, cell) => cell.append(statusMark(row.status)),
  },
  { id: 'type', title: 'Type', track: 'minmax(230px, 2fr)', sortable: true, render: text(weightTypes) },
  { ...number, id: 'sqnr', title: 'SQNR', track: '112px', render: text(weightSqnr) },
  {
    ...number,
    id: 'error',
    title: 'Largest error',
    track: '124px',
    render: text(({ difference }) => (difference === null ? '' : formatError(difference.largestError))),
  },
  {
    ...number,
    id: 'relative',
    title: 'Relative',
    track: '90px',
    hint: 'Largest |a−b| / |a|; 1 where a number became zero',
    render: text(({ difference }) =>
      difference?.largestRelativeError == null ? '' : formatError(difference.largestRelativeError),
    ),
  },
  { ...number, id: 'changed', title: 'Changed', track: '90px', render: text(changedShare) },
  { ...number, id: 'zeros', title: 'Zeros', track: '130px', render: text(sparsityWords) },
  { ...number, id: 'bytes', title: 'Bytes', track: '150px', render: text(bytesText) },
  { id: 'note', title: 'Note', track: 'minmax(100px, 2fr)', sortable: true, render: text(({ note }) => note ?? '') },
];

function nameOf({ a, b }: WeightRow): string {
  return a?.name ?? b?.name ?? '';
}

function changedShare({ difference }: WeightRow): string {
  return difference === null || difference.elements === 0
    ? ''
    : formatPercent(difference.changed / difference.elements);
}

function bytesText({ a, b }: WeightRow): string {
  const [before, after] = [a, b].map(side => (side === null ? '–' : formatBytes(side.bytes)));
  return before === after ? (before ?? '') : `${before} → ${after}`;
}

function sparsityChange({ a, b, difference }: WeightRow): number {
  if (a?.zeros == null || b?.zeros == null || difference === null) return Number.NEGATIVE_INFINITY;
  return (b.zeros - a.zeros) / Math.max(1, difference.elements);
}

function order(a: number | string, b: number | string): number {
  if (typeof a === 'string' || typeof b === 'string')
    return String(a).localeCompare(String(b), 'en', { numeric: true });
  return a === b ? 0 : a - b;
}

function countsOf(weights: readonly WeightRow[]): Readonly<Record<NodeStatus, number>> {
  const counts = { same: 0, renamed: 0, changed: 0, added: 0, removed: 0 };
  for (const { status } of weights) counts[status] += 1;
  return counts;
}
