import { NONE } from '../hierarchy/hierarchy';
import { searchGraph } from '../search';
import type { ArrangedGraph } from './arrangedGraph';

export interface ItemSearch {
  /** Items in the order of the drawing, those hidden in a folded group one after another where the group is. */
  readonly matches: readonly number[];
  /** Why the query could not be used, or not for everything. */
  readonly error: string | null;
}

/** Finds nodes and ends in a graph and in everything that is opened in place, whether it is in sight or in a folded group. */
export function searchItems(graph: ArrangedGraph, query: string, regex: boolean): ItemSearch {
  const { instances, items, vertex, instance } = graph.hierarchy;
  const results = new Map(instances.map(({ page }) => [page, searchGraph(page, query, regex)]));
  const found = instances.map(({ page }) => {
    const marks = new Uint8Array(page.names.length + page.inputs.length + page.outputs.length);
    for (const match of results.get(page)?.matches ?? []) marks[match] = 1;
    return marks;
  });
  const matches: number[] = [];
  for (let item = 0; item < items; item++) {
    const at = vertex[item] ?? NONE;
    if (at !== NONE && found[instance[item] ?? 0]?.[at] === 1) matches.push(item);
  }
  const error = [...results.values()].find(result => result.error !== null)?.error ?? null;
  return { matches: inDrawingOrder(graph, matches), error };
}

function inDrawingOrder(graph: ArrangedGraph, items: readonly number[]): readonly number[] {
  const { top, left, direction } = graph.drawing;
  const [along, across] = direction === 'down' ? [top, left] : [left, top];
  const at = new Map(items.map(item => [item, graph.position(graph.shown(item)) ?? 0]));
  return [...items].sort((a, b) => {
    const p = at.get(a) ?? 0;
    const q = at.get(b) ?? 0;
    return (along[p] ?? 0) - (along[q] ?? 0) || (across[p] ?? 0) - (across[q] ?? 0) || a - b;
  });
}
