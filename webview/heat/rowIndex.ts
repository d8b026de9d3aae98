import type { NodeTable } from '../../src/shared/nodeTable/nodeTable';
import type { NodePlace } from '../state/selection';
import { NO_ITEM } from './heat';

/** From nodes to rows of the node table and back. */
export class RowIndex {
  readonly #rows = new Map<string, Uint32Array>();

  constructor(private readonly table: NodeTable) {
    const counts = new Uint32Array(table.graphs.length);
    for (const [row, graph] of table.graph.entries())
      counts[graph] = Math.max(counts[graph] ?? 0, (table.node[row] ?? 0) + 1);
    const byGraph = table.graphs.map((_, graph) => new Uint32Array(counts[graph] ?? 0).fill(NO_ITEM));
    for (const [row, graph] of table.graph.entries()) {
      const rows = byGraph[graph];
      if (rows !== undefined) rows[table.node[row] ?? 0] = row;
    }
    for (const [graph, { id }] of table.graphs.entries()) this.#rows.set(id, byGraph[graph] ?? new Uint32Array());
  }

  /** `NO_ITEM` for what is no node: ends of graphs, nodes of other models. */
  rowOf(graph: string, node: number): number {
    return this.#rows.get(graph)?.[node] ?? NO_ITEM;
  }

  placeOf(row: number): NodePlace | null {
    const graph = this.table.graphs[this.table.graph[row] ?? NO_ITEM];
    return graph === undefined ? null : { graph: graph.id, index: this.table.node[row] ?? 0 };
  }
}
