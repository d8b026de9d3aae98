import { exactNumber, type NodeColumn } from './columns';
import type { CostSummary } from './costSummary';
import { type Cell, csv } from './csv';
import type { Totals } from './totals';

/** Rows of the given columns with exact figures; the first line has the columns' ids. Unknown cells are empty. */
export function rowsAsCsv(columns: readonly NodeColumn[], rows: Iterable<number>): string {
  return csv(lines(columns, rows));
}

function* lines(columns: readonly NodeColumn[], rows: Iterable<number>): Iterable<readonly Cell[]> {
  yield columns.map(({ id }) => id);
  for (const row of rows) yield columns.map(column => column.exact(row) ?? '');
}

/** Rows as objects by column id: numbers, texts, products such as `118013952*batch`, `null` for unknown. */
export function rowsAsJson(
  columns: readonly NodeColumn[],
  rows: Iterable<number>,
): readonly Readonly<Record<string, string | number | null>>[] {
  return Array.from(rows, row => Object.fromEntries(columns.map(column => [column.id, column.exact(row)])));
}

/** Sums as a file holds them: exact figures, amounts as in `NodeColumn.exact`. */
export function totalsAsJson({ macs, flops, ...rest }: Totals): Readonly<Record<string, string | number>> {
  return { ...rest, macs: exactNumber(macs), flops: exactNumber(flops) };
}

export function summaryAsJson({ totals, peak, openSizes, notes }: CostSummary) {
  return { openSizes, totals: totalsAsJson(totals), peak: { ...peak, bytes: exactNumber(peak.bytes) }, notes };
}
