import { formatInteger } from '../../src/shared/units';
import { heatColors } from '../heat/heatColors';
import type { ShownHeat } from '../heat/heatStore';
import type { PageContext } from '../state/pageContext';
import type { NodePlace } from '../state/selection';
import type { Sort } from '../state/viewState';
import type { VirtualTable } from '../ui/virtualTable';
import type { HeatView } from './heatView';
import { arrangeNodes, nodeTableOfHeat } from './nodeRows';

/** The nodes as rows with one figure. */
export class NodesView implements HeatView {
  readonly element: HTMLElement;
  readonly #table: VirtualTable<number, string>;
  #rows: readonly number[] = [];
  #colors = heatColors();

  constructor(
    private readonly context: PageContext,
    private readonly shown: ShownHeat,
    onSort: (sort: Sort<string>) => void,
  ) {
    this.#table = nodeTableOfHeat(context, shown, () => this.#colors, {
      onSort,
      onSelect: row => context.selection.set(shown.index.placeOf(row)),
    });
    this.element = this.#table.element;
  }

  arrange(scroll: number): string {
    const { filter, sort } = this.context.store.state.heatmap;
    this.#rows = arrangeNodes(this.shown, filter, sort);
    this.#table.setSort(sort);
    this.#table.setRows(this.#rows, scroll);
    const all = this.shown.table.graph.length;
    const of = this.#rows.length === all ? '' : ` of ${formatInteger(all)}`;
    return `${formatInteger(this.#rows.length)}${of} nodes`;
  }

  mark(place: NodePlace | null): void {
    const row = place === null ? -1 : this.#rows.indexOf(this.shown.index.rowOf(place.graph, place.index));
    this.#table.mark(row < 0 ? null : row);
  }

  refresh(): void {
    this.#colors = heatColors();
    this.#table.refresh();
  }

  dispose(): void {
    this.#table.dispose();
  }
}
