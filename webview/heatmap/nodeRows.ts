import { textAt, titleAt } from '../../src/shared/nodeTable/cells';
import { element } from '../dom';
import type { ShownHeat } from '../heat/heatStore';
import { type HeatColors, type Look, looksOf } from '../heat/looks';
import { rowText } from '../heat/rowText';
import type { PageContext } from '../state/pageContext';
import { matchesFilter, nextSort, sortRows } from '../state/sorting';
import type { Sort } from '../state/viewState';
import { shareBar } from '../ui/shareBar';
import type { Column } from '../ui/tableOptions';
import { VirtualTable } from '../ui/virtualTable';
import { TEXT_COLUMNS } from './heatRows';

const ROW_HEIGHT = 30;
const MIN_WIDTH = 620;

interface TableEvents {
  readonly onSort: (sort: Sort<string>) => void;
  readonly onSelect: (row: number) => void;
}

/** The nodes with their figure; rows are those of the node table. */
export function nodeTableOfHeat(
  context: PageContext,
  shown: ShownHeat,
  colors: () => HeatColors,
  { onSort, onSelect }: TableEvents,
): VirtualTable<number, string> {
  const { store } = context;
  return new VirtualTable<number, string>({
    label: `Nodes by ${shown.heat.title}`,
    testId: 'heat-table',
    columns: columns(shown, colors),
    rowHeight: ROW_HEIGHT,
    minWidth: MIN_WIDTH,
    sort: store.state.heatmap.sort,
    onSort: column => onSort(nextSort(store.state.heatmap.sort, column, TEXT_COLUMNS)),
    activatesOnDoubleClick: true,
    onMove: onSelect,
    onActivate: row => {
      const place = shown.index.placeOf(row);
      if (place !== null) context.goToNode(place.graph, place.index);
    },
    onScroll: scroll => store.update('heatmap', { scroll }),
    rowLabel: row => rowText(shown, row),
  });
}

/** Rows that the filter keeps, in the order asked for. */
export function arrangeNodes({ heat, table }: ShownHeat, filter: string, sort: Sort<string>): readonly number[] {
  const wanted = filter.trim();
  const all = Array.from(table.graph.keys());
  const kept = wanted === '' ? all : all.filter(row => matchesFilter(searchText(row), wanted));
  switch (sort.column) {
    case 'layer':
      return sortRows(kept, row => titleAt(table, row), sort.descending);
    case 'op':
      return sortRows(kept, row => textAt(table.op, row), sort.descending);
    case 'figure':
      return sortRows(kept, row => known(heat.values[row]), sort.descending);
    default:
      return sort.column === 'order' && sort.descending ? [...kept].reverse() : kept;
  }

  function searchText(row: number): string {
    return `${titleAt(table, row)} ${textAt(table.op, row)} ${textAt(table.scope, row)}`;
  }
}

function known(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}

function columns({ heat, table }: ShownHeat, colors: () => HeatColors): readonly Column<number, string>[] {
  const share: Column<number, string> = {
    id: 'share',
    title: 'Share',
    hint: 'Share of the whole model',
    track: 'minmax(120px, 200px)',
    sortable: false,
    render: (row, cell) => {
      const value = heat.values[row] ?? Number.NaN;
      if (value > 0 && heat.total > 0) cell.append(shareBar(value / heat.total));
    },
  };
  return [
    {
      id: 'layer',
      title: 'Node',
      track: 'minmax(180px, 3fr)',
      render: (row, cell) => named(cell, titleAt(table, row)),
    },
    {
      id: 'op',
      title: 'Operator',
      track: 'minmax(100px, 1fr)',
      render: (row, cell) => named(cell, textAt(table.op, row)),
    },
    {
      id: 'attributes',
      title: 'Attributes',
      track: 'minmax(80px, 1fr)',
      sortable: false,
      render: (row, cell) => named(cell, textAt(table.attributes, row)),
    },
    {
      id: 'figure',
      title: heat.title,
      hint: heat.source,
      track: '150px',
      align: 'right',
      render: (row, cell) => {
        const value = heat.values[row] ?? Number.NaN;
        cell.textContent = Number.isNaN(value) ? '–' : heat.print(value);
        if (Number.isNaN(value)) cell.classList.add('no-figure');
        else paint(cell, looksOf(heat, colors())(heat.position(value)));
      },
    },
    ...(heat.aggregation === 'sum' && heat.total > 0 ? [share] : []),
  ];
}

function named(cell: HTMLElement, text: string): void {
  cell.append(element('span', { class: 'ellipsis', text }));
  cell.title = text;
}

function paint(cell: HTMLElement, { background, text }: Look): void {
  cell.classList.add('heat-cell');
  cell.style.background = background;
  cell.style.color = text;
}
