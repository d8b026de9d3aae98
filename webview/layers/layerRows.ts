import type { LayerRow } from '../../src/shared/protocol/editor';
import { matchesFilter, type SortKey, sortRows } from '../state/sorting';
import type { LayerColumn, Sort } from '../state/viewState';

/** Columns whose first click sorts from A to Z. */
export const TEXT_COLUMNS: ReadonlySet<LayerColumn> = new Set(['order', 'name', 'op', 'dtypes', 'outputType']);

export function arrangeLayers(rows: readonly LayerRow[], filter: string, sort: Sort<LayerColumn>): readonly LayerRow[] {
  const kept = filter.trim() === '' ? rows : rows.filter(row => matchesFilter(searchText(row), filter.trim()));
  if (sort.column === 'order') return sort.descending ? [...kept].reverse() : kept;
  return sortRows(kept, row => sortKey(row, sort.column), sort.descending);
}

function searchText(row: LayerRow): string {
  const weights = row.weights.map(weight => weight.name).join(' ');
  return `${row.name} ${row.op} ${row.dtypes.join(' ')} ${row.outputType} ${weights}`;
}

function sortKey(row: LayerRow, column: LayerColumn): SortKey {
  switch (column) {
    case 'dtypes':
      return row.dtypes.join(' ');
    case 'order':
      return null;
    default:
      return row[column];
  }
}

/** Sums in which a weight that several layers share counts once. */
export function layerTotals(rows: readonly LayerRow[]): { readonly parameters: number; readonly bytes: number } {
  const seen = new Set<string>();
  let bytes = 0;
  let parameters = 0;
  for (const row of rows) {
    const fresh = row.weights.filter(weight => !seen.has(`${weight.graph}\n${weight.name}`));
    for (const weight of fresh) seen.add(`${weight.graph}\n${weight.name}`);
    if (fresh.length === row.weights.length) {
      parameters += row.parameters;
      bytes += row.bytes;
    } else {
      parameters += fresh.reduce((sum, weight) => sum + weight.elements, 0);
      bytes += fresh.reduce((sum, weight) => sum + weight.bytes, 0);
    }
  }
  return { parameters, bytes };
}
