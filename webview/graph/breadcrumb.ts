import type { GraphSummary } from '../../src/shared/protocol/editor';
import { element } from '../dom';

/** The graphs around `id`, outermost first, without itself: ids of subgraphs extend their parent's after a slash. */
export function enclosingGraphs(id: string, graphs: readonly GraphSummary[]): readonly GraphSummary[] {
  return graphs.filter(graph => id.startsWith(`${graph.id}/`)).sort((a, b) => a.id.length - b.id.length);
}

export function breadcrumb(id: string, graphs: readonly GraphSummary[], onOpen: (id: string) => void): HTMLElement[] {
  return enclosingGraphs(id, graphs).flatMap(graph => [
    element('button', {
      class: 'link',
      text: graph.title,
      attributes: { type: 'button' },
      on: { click: () => onOpen(graph.id) },
    }),
    element('span', { class: 'quiet', text: '›', attributes: { 'aria-hidden': 'true' } }),
  ]);
}
