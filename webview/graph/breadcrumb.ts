import type { GraphSummary } from '../../src/shared/protocol/editor';
import { element } from '../dom';
import { enclosingGraphs } from './enclosingGraphs';

/** Links to the graphs around the one on screen. */
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
