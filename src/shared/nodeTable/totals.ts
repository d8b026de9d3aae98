import type { Amount } from '../amount';
import { rowCount, textAt } from './cells';
import type { NodeTable } from './nodeTable';
import { Shares } from './shares';

/** Sums over rows. Costs are of one run of the model: of rows in a loop's body, times its runs. */
export interface Totals {
  readonly rows: number;
  /** Elements of parameters and stored bytes of all weights; what rows share counts once. */
  readonly parameters: number;
  readonly weightBytes: number;
  /** Of the rows whose cost is known. */
  readonly macs: Amount;
  readonly flops: Amount;
  /** Rows that run and whose cost is not known: the sums are at least this incomplete. */
  readonly unknownRows: number;
}

export interface GroupTotals extends Totals {
  readonly key: string;
}

/** Numbers of rows, each once. */
export type Rows = readonly number[] | Uint32Array;

/** Totals of rows, all unless given. */
export function totalsOf(table: NodeTable, rows: Rows = everyRow(table)): Totals {
  return new Shares(table, rows).sum(rows);
}

/** Totals by what `keyOf` tells of each row, dearest first. Costs of the groups add up to the total of all the rows. */
export function totalsBy(
  table: NodeTable,
  keyOf: (row: number) => string,
  rows: Rows = everyRow(table),
): readonly GroupTotals[] {
  const shares = new Shares(table, rows);
  const groups = new Map<string, number[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [row]);
    else known.push(row);
  }
  const totals = Array.from(groups, ([key, members]) => ({ key, ...shares.sum(members) }));
  return totals.sort((a, b) => weight(b) - weight(a) || b.weightBytes - a.weightBytes || a.key.localeCompare(b.key));
}

export function byOperator(table: NodeTable): (row: number) => string {
  return row => textAt(table.op, row);
}

/** By scope, down to `depth` levels of it. */
export function byScope(table: NodeTable, depth = Number.POSITIVE_INFINITY): (row: number) => string {
  return row => textAt(table.scope, row).split('/').slice(0, depth).join('/');
}

function weight({ flops }: Totals): number {
  return flops.reduce((sum, { factor }) => sum + factor, 0);
}

function everyRow(table: NodeTable): Rows {
  return Uint32Array.from({ length: rowCount(table) }, (_, row) => row);
}
