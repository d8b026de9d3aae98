import { type Amount, multiplyAmounts, sumAmounts, ZERO } from '../amount';
import { amountAt, rowCount } from './cells';
import { HOLDS, type NodeTable, type TableGraph, type TableWeight } from './nodeTable';
import type { Rows, Totals } from './totals';

/**
 * How often the cost of each chosen row counts, so that nothing counts twice: a node that holds graphs counts by itself
 * unless all rows of its graphs are chosen too; then those count instead, times their runs.
 */
export class Shares {
  readonly #chosen: Uint8Array;
  readonly #expanded: Uint8Array;
  readonly #runs: readonly (Amount | null)[];

  constructor(
    private readonly table: NodeTable,
    rows: Rows,
  ) {
    this.#chosen = new Uint8Array(rowCount(table));
    for (const row of rows) this.#chosen[row] = 1;
    this.#expanded = this.#expandedRows();
    this.#runs = this.#runsNotCounted();
  }

  /** Sums over some of the chosen rows. */
  sum(rows: Rows): Totals {
    const { table } = this;
    const macs = new RunningSum();
    const flops = new RunningSum();
    const weights = new Set<TableWeight>();
    let count = 0;
    let unknownRows = 0;
    for (const row of rows) {
      count += 1;
      for (let at = table.weightStart[row] ?? 0; at < (table.weightStart[row + 1] ?? 0); at++) {
        const weight = table.weights[table.weightOf[at] ?? 0];
        if (weight !== undefined) weights.add(weight);
      }
      if (this.#expanded[row] === 1) continue;
      const runs = this.#runs[table.graph[row] ?? 0] ?? null;
      if (runs !== null && runs.length === 0) continue;
      const operations = amountAt(table.flops, row);
      if (runs === null || operations === null) unknownRows += operations?.length === 0 ? 0 : 1;
      else {
        flops.add(operations, runs);
        macs.add(amountAt(table.macs, row) ?? ZERO, runs);
      }
    }
    let parameters = 0;
    let weightBytes = 0;
    for (const { elements, bytes, isParameter } of weights) {
      weightBytes += bytes;
      if (isParameter) parameters += elements;
    }
    return { rows: count, parameters, weightBytes, macs: macs.total(), flops: flops.total(), unknownRows };
  }

  /** Chosen rows whose graphs are chosen whole. */
  #expandedRows(): Uint8Array {
    const { table } = this;
    const missing = new Uint32Array(table.graphs.length);
    for (let row = 0; row < rowCount(table); row++) {
      const graph = table.graph[row] ?? 0;
      if (this.#chosen[row] === 0) missing[graph] = (missing[graph] ?? 0) + 1;
    }
    const expanded = this.#chosen.map((chosen, row) => (chosen === 1 && table.holds[row] === HOLDS.rows ? 1 : 0));
    for (const [graph, { heldBy }] of table.graphs.entries()) {
      if (missing[graph] === 0) continue;
      for (const { row } of heldBy) expanded[row] = 0;
    }
    return expanded;
  }

  /** Runs of each graph in one run of the model that no chosen row already stands for. */
  #runsNotCounted(): readonly (Amount | null)[] {
    const { table } = this;
    const runs = table.graphs.map<Amount | null>(({ times }) => times);
    for (const graph of table.runOrder) {
      const known = table.graphs[graph];
      if (known !== undefined && known.heldBy.length > 0) runs[graph] = this.#runsOf(known, runs);
    }
    return runs;
  }

  #runsOf({ heldBy }: TableGraph, runs: readonly (Amount | null)[]): Amount | null {
    const sum = new RunningSum();
    for (const { row, times } of heldBy) {
      if (this.#chosen[row] === 1 && this.#expanded[row] === 0) continue;
      const outside = runs[this.table.graph[row] ?? 0] ?? null;
      if (outside?.length === 0 || times?.length === 0) continue;
      if (outside === null || times === null) return null;
      sum.add(times, outside);
    }
    return sum.total();
  }
}

/** A sum of products that is made without a list of them. */
class RunningSum {
  readonly #factors = new Map<string, number>();

  add(amount: Amount, times: Amount): void {
    for (const { factor, of } of multiplyAmounts(times, amount))
      this.#factors.set(of, (this.#factors.get(of) ?? 0) + factor);
  }

  total(): Amount {
    return sumAmounts([Array.from(this.#factors, ([of, factor]) => ({ factor, of }))]);
  }
}
