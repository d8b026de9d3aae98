import type { GraphSummary } from '../../../src/shared/protocol/editor';
import { formatInteger } from '../../../src/shared/units';
import { element } from '../../dom';
import { select } from '../../ui/controls';
import type { ArrangedGraph } from './arrangedGraph';

export interface BreadcrumbEvents {
  onRoot(id: string): void;
  onItem(item: number): void;
  /** The graph at the root was chosen: nothing is selected. */
  onTop(): void;
}

/** The way from the graph through the groups around to what is selected: `graph › encoder › layer.3 › attention`. */
export class Breadcrumb {
  readonly element = element('div', { class: 'breadcrumb', testId: 'breadcrumb' });
  readonly #roots = element('span', { class: 'breadcrumb-roots' });
  readonly #trail = element('ol', { class: 'breadcrumb-trail' });
  #shownRoots = '';

  constructor(private readonly events: BreadcrumbEvents) {
    this.element.append(this.#roots, element('nav', { label: 'Groups around what is selected' }, this.#trail));
  }

  /** @param roots graphs that stand by themselves */
  show(graph: ArrangedGraph, roots: readonly GraphSummary[], item: number | null): void {
    this.#showRoots(graph.root, roots);
    const title = roots.find(({ id }) => id === graph.root)?.title ?? graph.root;
    const around = item === null ? [] : graph.around(item);
    this.#trail.replaceChildren(
      crumb(title, item === null, () => this.events.onTop()),
      ...around.map(group => crumb(graph.texts.title(group), false, () => this.events.onItem(group))),
      ...(item === null ? [] : [crumb(graph.texts.title(item), true, () => this.events.onItem(item))]),
    );
  }

  #showRoots(root: string, roots: readonly GraphSummary[]): void {
    const shown = roots.length < 2 ? '' : JSON.stringify([root, roots.map(({ id }) => id)]);
    if (shown === this.#shownRoots) return;
    this.#shownRoots = shown;
    if (shown === '') {
      this.#roots.replaceChildren();
      return;
    }
    const choice = select({
      label: 'Graph',
      value: root,
      testId: 'graph-select',
      choices: roots.map(graph => ({ value: graph.id, label: `${graph.title} (${formatInteger(graph.nodes)} nodes)` })),
      onChange: chosen => this.events.onRoot(chosen),
    });
    this.#roots.replaceChildren(choice.element);
  }
}

function crumb(text: string, isCurrent: boolean, onClick: () => void): HTMLElement {
  return element(
    'li',
    {},
    element('button', {
      class: 'link',
      text,
      title: text,
      attributes: { type: 'button', ...(isCurrent ? { 'aria-current': 'true' } : {}) },
      on: { click: onClick },
    }),
  );
}
