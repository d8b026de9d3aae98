import type { GraphSummary } from '../../src/shared/protocol/editor';

/** The graphs around `id`, outermost first, without itself. */
export function enclosingGraphs(id: string, graphs: readonly GraphSummary[]): readonly GraphSummary[] {
  const byId = new Map(graphs.map(graph => [graph.id, graph]));
  const around: GraphSummary[] = [];
  const seen = new Set([id]);
  for (let parent = byId.get(id)?.parent ?? null; parent !== null && !seen.has(parent); ) {
    const graph = byId.get(parent);
    if (graph === undefined) break;
    seen.add(parent);
    around.unshift(graph);
    parent = graph.parent;
  }
  return around;
}

/** Graphs that no node holds: the main graph, functions and training graphs. */
export function rootGraphs(graphs: readonly GraphSummary[]): readonly GraphSummary[] {
  return graphs.filter(({ parent }) => parent === null);
}
