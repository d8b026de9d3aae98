import { rowCount, textAt, titleAt, weightsAt } from '../../src/shared/nodeTable/cells';
import type { NodeTable } from '../../src/shared/nodeTable/nodeTable';
import type { WeightFigures, WeightReport } from '../../src/shared/reports/weightReport';
import { weightKey } from '../heat/joinMetric';
import { metricOf, WEIGHT_METRICS } from '../heat/weightMetrics';
import { matchesFilter, type SortKey, sortRows } from '../state/sorting';
import type { Sort } from '../state/viewState';

/** The node that owns a weight. */
export interface HeatLayer {
  readonly graph: string;
  readonly index: number;
  readonly op: string;
}

/** What is known of a weight without reading it. */
export interface RowWeight {
  readonly graph: string;
  readonly name: string;
  readonly dtype: string;
  /** `float32[64,3,7,7]` */
  readonly type: string;
  readonly elements: number;
  readonly bytes: number;
}

/** A weight and the layer that owns it. */
export interface HeatRow {
  readonly weight: RowWeight;
  /** `null` before it was measured. */
  readonly figures: WeightFigures | null;
  readonly layer: HeatLayer | null;
  /** Shown name of the layer; weights that no layer owns stand for themselves. */
  readonly layerName: string;
  /** First of its layer in the order shown: where the layer's name is written. */
  readonly first: boolean;
}

export const TEXT_COLUMNS: ReadonlySet<string> = new Set(['order', 'layer', 'weight', 'op']);

/**
 * Weights with the nodes that own them, in the order of the nodes. With a report those that were measured, and last the ones that
 * no node owns; without one, those that nodes own.
 */
export function joinRows(table: NodeTable, report: Pick<WeightReport, 'weights'> | null): readonly HeatRow[] {
  const measured = report === null ? null : new Map(report.weights.map(weight => [weightKey(weight), weight]));
  const seen = new Set<string>();
  const rows: HeatRow[] = [];
  for (let row = 0; row < rowCount(table); row++) {
    const owned = weightsAt(table, row);
    if (owned.length === 0) continue;
    const graph = table.graphs[table.graph[row] ?? 0]?.id ?? '';
    const layer = { graph, index: table.node[row] ?? 0, op: textAt(table.op, row) };
    for (const weight of owned) {
      const key = weightKey(weight);
      const figures = measured?.get(key) ?? null;
      if (seen.has(key) || (measured !== null && figures === null)) continue;
      seen.add(key);
      rows.push({ weight, figures, layer, layerName: titleAt(table, row), first: false });
    }
  }
  for (const figures of measured?.values() ?? []) {
    if (seen.has(weightKey(figures))) continue;
    const weight = { ...figures, type: `${figures.dtype}[${figures.shape.join(',')}]` };
    rows.push({ weight, figures, layer: null, layerName: figures.name, first: false });
  }
  return markFirst(rows);
}

/** What the colours span: weights of layers. Shapes and other constants that no layer owns would stretch the scale; they are clamped. */
export function scaledRows(rows: readonly HeatRow[]): readonly HeatRow[] {
  const owned = rows.filter(({ layer }) => layer !== null);
  return owned.length === 0 ? rows : owned;
}

/** Filters and sorts, keeping the weights of a layer together: layers are ordered by their foremost weight. */
export function arrangeRows(rows: readonly HeatRow[], filter: string, sort: Sort<string>): readonly HeatRow[] {
  const wanted = filter.trim();
  const kept = wanted === '' ? rows : rows.filter(row => matchesFilter(searchText(row), wanted));
  const key = sortKey(sort.column);
  const sorted = key === null ? (sort.descending ? [...kept].reverse() : kept) : sortRows(kept, key, sort.descending);
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

/** `null` for the order of the model, and for columns that there are not. */
function sortKey(column: string): ((row: HeatRow) => SortKey) | null {
  const metric = WEIGHT_METRICS.find(({ id }) => id === column);
  if (metric !== undefined) return row => metricOf(metric, row.weight, row.figures);
  switch (column) {
    case 'layer':
      return row => row.layerName;
    case 'weight':
      return row => row.weight.name;
    case 'min':
    case 'max':
    case 'mean':
      return row => row.figures?.[column] ?? null;
    default:
      return null;
  }
}
