import { textAt } from '../../../src/shared/nodeTable/cells';
import type { NodeTable } from '../../../src/shared/nodeTable/nodeTable';
import { COMPUTED_FIGURES } from '../../heat/figures';
import { type Heat, NO_ITEM } from '../../heat/heat';
import type { ShownHeat } from '../../heat/heatStore';
import { itemValues } from '../../heat/itemHeat';
import { makeHeat } from '../../heat/makeHeat';
import { RowIndex } from '../../heat/rowIndex';
import type { ArrangedGraph } from '../navigation/arrangedGraph';

/** A figure of the items of one arrangement. */
interface ItemColumn {
  readonly heat: Heat;
  readonly values: Float64Array;
}

/** What the tree tells of items beyond their names, as far as it is known yet. */
export class TreeColumns {
  #graph: ArrangedGraph | null = null;
  #nodes: { readonly table: NodeTable; readonly index: RowIndex; readonly parameters: Heat } | null = null;
  #heat: ShownHeat | null = null;
  #columns = new Map<Heat, ItemColumn>();

  get heatTitle(): string | null {
    return this.#heat?.heat.title ?? null;
  }

  setGraph(graph: ArrangedGraph): void {
    this.#graph = graph;
    this.#columns = new Map();
  }

  setNodes(table: NodeTable): void {
    const source = COMPUTED_FIGURES.find(({ id }) => id === 'parameters');
    if (source === undefined) return;
    this.#nodes = { table, index: new RowIndex(table), parameters: makeHeat(source.make(table), table, 'auto') };
  }

  setHeat(heat: ShownHeat | null): void {
    this.#heat = heat;
    this.#columns = new Map();
  }

  /** Printed types of what a node gives, of an end its own. */
  output(item: number): string {
    const graph = this.#graph;
    if (graph === null) return '';
    if (graph.isEnd(item)) return graph.texts.lines(item)[0] ?? '';
    const place = graph.placeOf(item);
    if (place === null || this.#nodes === null) return '';
    const { table, index } = this.#nodes;
    const row = index.rowOf(place.graph, place.index);
    return row === NO_ITEM ? '' : textAt(table.outputs, row);
  }

  parameters(item: number): string {
    if (this.#nodes === null) return '';
    const { table, index, parameters } = this.#nodes;
    return this.#print(item, { heat: parameters, table, index });
  }

  heat(item: number): string {
    return this.#heat === null ? '' : this.#print(item, this.#heat);
  }

  #print(item: number, shown: ShownHeat): string {
    const graph = this.#graph;
    if (graph === null) return '';
    const column = this.#columns.get(shown.heat) ?? { heat: shown.heat, values: itemValues(shown, graph.hierarchy) };
    this.#columns.set(shown.heat, column);
    const value = column.values[item] ?? Number.NaN;
    return Number.isNaN(value) ? '' : shown.heat.print(value);
  }
}
