import type { NodeTable } from '../../src/shared/nodeTable/nodeTable';
import { RowIndex } from '../heat/rowIndex';
import type { NodePlace, Selection } from '../state/selection';
import type { VirtualTable } from '../ui/virtualTable';

/** Keeps the row of the selected node marked, and selects the node of the row that somebody goes to. */
export class SelectedRow {
  readonly #index: RowIndex;
  readonly #stop: () => void;

  /** @param lines what the table shows: rows, and numbers below zero for groups */
  constructor(
    private readonly selection: Selection,
    private readonly table: VirtualTable<number, string>,
    private readonly lines: () => ArrayLike<number>,
    nodes: NodeTable,
  ) {
    this.#index = new RowIndex(nodes);
    this.#stop = selection.onChange(() => this.mark('nearest'));
  }

  dispose(): void {
    this.#stop();
  }

  /** The row of a node, whether it is shown or not; `null` for what is no node of the table. */
  rowOf({ graph, index }: NodePlace): number | null {
    const row = this.#index.rowOf(graph, index);
    return this.#index.placeOf(row) === null ? null : row;
  }

  mark(scroll: 'nearest' | 'none'): void {
    const place = this.selection.current;
    const row = place === null ? null : this.rowOf(place);
    if (row === null) return;
    const line = Array.prototype.indexOf.call(this.lines(), row);
    if (line >= 0) this.table.mark(line, scroll);
  }

  /** Somebody went to a line. */
  went(line: number): void {
    const place = line < 0 ? null : this.#index.placeOf(line);
    if (place !== null) this.selection.set(place);
  }
}
