import type { Amount } from '../../src/shared/amount';
import { exactNumber, type NodeColumn } from '../../src/shared/nodeTable/columns';
import { type Cell, csv } from '../../src/shared/nodeTable/csv';
import { rowsAsCsv, rowsAsJson } from '../../src/shared/nodeTable/export';
import type { Arranged } from './arrange';
import type { Group, GroupedRows } from './groups';

export type ExportFormat = 'csv' | 'json';

/** What the table shows as a file: the rows in their order with the columns shown, or the groups with their totals. */
export function exportLines(format: ExportFormat, columns: readonly NodeColumn[], shown: Arranged): string {
  const { groups, rows } = shown;
  if (format === 'csv') return groups === null ? rowsAsCsv(columns, rows) : csv(groupCells(groups, shown.lines));
  const values = groups === null ? rowsAsJson(columns, rows) : Array.from(groupObjects(groups, shown.lines));
  return `${JSON.stringify(values, null, 2)}\n`;
}

function* groupCells(groups: GroupedRows, lines: ArrayLike<number>): Iterable<readonly Cell[]> {
  let isFirst = true;
  for (const figures of groupObjects(groups, lines)) {
    if (isFirst) yield Object.keys(figures);
    isFirst = false;
    yield Object.values(figures);
  }
}

function* groupObjects(groups: GroupedRows, lines: ArrayLike<number>): Iterable<Readonly<Record<string, Cell>>> {
  for (const line of Array.from(lines)) {
    const group = groups.groupOf(line);
    if (group !== null) yield groupFigures(groups, group);
  }
}

function groupFigures(groups: GroupedRows, group: Group): Readonly<Record<string, Cell>> {
  const { rows, parameters, weightBytes, macs, flops, unknownRows } = groups.totals(group);
  const exact = (amount: Amount): Cell => exactNumber(amount);
  return { group: group.id, nodes: rows, parameters, weightBytes, macs: exact(macs), flops: exact(flops), unknownRows };
}
