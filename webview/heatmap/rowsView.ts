import { formatInteger, formatPercent } from '../../src/shared/units';
import { element } from '../dom';
import type { Look } from '../heat/looks';
import { formatValue } from '../heat/printFigure';
import { metricOf, printMetric, WEIGHT_METRICS, type WeightMetric } from '../heat/weightMetrics';
import type { PageContext } from '../state/pageContext';
import { nextSort } from '../state/sorting';
import type { Sort } from '../state/viewState';
import { openMenu } from '../ui/menu';
import type { Column } from '../ui/tableOptions';
import { VirtualTable } from '../ui/virtualTable';
import { openWeight } from '../weights/openWeight';
import { type HeatRow, TEXT_COLUMNS } from './heatRows';
import { sparkline } from './sparkline';

const ROW_HEIGHT = 30;
const WIDTH_MEASURED = 1230;
const WIDTH_SIZES = 560;

/** How cells are coloured; `null` leaves one plain. */
export type CellLook = (metric: WeightMetric, value: number) => Look | null;

interface TableEvents {
  readonly onSort: (sort: Sort<string>) => void;
  readonly onSelect: (row: HeatRow) => void;
}

/** The table of weights with a coloured cell for each metric; before they are measured only of those that need no reading. */
export function heatTable(
  context: PageContext,
  look: CellLook,
  isMeasured: boolean,
  { onSort, onSelect }: TableEvents,
): VirtualTable<HeatRow, string> {
  const { store } = context;
  const table: VirtualTable<HeatRow, string> = new VirtualTable<HeatRow, string>({
    label: 'Weights',
    testId: 'heat-table',
    columns: columns(look, isMeasured),
    rowHeight: ROW_HEIGHT,
    minWidth: isMeasured ? WIDTH_MEASURED : WIDTH_SIZES,
    sort: store.state.heatmap.sort,
    onSort: column => onSort(nextSort(store.state.heatmap.sort, column, TEXT_COLUMNS)),
    activatesOnDoubleClick: true,
    onMove: onSelect,
    onActivate: row => {
      if (row.layer !== null) context.goToNode(row.layer.graph, row.layer.index);
    },
    onMenu: ({ weight, layer }, at) => {
      const look = {
        label: 'Look at the weight',
        testId: 'heat-weight',
        onChoose: () => openWeight(context, weight.graph, weight.name),
      };
      const goTo =
        layer === null ? [] : [{ label: 'Open in graph', onChoose: () => context.goToNode(layer.graph, layer.index) }];
      openMenu({ label: weight.name, at, returnTo: table.element, items: [look, ...goTo] });
    },
    onScroll: scroll => store.update('heatmap', { scroll }),
    rowLabel: describe,
  });
  return table;
}

/** All figures of a weight in one line. */
export function describe(row: HeatRow): string {
  const { weight } = row;
  const metrics = WEIGHT_METRICS.map(metric => {
    const value = metricOf(metric, weight, row.figures);
    return value === null ? null : `${metric.title} ${printMetric(metric, value)}`;
  }).filter(text => text !== null);
  return [row.layerName, weight.name, weight.type, ...metrics].join(', ');
}

function columns(look: CellLook, isMeasured: boolean): Column<HeatRow, string>[] {
  const metrics = WEIGHT_METRICS.filter(({ join }) => isMeasured || join === null);
  return [
    {
      id: 'layer',
      title: 'Layer',
      track: 'minmax(140px, 2fr)',
      render: (row, cell) => {
        cell.textContent = row.first ? row.layerName : '';
        cell.title = row.layer === null ? row.layerName : `${row.layer.op} ${row.layerName}`;
      },
    },
    { id: 'weight', title: 'Weight', track: 'minmax(170px, 3fr)', render: renderWeight },
    ...(isMeasured ? [histogramColumn] : []),
    ...metrics.map(metric => metricColumn(metric, look)),
    ...(isMeasured ? [valueColumn('min', 'Min'), valueColumn('max', 'Max'), valueColumn('mean', 'Mean')] : []),
  ];
}

const histogramColumn: Column<HeatRow, string> = {
  id: 'histogram',
  title: 'Histogram',
  track: '126px',
  sortable: false,
  hint: 'Distribution of the values; heights are square roots of counts, the tick marks zero',
  render: (row, cell) => {
    const histogram = row.figures?.histogram ?? null;
    if (histogram === null) return;
    const label = `Histogram from ${formatValue(histogram.low)} to ${formatValue(histogram.high)}`;
    cell.append(sparkline(histogram, label));
    cell.title = label;
  },
};

function renderWeight({ weight, figures }: HeatRow, cell: HTMLElement): void {
  const broken = figures === null ? 0 : figures.nan + figures.infinite;
  cell.title = `${weight.name}\n${weight.type}${figures?.dequantized === true ? ', dequantized' : ''}`;
  cell.append(element('span', { class: 'ellipsis', text: weight.name }));
  if (figures !== null && broken > 0) {
    const text = `${formatInteger(figures.nan)} NaN, ${formatInteger(figures.infinite)} infinite`;
    cell.append(element('span', { class: 'warning-chip', text: '⚠ not finite', title: text, label: text }));
  }
}

function metricColumn(metric: WeightMetric, look: CellLook): Column<HeatRow, string> {
  return {
    id: metric.id,
    title: metric.title,
    hint: metric.hint,
    track: metric.id === 'parameters' ? '104px' : '96px',
    align: 'right',
    render: (row, cell) => {
      const value = metricOf(metric, row.weight, row.figures);
      cell.textContent = value === null ? '–' : printMetric(metric, value);
      const colors = value === null ? null : look(metric, value);
      if (value === null || colors === null) return;
      cell.classList.add('heat-cell');
      cell.style.background = colors.background;
      cell.style.color = colors.text;
      if (metric.id === 'sparsity' && row.figures !== null)
        cell.title = `${formatInteger(row.figures.zeros)} zeros (${formatPercent(value, 3)})`;
    },
  };
}

function valueColumn(column: 'min' | 'max' | 'mean', title: string): Column<HeatRow, string> {
  return {
    id: column,
    title,
    track: '80px',
    align: 'right',
    render: (row, cell) => {
      const value = row.figures?.[column] ?? null;
      cell.textContent = value === null ? '–' : formatValue(value);
    },
  };
}
