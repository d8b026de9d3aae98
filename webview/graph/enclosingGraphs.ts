import type { GraphSummary } from '../../src/shared/protocol/editor';

/** The graphs around `id`, outermost first, without itself: ids of subgraphs extend their parent's after a slash. */
export function enclosingGraphs(id: string, graphs: readonly GraphSummary[]): readonly GraphSummary[] {
  return graphs.filter(graph => id.startsWith(`${graph.id}/`)).sort((a, b) => a.id.length - b.id.length);
}
