import { type Amount, atSizeOne } from '../../src/shared/amount';
import { HOLDS, type NodeTable } from '../../src/shared/nodeTable/nodeTable';

/** A size at open sizes 1; NaN when unknown. */
export function sizeOf(amount: Amount | null): number {
  return amount === null ? Number.NaN : atSizeOne(amount);
}

/** How often each graph runs in one run of the model; NaN when unknown. */
export function runsOfGraphs({ graphs }: NodeTable): Float64Array {
  return Float64Array.from(graphs, ({ times }) => sizeOf(times));
}

/**
 * How often the rows of each graph count where some rows stand for all that they hold: the runs that no such row is behind. The
 * same rule by which the totals of the layers table count nothing twice, with open sizes at 1.
 */
export function countedRuns(table: NodeTable, standsFor: (row: number) => boolean): Float64Array {
  const runs = runsOfGraphs(table);
  for (const graph of table.runOrder) {
    const holders = table.graphs[graph]?.heldBy ?? [];
    if (holders.length === 0) continue;
    let sum = 0;
    for (const { row, times } of holders) {
      if (standsFor(row)) continue;
      const outside = runs[table.graph[row] ?? 0] ?? 0;
      const each = sizeOf(times);
      sum += outside === 0 || each === 0 ? 0 : outside * each;
    }
    runs[graph] = sum;
  }
  return runs;
}

/** Whether no row of a graph counts, because rows stand for all that holds it, near or far. */
export function coveredGraphs(table: NodeTable, standsFor: (row: number) => boolean): Uint8Array {
  const covered = new Uint8Array(table.graphs.length);
  for (const graph of table.runOrder) {
    const holders = table.graphs[graph]?.heldBy ?? [];
    const isCovered =
      holders.length > 0 && holders.every(({ row }) => standsFor(row) || covered[table.graph[row] ?? 0] === 1);
    covered[graph] = isCovered ? 1 : 0;
  }
  return covered;
}

/** Rows that stand for what they hold where every row of the table is looked at: the others repeat what their rows add up to. */
export function callsOnly({ holds }: NodeTable): (row: number) => boolean {
  return row => holds[row] === HOLDS.calls;
}
