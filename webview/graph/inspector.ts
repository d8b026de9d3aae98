import type { NodeDetail, PortDetail } from '../../src/shared/protocol/editor';
import { element } from '../dom';
import type { ModelData } from '../state/modelData';
import { button } from '../ui/controls';
import { fill } from '../ui/fill';
import { costSection } from './costSection';
import type { DrawnGraph } from './drawnGraph';
import { weightBlock } from './tensorPreview';

export interface InspectorEvents {
  onGo(vertex: number): void;
  onGraph(id: string): void;
  onClose(): void;
}

/** The side panel that tells everything about the selected vertex. */
export class Inspector {
  readonly element: HTMLElement;
  readonly #body = element('div', { class: 'inspector-body' });
  readonly #title = element('h2', { class: 'inspector-title' });

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
      this.#body,
    );
  }

  show(graph: DrawnGraph, vertex: number): void {
    this.element.hidden = false;
    this.#title.textContent = graph.title(vertex);
    this.element.scrollTop = 0;
    if (graph.kind(vertex) !== 'node') {
      this.#body.replaceChildren(...this.#portParts(graph, vertex));
      return;
    }
    void fill(
      this.#body,
      'Reading node',
      () => this.data.host.node(graph.page.id, vertex),
      detail => this.#nodeParts(graph, detail),
    );
  }

  hide(): void {
    this.element.hidden = true;
    this.#body.replaceChildren();
  }

  #portParts(graph: DrawnGraph, vertex: number): Node[] {
    const kind = graph.kind(vertex);
    const ports = kind === 'input' ? graph.page.inputs : graph.page.outputs;
    const port = ports.find(candidate => candidate.name === graph.name(vertex));
    const neighbours = kind === 'input' ? graph.consumers(vertex) : graph.producers(vertex);
    return [
      facts([
        ['Kind', `graph ${kind}`],
        ['Type', graph.portType(vertex)],
      ]),
      ...paragraph(port?.doc ?? ''),
      section(kind === 'input' ? 'Used by' : 'Comes from', this.#links(graph, neighbours)),
    ];
  }

  #nodeParts(graph: DrawnGraph, detail: NodeDetail): Node[] {
    return [
      facts([
        ['Name', detail.name],
        ['Operator', detail.domain === '' ? detail.op : `${detail.domain}.${detail.op}`],
        ['Position', `node ${detail.index} of graph ${detail.graph}`],
      ]),
      ...paragraph(detail.doc),
      costSection(this.data, detail.graph, detail.index),
      section('Attributes', detail.attributes.length === 0 ? [none()] : [this.#attributes(detail)]),
      section('Inputs', this.#ports(graph, detail.inputs)),
      section('Outputs', this.#ports(graph, detail.outputs)),
      ...(detail.metadata.length === 0
        ? []
        : [section('Metadata', [facts(detail.metadata.map(entry => [entry.key, entry.value]))])]),
    ];
  }

  #attributes(detail: NodeDetail): HTMLElement {
    const rows = detail.attributes.map(attribute => {
      const { graph } = attribute;
      const shown =
        graph === undefined
          ? element('span', { class: 'mono', text: attribute.text })
          : button({ label: `Open ${attribute.text}`, onClick: () => this.events.onGraph(graph) });
      return [element('dt', { text: attribute.name, title: attribute.kind }), element('dd', {}, shown)];
    });
    return element('dl', { class: 'facts', testId: 'attributes' }, ...rows.flat());
  }

  #ports(graph: DrawnGraph, ports: readonly PortDetail[]): Node[] {
    if (ports.length === 0) return [none()];
    return ports.map((port, i) =>
      element(
        'div',
        { class: 'port', testId: 'port' },
        element(
          'div',
          { class: 'port-head' },
          element('span', { class: 'port-index quiet', text: String(i) }),
          element('span', { class: 'mono', text: port.value === '' ? '(omitted)' : port.value }),
        ),
        port.type === '' || port.weight !== null ? null : element('div', { class: 'mono quiet', text: port.type }),
        port.weight === null ? null : weightBlock(port.weight, this.data.host),
        ...(port.nodes.length === 0 ? [] : [element('div', { class: 'links' }, ...this.#links(graph, port.nodes))]),
      ),
    );
  }

  #links(graph: DrawnGraph, vertices: readonly number[]): HTMLElement[] {
    if (vertices.length === 0) return [none()];
    return vertices.map(vertex => {
      const text = [graph.op(vertex), graph.name(vertex)].filter(part => part !== '').join(' ');
      return element('button', {
        class: 'link',
        text,
        attributes: { type: 'button' },
        on: { click: () => this.events.onGo(vertex) },
      });
    });
  }
}

function section(title: string, contents: readonly Node[]): HTMLElement {
  return element('section', { class: 'inspector-section' }, element('h3', { text: title }), ...contents);
}

function facts(rows: readonly (readonly [string, string])[]): HTMLElement {
  const filled = rows.filter(([, value]) => value !== '');
  return element(
    'dl',
    { class: 'facts' },
    ...filled.flatMap(([key, value]) => [element('dt', { text: key }), element('dd', { class: 'mono', text: value })]),
  );
}

function paragraph(text: string): HTMLElement[] {
  return text === '' ? [] : [element('p', { class: 'doc', text })];
}

function none(): HTMLElement {
  return element('p', { class: 'quiet', text: 'None' });
}
