import { costFacts } from '../../src/shared/nodeTable/costSummary';
import type { Overview, TypedName } from '../../src/shared/protocol/editor';
import { formatBytes, formatInteger, formatPercent } from '../../src/shared/units';
import { element } from '../dom';
import type { PageContext, TabView } from '../state/pageContext';
import { fill } from '../ui/fill';

/** The first page: what the model is, takes, gives and is made of. */
export class OverviewTab implements TabView {
  readonly element: HTMLElement;
  readonly #body = element('div', { class: 'overview-grid' });

  constructor(private readonly context: PageContext) {
    this.element = element('div', { class: 'scroll-tab', testId: 'panel-overview' }, this.#body);
    this.element.addEventListener('scroll', () => {
      if (this.element.clientHeight > 0) context.store.update('overview', { scroll: this.element.scrollTop });
    });
    void fill(
      this.#body,
      'Reading the model',
      () => context.data.overview(),
      overview => this.#build(overview),
    ).then(() => this.shown());
  }

  shown(): void {
    this.element.scrollTop = this.context.store.state.overview.scroll;
  }

  dispose(): void {}

  #build(overview: Overview): Node[] {
    return [
      card('Inputs', ports(overview.inputs)),
      card('Outputs', ports(overview.outputs)),
      card('Cost', this.#cost()),
      card(`Parameters by type`, weightTypes(overview)),
      card('Operators', this.#operators(overview)),
      card('Model', facts(overview)),
      ...(overview.metadata.length === 0
        ? []
        : [card('Metadata', pairs(overview.metadata.map(entry => [entry.key, entry.value])))]),
      ...(overview.graphs.length < 2 ? [] : [card('Graphs and functions', this.#graphs(overview))]),
      ...(overview.notes.length === 0 ? [] : [card('Notes', notes(overview.notes))]),
    ];
  }

  /** Asked for when the rest is there: the first page does not wait for figures of every node. */
  #cost(): HTMLElement {
    const body = element('div', { testId: 'cost' });
    void fill(
      body,
      'Adding up the cost',
      () => this.context.data.cost(),
      summary => [pairs(costFacts(summary)), ...(summary.notes.length === 0 ? [] : [notes(summary.notes)])],
    );
    return body;
  }

  #operators(overview: Overview): HTMLElement {
    const most = Math.max(1, ...overview.operators.map(operator => operator.count));
    const rows = overview.operators.map(operator => {
      const name = operator.domain === '' ? operator.op : `${operator.domain}.${operator.op}`;
      return element(
        'button',
        {
          class: 'bar-row',
          testId: 'operator',
          title: `Show ${name} in the graph`,
          attributes: { type: 'button' },
          on: { click: () => this.context.searchGraph(`op:${name}`) },
        },
        element('span', { class: 'bar-name', text: name }),
        bar(operator.count / most),
        element('span', { class: 'bar-number', text: formatInteger(operator.count) }),
      );
    });
    return element('div', { class: 'bars', testId: 'operators' }, ...rows);
  }

  #graphs(overview: Overview): HTMLElement {
    return element(
      'ul',
      { class: 'plain-list' },
      ...overview.graphs.map(graph =>
        element(
          'li',
          {},
          element('button', {
            class: 'link',
            text: graph.title,
            attributes: { type: 'button' },
            on: { click: () => this.context.openGraph(graph.id) },
          }),
          element('span', { class: 'quiet', text: ` ${formatInteger(graph.nodes)} nodes` }),
        ),
      ),
    );
  }
}

function card(title: string, contents: HTMLElement): HTMLElement {
  return element('section', { class: 'card' }, element('h2', { text: title }), contents);
}

function ports(values: readonly TypedName[]): HTMLElement {
  if (values.length === 0) return element('p', { class: 'quiet', text: 'None' });
  return element(
    'ul',
    { class: 'plain-list ports' },
    ...values.map(value =>
      element(
        'li',
        {},
        element('span', { class: 'port-name', text: value.name }),
        element('span', { class: 'mono', text: value.type === '' ? 'type not declared' : value.type }),
        value.doc === '' ? null : element('p', { class: 'quiet', text: value.doc }),
      ),
    ),
  );
}

function weightTypes(overview: Overview): HTMLElement {
  const total = overview.bytesByDtype.reduce((sum, entry) => sum + entry.bytes, 0);
  if (overview.weights === 0) return element('p', { class: 'quiet', text: 'No weights' });
  const sorted = [...overview.bytesByDtype].sort((a, b) => b.bytes - a.bytes);
  const strip = element('div', { class: 'type-strip', attributes: { 'aria-hidden': 'true' } });
  for (const [i, entry] of sorted.entries()) {
    const piece = element('span', { class: `type-piece type-${i % 6}` });
    piece.style.flexGrow = String(total === 0 ? 1 : entry.bytes / total);
    strip.append(piece);
  }
  const rows = sorted.map((entry, i) =>
    element(
      'li',
      {},
      element('span', { class: `swatch type-${i % 6}`, attributes: { 'aria-hidden': 'true' } }),
      element('span', { class: 'mono', text: entry.dtype }),
      element('span', { text: formatBytes(entry.bytes) }),
      element('span', { text: total === 0 ? '' : smallShare(entry.bytes / total) }),
      element('span', { class: 'quiet', text: `${formatInteger(entry.elements)} elements` }),
    ),
  );
  return element('div', {}, strip, element('ul', { class: 'plain-list type-list', testId: 'dtypes' }, ...rows));
}

/** Shares too small for a digit are not shown as nothing. */
function smallShare(share: number): string {
  return share > 0 && share < 0.001 ? '< 0.1 %' : formatPercent(share);
}

function facts(overview: Overview): HTMLElement {
  const opsets = overview.opsets.map(opset => `${opset.domain === '' ? 'ai.onnx' : opset.domain} ${opset.version}`);
  const version = overview.formatVersion === '' ? '' : ` version ${overview.formatVersion}`;
  return pairs([
    ['Format', `${overview.format}${version}`],
    ['Producer', overview.producer],
    ['Opsets', opsets.join(', ')],
    ['Domain', overview.domain],
    ['Model version', overview.modelVersion],
    ['File', `${formatBytes(overview.fileBytes)} (${formatInteger(overview.fileBytes)} bytes)`],
    ['External data', overview.externalBytes === 0 ? '' : formatBytes(overview.externalBytes)],
    ['Weights', `${formatInteger(overview.weights)} tensors, ${formatInteger(overview.parameters)} parameters`],
    ['Description', overview.doc],
  ]);
}

function pairs(rows: readonly (readonly [string, string])[]): HTMLElement {
  const filled = rows.filter(([, value]) => value !== '');
  return element(
    'dl',
    { class: 'facts' },
    ...filled.flatMap(([key, value]) => [element('dt', { text: key }), element('dd', { text: value })]),
  );
}

function notes(texts: readonly string[]): HTMLElement {
  return element('ul', { class: 'plain-list notes' }, ...texts.map(text => element('li', { text })));
}

function bar(share: number): HTMLElement {
  const fillBar = element('span', { class: 'bar-fill' });
  fillBar.style.width = `${share * 100}%`;
  return element('span', { class: 'bar-track', attributes: { 'aria-hidden': 'true' } }, fillBar);
}
