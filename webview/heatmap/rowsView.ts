import { formatInteger, formatPercent } from '../../src/shared/units';
import { element } from '../dom';
import type { PageContext } from '../state/pageContext';
import { nextSort } from '../state/sorting';
import { type HeatColumn, METRICS, type Metric } from '../state/viewState';
import type { Column } from '../ui/tableOptions';
import { VirtualTable } from '../ui/virtualTable';
import type { HeatColors } from '../heat/heatColors';
import { type HeatRow, TEXT_COLUMNS } from './heatRows';
import { formatValue, METRIC_INFO, type MetricScale } from './metrics';
import { sparkline } from './sparkline';

const ROW_HEIGHT = 30;

export interface HeatStyle {
  readonly colors: () => HeatColors;
  readonly scales: ReadonlyMap<Metric, MetricScale>;
}

/** The table of weights with a coloured cell for each metric. */
export function heatTable(
  context: PageContext,
  style: HeatStyle,
  onSort: (sort: { readonly column: HeatColumn; readonly descending: boolean }) => void,
): VirtualTable<HeatRow, HeatColumn | 'histogram'> {
  const { store } = context;
  return new VirtualTable<HeatRow, HeatColumn | 'histogram'>({
    label: 'Weights',
    testId: 'heat-table',
    columns: columns(style),
    rowHeight: ROW_HEIGHT,
    minWidth: 1230,
    sort: store.state.heatmap.sort,
    onSort: column => {
      if (column !== 'histogram') onSort(nextSort(store.state.heatmap.sort, column, TEXT_COLUMNS));
    },
    onActivate: row => {
      if (row.layer !== null) context.goToNode(row.layer.graph, row.layer.index);
    },
    onScroll: scroll => store.update('heatmap', { scroll }),
    rowLabel: describe,
  });
}

/** All figures of a weight in one line. */
export function describe(row: HeatRow): string {
  const { weight } = row;
  const metrics = METRICS.map(metric => {
    const value = METRIC_INFO[metric].value(weight);
    return value === null ? null : `${METRIC_INFO[metric].title} ${METRIC_INFO[metric].format(value)}`;
  }).filter(text => text !== null);
  return [row.layerName, weight.name, `${weight.dtype}[${weight.shape.join(',')}]`, ...metrics].join(', ');
}

function columns(style: HeatStyle): Column<HeatRow, HeatColumn | 'histogram'>[] {
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
    {
      id: 'histogram',
      title: 'Histogram',
      track: '126px',
      sortable: false,
      hint: 'Distribution of the values; heights are square roots of counts, the tick marks zero',
      render: (row, cell) => {
        const { histogram } = row.weight;
        if (histogram === null) return;
        const label = `Histogram from ${formatValue(histogram.low)} to ${formatValue(histogram.high)}`;
        cell.append(sparkline(histogram, label));
        cell.title = label;
      },
    },
    ...METRICS.map(metric => metricColumn(metric, style)),
    valueColumn('min', 'Min'),
    valueColumn('max', 'Max'),
    valueColumn('mean', 'Mean'),
  ];
}

function renderWeight(row: HeatRow, cell: HTMLElement): void {
  const { weight } = row;
  const broken = weight.nan + weight.infinite;
  cell.title = `${weight.name}\n${weight.dtype}[${weight.shape.join(',')}]${weight.dequantized ? ', dequantized' : ''}`;
  cell.append(element('span', { class: 'ellipsis', text: weight.name }));
  if (broken > 0) {
    const text = `${formatInteger(weight.nan)} NaN, ${formatInteger(weight.infinite)} infinite`;
    cell.append(element('span', { class: 'warning-chip', text: '⚠ not finite', title: text, label: text }));
  }
}

function metricColumn(metric: Metric, style: HeatStyle): Column<HeatRow, HeatColumn> {
  const info = METRIC_INFO[metric];
  return {
    id: metric,
    title: info.title,
    hint: info.hint,
    track: metric === 'parameters' ? '104px' : '96px',
    align: 'right',
    render: (row, cell) => {
      const value = info.value(row.weight);
      cell.textContent = value === null ? '–' : info.format(value);
      if (value === null) return;
      const look = style.colors().at(style.scales.get(metric)?.position(value) ?? 0);
      cell.classList.add('heat-cell');
      cell.style.background = look.background;
      cell.style.color = look.text;
      if (metric === 'sparsity') cell.title = `${formatInteger(row.weight.zeros)} zeros (${formatPercent(value, 3)})`;
    },
  };
}

function valueColumn(column: 'min' | 'max' | 'mean', title: string): Column<HeatRow, HeatColumn> {
  return {
    id: column,
    title,
    track: '80px',
    align: 'right',
    render: (row, cell) => {
      const value = row.weight[column];
      cell.textContent = value === null ? '–' : formatValue(value);
    },
  };
}
