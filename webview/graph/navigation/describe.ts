import { counted, formatInteger } from '../../../src/shared/units';
import { figureText, type HeatLook } from '../drawing/heatLook';
import type { ArrangedGraph } from './arrangedGraph';
import type { Neighbours } from './neighbours';

/** One line of the graph as a whole. */
export function describeGraph({ hierarchy }: ArrangedGraph): string {
  const page = hierarchy.instances[0]?.page;
  return `${counted(page?.names.length ?? 0, 'node')}, ${counted(page?.from.length ?? 0, 'edge')}`;
}

/** One line of an item; with its figure where there is heat. */
export function describeItem(graph: ArrangedGraph, item: number, heat: HeatLook | null): string {
  return graph.texts.describe(item, graph.isOpen(item), figureText(heat, item));
}

interface Selected {
  readonly graph: ArrangedGraph;
  readonly neighbours: Neighbours;
  readonly items: readonly number[];
}

/** What is selected, with what comes before and after, for whoever does not see it. */
export function describeSelected({ graph, neighbours, items }: Selected, heat: HeatLook | null): string {
  const [item] = items;
  if (item === undefined) return 'Nothing selected.';
  if (items.length > 1) return `${counted(items.length, 'item')} selected.`;
  const before = formatInteger(neighbours.before(item).length);
  const after = formatInteger(neighbours.after(item).length);
  const around = graph.around(item).at(-1);
  const where = around === undefined ? '' : ` In ${graph.texts.title(around)}.`;
  return `${describeItem(graph, item, heat)}. ${before} before, ${after} after.${where}`;
}

/** What opening or folding a group did. */
export function describeFolding(graph: ArrangedGraph, item: number): string {
  const title = graph.texts.title(item);
  if (graph.isOpen(item)) return `Opened ${title}, ${counted(graph.children(item).length, 'item')}.`;
  return `Folded ${title}, ${counted(graph.hierarchy.nodes[item] ?? 0, 'node')}.`;
}
