import { element } from '../../dom';
import type { ModelData } from '../../state/modelData';
import type { NodePlace } from '../../state/selection';
import { button } from '../../ui/controls';
import { fill } from '../../ui/fill';
import type { ArrangedGraph } from '../navigation/arrangedGraph';
import type { Neighbours } from '../navigation/neighbours';
import { endParts } from './endParts';
import { groupParts } from './groupParts';
import { nodeParts } from './nodeParts';
import { severalParts } from './severalParts';

export interface InspectorEvents {
  onGo(place: NodePlace): void;
  onItem(item: number): void;
  /** Opens a graph that a node holds, in place. */
  onGraph(id: string): void;
  /** Shows a function's graph by itself. */
  onRoot(id: string): void;
  /** Lights one value from where it comes to all that use it; `value` is an index into the values of the graph's page. */
  onFollowValue(source: NodePlace, value: number): void;
  onFold(item: number, open: boolean): void;
  onFoldOthers(item: number): void;
  /** Makes what is selected a model of its own. */
  onExtract(): void;
  onClose(): void;
}

/** What parts of the inspector are made from. */
export interface Inspected {
  readonly graph: ArrangedGraph;
  readonly neighbours: Neighbours;
  readonly data: ModelData;
  readonly events: InspectorEvents;
}

/** The side panel that tells everything about what is selected. */
export class Inspector {
  readonly element: HTMLElement;
  readonly #title = element('h2', { class: 'inspector-title' });
  readonly #actions = element('div', { class: 'button-row', role: 'group', label: 'Actions on what is selected' });
  readonly #body = element('div', { class: 'inspector-body' });
  /** What is shown, so that the same is not read again. */
  #names = '';
  #graph: ArrangedGraph | null = null;

  constructor(
    private readonly data: ModelData,
    private readonly events: InspectorEvents,
  ) {
    this.element = element(
      'aside',
      {
        class: 'inspector',
        label: 'Inspector',
        testId: 'inspector',
        hidden: true,
        attributes: { tabindex: '-1' },
        on: {
          keydown: event => {
            if (event.key === 'Escape') events.onClose();
          },
        },
      },
      element(
        'div',
        { class: 'inspector-head' },
        this.#title,
        button({ label: '✕', title: 'Close inspector (Escape)', onClick: () => events.onClose() }),
      ),
      this.#actions,
      this.#body,
    );
  }

  /** @param items what is selected, the last one last; never empty */
  show(graph: ArrangedGraph, neighbours: Neighbours, items: readonly number[]): void {
    this.element.hidden = false;
    const item = items.at(-1) ?? 0;
    const about: Inspected = { graph, neighbours, data: this.data, events: this.events };
    this.#showActions(about, items);
    const names = items.map(each => nameOf(graph, each)).join('\n');
    const place = graph.placeOf(item);
    const isNode = items.length === 1 && place !== null && !graph.isEnd(item);
    // What is told of a node does not depend on the arrangement.
    if (names === this.#names && (isNode || graph === this.#graph)) return;
    this.#names = names;
    this.#graph = graph;
    this.element.scrollTop = 0;
    this.#title.textContent = items.length > 1 ? `${items.length} selected` : graph.texts.title(item);
    if (items.length > 1) this.#body.replaceChildren(...severalParts(about, items));
    else if (place === null) this.#body.replaceChildren(...groupParts(about, item));
    else if (graph.isEnd(item)) this.#body.replaceChildren(...endParts(about, item));
    else {
      void fill(
        this.#body,
        'Reading node',
        () => this.data.host.node(place.graph, place.index),
        detail => nodeParts(about, item, detail),
      );
    }
  }

  hide(): void {
    this.#names = '';
    this.#graph = null;
    this.element.hidden = true;
    this.#actions.replaceChildren();
    this.#body.replaceChildren();
  }

  #showActions({ graph, events }: Inspected, items: readonly number[]): void {
    const [item] = items;
    const group = items.length === 1 && item !== undefined && graph.isGroup(item) ? item : null;
    const isOpen = group !== null && graph.isOpen(group);
    const hasNodes = items.some(each => !graph.isEnd(each));
    this.#actions.replaceChildren(
      ...(group === null
        ? []
        : [
            button({
              label: isOpen ? 'Fold' : 'Open',
              title: isOpen ? 'Fold this group (Enter)' : 'Open this group (Enter)',
              testId: 'inspector-fold',
              onClick: () => events.onFold(group, !isOpen),
            }),
            button({
              label: 'Fold others',
              title: 'Fold all other groups (o)',
              onClick: () => events.onFoldOthers(group),
            }),
          ]),
      ...(hasNodes && (group !== null || items.length > 1)
        ? [button({ label: 'Extract…', title: 'Make a model of its own of it', onClick: () => events.onExtract() })]
        : []),
    );
  }
}

function nameOf(graph: ArrangedGraph, item: number): string {
  const place = graph.placeOf(item);
  return place === null ? `group ${graph.keyOf(item)}` : `${place.graph} ${place.index}`;
}
