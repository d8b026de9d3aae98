import { errorInfo } from '../../src/shared/errors';
import type { GraphPage, GraphSummary } from '../../src/shared/protocol/editor';
import { formatInteger } from '../../src/shared/units';
import { element } from '../dom';
import type { PageContext, TabView } from '../state/pageContext';
import type { CameraState } from '../state/graphState';
import { button, select } from '../ui/controls';
import { failurePage } from '../ui/failure';
import { loading } from '../ui/loading';
import { readTheme } from '../ui/theme';
import { breadcrumb } from './breadcrumb';
import { detailFont, titleFont } from './drawBoxes';
import { DrawnGraph } from './drawnGraph';
import { GraphCanvas } from './graphCanvas';
import { handleGraphKey } from './graphKeys';
import { Inspector } from './inspector';
import { layoutSteps } from './layout/layout';
import type { LayoutInput } from './layout/layoutTypes';
import { runSliced } from './layout/runSliced';
import { graphLegend } from './legend';
import { makeScene, type Scene } from './scene';
import { searchGraph } from './search';
import { SearchBar } from './searchBar';
import { boxSizes, TITLE_SIZE } from './sizes';

const REMEMBERED_CAMERAS = 20;

/** The graph: drawing, search, inspector and a way between graphs. */
export class GraphTab implements TabView {
  readonly element: HTMLElement;
  readonly #canvas: GraphCanvas;
  readonly #inspector: Inspector;
  readonly #search: SearchBar;
  readonly #crumbs = element('nav', { class: 'breadcrumb', label: 'Graph' });
  readonly #status = element('div', { class: 'graph-status', testId: 'graph-status' });
  readonly #cover = element('div', { class: 'graph-cover' });
  #scene: Scene | null = null;
  #selected: number | null = null;
  #matches: readonly number[] = [];
  #loading: AbortController | null = null;
  #graphs: readonly GraphSummary[] = [];
  #awaitsMatch = false;

