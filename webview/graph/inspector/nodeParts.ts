import type { GraphPage, NodeDetail, PortDetail } from '../../../src/shared/protocol/editor';
import { element } from '../../dom';
import { button } from '../../ui/controls';
import { weightBlock } from '../../weights/weightBlock';
import { costSection } from '../costSection';
import type { Inspected } from './inspector';
import { facts, link, none, paragraph, section } from './sections';

/** Everything about a node. */
export function nodeParts(about: Inspected, item: number, detail: NodeDetail): Node[] {
  const page = about.graph.pageOf(item);
  return [
    facts([
      ['Name', detail.name],
      ['Operator', detail.domain === '' ? detail.op : `${detail.domain}.${detail.op}`],
      ['Position', `node ${detail.index} of graph ${detail.graph}`],
    ]),
    ...paragraph(detail.doc),
    ...bodies(about, page, detail.index),
    costSection(about.data, detail.graph, detail.index),
    section('Attributes', detail.attributes.length === 0 ? [none()] : [attributes(about, detail)]),
    section('Inputs', ports(about, page, detail.inputs)),
    section('Outputs', ports(about, page, detail.outputs, detail.index)),
    ...(detail.metadata.length === 0
      ? []
      : [section('Metadata', [facts(detail.metadata.map(entry => [entry.key, entry.value]))])]),
  ];
}

/** The function that the node calls; graphs that it holds are among its attributes. */
function bodies({ events }: Inspected, page: GraphPage, node: number): Node[] {
  const called = page.bodies.filter(body => body.node === node && body.kind === 'function');
  return called.map(body =>
    section('Function', [
      element(
        'div',
        { class: 'button-row' },
        button({ label: `Open ${body.title}`, onClick: () => events.onGraph(body.graph) }),
        button({ label: 'Show by itself', onClick: () => events.onRoot(body.graph) }),
      ),
    ]),
  );
}

function attributes({ events }: Inspected, detail: NodeDetail): HTMLElement {
  const rows = detail.attributes.map(({ name, kind, text, graph }) => {
    const shown =
      graph === undefined
        ? element('span', { class: 'mono', text })
        : button({ label: `Open ${text}`, onClick: () => events.onGraph(graph) });
    return [element('dt', { text: name, title: kind }), element('dd', {}, shown)];
  });
  return element('dl', { class: 'facts', testId: 'attributes' }, ...rows.flat());
}

/** @param source the node, for what it gives */
function ports(about: Inspected, page: GraphPage, list: readonly PortDetail[], source?: number): Node[] {
  if (list.length === 0) return [none()];
  return list.map((port, i) =>
    element(
      'div',
      { class: 'port', testId: 'port' },
      element(
        'div',
        { class: 'port-head' },
        element('span', { class: 'port-index quiet', text: String(i) }),
        element('span', { class: 'mono', text: port.value === '' ? '(omitted)' : port.value }),
        ...follow(about, page, port, source ?? port.nodes[0]),
      ),
      port.type === '' || port.weight !== null ? null : element('div', { class: 'mono quiet', text: port.type }),
      port.weight === null ? null : weightBlock(port.weight, about.data),
      ...(port.nodes.length === 0
        ? []
        : [element('div', { class: 'links' }, ...port.nodes.map(node => nodeLink(about, page, node)))]),
    ),
  );
}

/** Lights the value from the node that gives it to its users; constants and what nobody uses have no way. */
function follow({ events }: Inspected, page: GraphPage, port: PortDetail, source: number | undefined): HTMLElement[] {
  const value = port.weight === null && source !== undefined ? page.values.indexOf(port.value) : -1;
  if (value < 0 || source === undefined) return [];
  return [link('Follow', () => events.onFollowValue({ graph: page.id, index: source }, value))];
}

function nodeLink({ events }: Inspected, page: GraphPage, node: number): HTMLElement {
  const op = page.ops[page.op[node] ?? 0] ?? '';
  const text = [op, page.names[node] ?? ''].filter(part => part !== '').join(' ');
  return link(text, () => events.onGo({ graph: page.id, index: node }));
}
