import { rowCount, weightsAt } from '../../src/shared/nodeTable/cells';
import type { NodeTable, TableWeight } from '../../src/shared/nodeTable/nodeTable';
import type { SharedParts } from './figure';

/**
 * The constants of each row with those of all that it holds or calls, each once, so that a node tells as much closed as what is in
 * it does when it is open.
 */
export function ownedWeights(table: NodeTable, size: (weight: TableWeight) => number): SharedParts {
  const rows = table.graph.length;
  const held = heldWeights(table);
  const start = new Uint32Array(rows + 1);
  const parts: number[] = [];
  for (let row = 0; row < rows; row++) {
    const own = table.weightOf.subarray(table.weightStart[row] ?? 0, table.weightStart[row + 1] ?? 0);
    const inside = held.get(row);
    for (const part of inside === undefined ? own : new Set([...own, ...inside])) parts.push(part);
    start[row + 1] = parts.length;
  }
  return { start, parts: Uint32Array.from(parts), size: Float64Array.from(table.weights, size) };
}

/** By row that holds graphs, the constants within, from the innermost graphs outwards. */
function heldWeights(table: NodeTable): ReadonlyMap<number, ReadonlySet<number>> {
  const rowsOf = rowsByGraph(table);
  const held = new Map<number, Set<number>>();
  for (const graph of [...table.runOrder].reverse()) {
    const holders = table.graphs[graph]?.heldBy ?? [];
    if (holders.length === 0) continue;
    const inside = new Set<number>();
    for (const row of rowsOf[graph] ?? []) {
      for (let at = table.weightStart[row] ?? 0; at < (table.weightStart[row + 1] ?? 0); at++)
        inside.add(table.weightOf[at] ?? 0);
      for (const part of held.get(row) ?? []) inside.add(part);
    }
    for (const { row } of holders) {
      const known = held.get(row);
      if (known === undefined) held.set(row, new Set(inside));
      else for (const part of inside) known.add(part);
    }
  }
  return held;
}

/** Rows of each graph, in their order. */
export function rowsByGraph(table: NodeTable): readonly (readonly number[])[] {
  const rows: number[][] = table.graphs.map(() => []);
  for (const [row, graph] of table.graph.entries()) rows[graph]?.push(row);
  return rows;
}

/** Sums over the parts of each row. */
export function partSums({ start, parts, size }: SharedParts): Float64Array {
  const sums = new Float64Array(start.length - 1);
  for (let row = 0; row < sums.length; row++) {
    let sum = 0;
    for (let at = start[row] ?? 0; at < (start[row + 1] ?? 0); at++) sum += size[parts[at] ?? 0] ?? 0;
    sums[row] = sum;
  }
  return sums;
}

/** Elements of the parameters of each row: what means over nodes are weighted by. */
export function parameterElements(table: NodeTable): Float64Array {
  return Float64Array.from({ length: rowCount(table) }, (_, row) =>
    weightsAt(table, row).reduce((sum, { elements, isParameter }) => sum + (isParameter ? elements : 0), 0),
  );
}