  constructor(private readonly context: PageContext) {
    const { graph } = context.store.state;
    this.#canvas = new GraphCanvas({
      onSelect: vertex => this.#select(vertex, false),
      onOpen: vertex => {
        this.#select(vertex, false);
        this.#openInspector(true);
      },
      onCamera: camera => this.#remember(camera),
      onHover: vertex => this.#showStatus(vertex),
      onKey: event =>
        handleGraphKey(event, {
          canvas: this.#canvas,
          scene: () => this.#scene,
          selected: () => this.#selected,
          select: vertex => this.#select(vertex, true),
          openInspector: () => this.#openInspector(true),
          focusSearch: () => this.#search.focus(),
          nextMatch: step => this.#nextMatch(step),
        }),
    });
    this.#inspector = new Inspector(context.data, {
      onGo: vertex => this.#select(vertex, true),
      onGraph: id => void this.open(id, null),
      onClose: () => this.#closeInspector(),
    });
    this.#search = new SearchBar(graph.search, graph.regex, {
      onQuery: (query, regex) => this.#runSearch(query, regex),
      onNext: step => this.#nextMatch(step),
      onLeave: () => this.#canvas.element.focus(),
    });
    this.element = element(
      'div',
      { class: 'graph-tab', testId: 'panel-graph' },
      element(
        'div',
        { class: 'toolbar' },
        this.#search.element,
        element(
          'div',
          { class: 'zoom-buttons', role: 'group', label: 'Zoom' },
          button({ label: '−', title: 'Zoom out (−)', onClick: () => this.#canvas.zoom(1 / 1.25) }),
          button({ label: '+', title: 'Zoom in (+)', onClick: () => this.#canvas.zoom(1.25) }),
          button({ label: 'Fit', title: 'Show everything (0)', onClick: () => this.#canvas.fitAll() }),
        ),
        this.#crumbs,
      ),
      element(
        'div',
        { class: 'graph-main' },
        element(
          'div',
          { class: 'graph-split' },
          element('div', { class: 'graph-stage' }, this.#canvas.element, graphLegend(), this.#status, this.#cover),
          this.#inspector.element,
        ),
      ),
    );
    void this.open(graph.graph, graph.selected);
  }

  shown(): void {}

  dispose(): void {
    this.#loading?.abort();
    this.#canvas.dispose();
  }

  /** Shows a graph of the model and selects one of its vertices. */
  async open(id: string, vertex: number | null): Promise<void> {
    if (this.#scene?.graph.page.id === id) {
      this.#select(vertex, true);
      return;
    }
    this.#loading?.abort();
    const loadingNow = new AbortController();
    this.#loading = loadingNow;
    this.#cover.replaceChildren(loading('Laying out the graph'));
    this.#cover.hidden = false;
    try {
      const overview = await this.context.data.overview();
      this.#graphs = overview.graphs;
      const known = this.#graphs.some(graph => graph.id === id);
      const shownId = known ? id : (this.#graphs[0]?.id ?? id);
      const scene = await buildScene(await this.context.data.graph(shownId), loadingNow.signal);
      if (scene === null || loadingNow.signal.aborted) return;
      this.#show(scene, known ? vertex : null);
    } catch (thrown) {
      if (loadingNow.signal.aborted) return;
      const retry = { label: 'Try again', onClick: () => void this.open(id, vertex) };
      this.#cover.replaceChildren(failurePage('The graph could not be shown', errorInfo(thrown), [retry]));
    }
  }

  /** Searches and goes to the first match, as soon as there is a drawing. */
  search(query: string): void {
    this.#select(null, false);
    this.#search.setQuery(query);
    this.#awaitsMatch = this.#scene === null;
    this.#nextMatch(1);
  }

  #show(scene: Scene, vertex: number | null): void {
    const { store } = this.context;
    const { id } = scene.graph.page;
    const remembered = store.state.graph.cameras.find(entry => entry.graph === id)?.camera ?? null;
    const keepsInspector = store.state.graph.inspector;
    this.#scene = scene;
    this.#selected = null;
    this.#inspector.hide();
    this.#cover.hidden = true;
    this.#cover.replaceChildren();
    store.update('graph', { graph: id, selected: null });
    this.#canvas.setScene(scene, remembered);
    this.#crumbs.replaceChildren(...this.#navigation(id));
    this.#runSearch(store.state.graph.search, store.state.graph.regex);
    if (this.#awaitsMatch) {
      this.#awaitsMatch = false;
      this.#nextMatch(1);
    } else if (vertex !== null && vertex < scene.graph.vertices) {
      this.#select(vertex, remembered === null);
      if (keepsInspector) this.#openInspector(false);
    }
    this.#showStatus(null);
  }

  #navigation(id: string): Node[] {
    if (this.#graphs.length < 2) return [];
    const choice = select({
      label: 'Graph',
      value: id,
      testId: 'graph-select',
      choices: this.#graphs.map(graph => ({
        value: graph.id,
        label: `${graph.title} (${formatInteger(graph.nodes)} nodes)`,
      })),
      onChange: chosen => void this.open(chosen, null),
    });
    return [...breadcrumb(id, this.#graphs, chosen => void this.open(chosen, null)), choice.element];
  }

  #select(vertex: number | null, reveal: boolean): void {
    if (this.#scene === null) return;
    const { graph } = this.#scene;
    this.#selected = vertex !== null && vertex < graph.vertices ? vertex : null;
    this.#canvas.setSelected(this.#selected);
    this.context.store.update('graph', { selected: this.#selected });
    if (this.#selected === null) {
      this.#closeInspector();
    } else {
      if (reveal) this.#canvas.reveal(this.#selected);
      this.#openInspector(false);
      this.context.announce(this.#describe(this.#selected));
      if (graph.kind(this.#selected) === 'node') this.#tellHost(graph.page.id, this.#selected);
    }
    this.#showStatus(null);
    this.#showCount();
  }

  #tellHost(graph: string, index: number): void {
    this.context.data.host.selected(graph, index).catch((thrown: unknown) => this.context.problem(thrown));
  }

  #describe(vertex: number): string {
    if (this.#scene === null) return '';
    const { graph } = this.#scene;
    const inputs = graph.producers(vertex).length;
    const outputs = graph.consumers(vertex).length;
    return `${graph.describe(vertex)}. ${inputs} before, ${outputs} after.`;
  }

  #openInspector(takeFocus: boolean): void {
    if (this.#scene === null || this.#selected === null) return;
    const wasHidden = this.#inspector.element.hidden;
    this.#inspector.show(this.#scene.graph, this.#selected);
    this.context.store.update('graph', { inspector: true });
    if (takeFocus) this.#inspector.element.focus();
    // The panel takes room from the drawing; what was clicked must stay in sight.
    if (wasHidden) this.#canvas.reveal(this.#selected);
  }

  #closeInspector(): void {
    const hadFocus = this.#inspector.element.contains(document.activeElement);
    this.#inspector.hide();
    this.context.store.update('graph', { inspector: false });
    if (hadFocus) this.#canvas.element.focus();
  }

  #remember(camera: CameraState): void {
    const id = this.#scene?.graph.page.id;
    if (id === undefined) return;
    const others = this.context.store.state.graph.cameras.filter(entry => entry.graph !== id);
    const cameras = [{ graph: id, camera }, ...others].slice(0, REMEMBERED_CAMERAS);
    this.context.store.update('graph', { cameras });
  }

  #runSearch(query: string, regex: boolean): void {
    const previous = this.context.store.state.graph;
    if (previous.search !== query || previous.regex !== regex) {
      this.context.store.update('graph', { search: query, regex });
    }
    if (this.#scene === null) return;
    const result = searchGraph(this.#scene.graph, query, regex);
    this.#matches = inDrawingOrder(this.#scene, result.matches);
    this.#canvas.setMatches(new Set(this.#matches));
    if (result.error === null) this.#showCount();
    else this.#search.showCount(result.error, true);
  }

  #showCount(): void {
    const { search } = this.context.store.state.graph;
    if (search.trim() === '') {
      this.#search.showCount('', false);
      return;
    }
    const at = this.#selected === null ? -1 : this.#matches.indexOf(this.#selected);
    const total = formatInteger(this.#matches.length);
    if (this.#matches.length === 0) this.#search.showCount('No matches', false);
    else this.#search.showCount(at < 0 ? `${total} found` : `${formatInteger(at + 1)} of ${total}`, false);
  }

  #nextMatch(step: 1 | -1): void {
    if (this.#matches.length === 0) return;
    const at = this.#selected === null ? -1 : this.#matches.indexOf(this.#selected);
    const start = at < 0 && step === -1 ? 0 : at;
    const next = this.#matches[(start + step + this.#matches.length) % this.#matches.length];
    if (next !== undefined) this.#select(next, true);
  }

  #showStatus(hovered: number | null): void {
    if (this.#scene === null) return;
    const { graph } = this.#scene;
    const vertex = hovered ?? this.#selected;
    this.#status.textContent =
      vertex === null
        ? `${formatInteger(graph.nodes)} nodes, ${formatInteger(graph.page.from.length)} edges`
        : graph.describe(vertex);
  }
}

function inDrawingOrder(scene: Scene, vertices: readonly number[]): readonly number[] {
  const { rank, x } = scene.layout;
  return [...vertices].sort((a, b) => (rank[a] ?? 0) - (rank[b] ?? 0) || (x[a] ?? 0) - (x[b] ?? 0));
}

async function buildScene(page: GraphPage, signal: AbortSignal): Promise<Scene | null> {
  const graph = new DrawnGraph(page);
  const { font } = readTheme();
  const context = document.createElement('canvas').getContext('2d');
  const sizes = boxSizes(graph, (text, size, bold) => {
    if (context === null) return text.length * size * 0.6;
    context.font = bold && size === TITLE_SIZE ? titleFont(font) : detailFont(font);
    return context.measureText(text).width;
  });
  const anchored = new Uint8Array(graph.vertices);
  anchored.fill(1, graph.nodes, graph.nodes + page.inputs.length);
  const input: LayoutInput = { vertices: graph.vertices, from: page.from, to: page.to, ...sizes, anchored };
  const layout = await runSliced(layoutSteps(input), signal);
  return layout === null ? null : makeScene(graph, layout);
}
