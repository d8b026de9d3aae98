import { rowCount, textAt, titleAt, weightsAt } from '../../src/shared/nodeTable/cells';
import type { NodeTable } from '../../src/shared/nodeTable/nodeTable';
import type { WeightFigures } from '../../src/shared/reports/weightReport';
import { matchesFilter, type SortKey, sortRows } from '../state/sorting';
import { type HeatColumn, METRICS, type Metric, type Sort } from '../state/viewState';
import { METRIC_INFO } from './metrics';

/** The node that owns a weight. */
export interface HeatLayer {
  readonly graph: string;
  readonly index: number;
  readonly op: string;
}

/** A weight and the layer that owns it. */
export interface HeatRow {
  readonly weight: WeightFigures;
  readonly layer: HeatLayer | null;
  /** Shown name of the layer; weights that no layer owns stand for themselves. */
  readonly layerName: string;
  /** First of its layer in the order shown: where the layer's name is written. */
  readonly first: boolean;
}

export const TEXT_COLUMNS: ReadonlySet<HeatColumn> = new Set(['order', 'layer', 'weight']);

/** Joins weights with the nodes that own them, in the order of the nodes; weights without one come last. */
export function joinRows(weights: readonly WeightFigures[], table: NodeTable): readonly HeatRow[] {
  const figures = new Map(weights.map(weight => [key(weight), weight]));
  const rows: HeatRow[] = [];
  for (let row = 0; row < rowCount(table); row++) {
    const owned = weightsAt(table, row);
    if (owned.length === 0) continue;
    const graph = table.graphs[table.graph[row] ?? 0]?.id ?? '';
    const layer = { graph, index: table.node[row] ?? 0, op: textAt(table.op, row) };
    for (const each of owned) {
      const weight = figures.get(key(each));
      if (weight === undefined) continue;
      figures.delete(key(each));
      rows.push({ weight, layer, layerName: titleAt(table, row), first: false });
    }
  }
  for (const weight of figures.values()) rows.push({ weight, layer: null, layerName: weight.name, first: false });
  return markFirst(rows);
}

/** What the colours span: weights of layers. Shapes and other constants that no layer owns would stretch the scale; they are clamped. */
export function scaledWeights(rows: readonly HeatRow[]): readonly WeightFigures[] {
  const owned = rows.filter(({ layer }) => layer !== null);
  return (owned.length === 0 ? rows : owned).map(({ weight }) => weight);
}

function key(weight: { readonly graph: string; readonly name: string }): string {
  return `${weight.graph}\n${weight.name}`;
}

/** Filters and sorts, keeping the weights of a layer together: layers are ordered by their foremost weight. */
export function arrangeRows(rows: readonly HeatRow[], filter: string, sort: Sort<HeatColumn>): readonly HeatRow[] {
  const wanted = filter.trim();
  const kept = wanted === '' ? rows : rows.filter(row => matchesFilter(searchText(row), wanted));
  const sorted =
    sort.column === 'order'
      ? sort.descending
        ? [...kept].reverse()
        : kept
      : sortRows(kept, row => sortKey(row, sort.column), sort.descending);
  return markFirst(groupByLayer(sorted));
}

function groupByLayer(rows: readonly HeatRow[]): readonly HeatRow[] {
  const groups = new Map<unknown, HeatRow[]>();
  for (const row of rows) {
    const group = row.layer ?? row.weight;
    const members = groups.get(group) ?? [];
    members.push(row);
    groups.set(group, members);
  }
  return [...groups.values()].flat();
}

function markFirst(rows: readonly HeatRow[]): readonly HeatRow[] {
  return rows.map((row, i) => {
    const previous = rows[i - 1];
    const first = previous === undefined || row.layer === null || previous.layer !== row.layer;
    return first === row.first ? row : { ...row, first };
  });
}

function searchText(row: HeatRow): string {
  return `${row.layerName} ${row.layer?.op ?? ''} ${row.weight.name} ${row.weight.dtype}`;
}

function sortKey(row: HeatRow, column: HeatColumn): SortKey {
  if (isMetric(column)) return METRIC_INFO[column].value(row.weight);
  switch (column) {
    case 'order':
      return null;
    case 'layer':
      return row.layerName;
    case 'weight':
      return row.weight.name;
    default:
      return row.weight[column];
  }
}

function isMetric(column: HeatColumn): column is Metric {
  return METRICS.some(metric => metric === column);
}
