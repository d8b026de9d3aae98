import { type ErrorInfo, errorInfo } from '../src/shared/errors';
import type { EditorTab, HostMethods, Overview, PageCommand, PageMethods } from '../src/shared/protocol/editor';
import type { Remote } from '../src/shared/protocol/rpc';
import { formatInteger } from '../src/shared/units';
import { element } from './dom';
import { FindingsTab } from './findings/findingsTab';
import { countFindings } from './findings/groupFindings';
import { FOLDED_BY_DEFAULT } from './graph/arrange/arrangement';
import { Arranger } from './graph/arrange/arranger';
import { startGraphWorker } from './graph/arrange/startGraphWorker';
import { themeGlyphs } from './graph/arrange/themeGlyphs';
import { GraphTab } from './graph/graphTab';
import { PageHeader } from './header';
import { HeatStore } from './heat/heatStore';
import { HeatmapTab } from './heatmap/heatmapTab';
import { LayersTab } from './layers/layersTab';
import { OverviewTab } from './overview/overviewTab';
import { BenchmarkTab } from './report/benchmarkTab';
import { SizesBar } from './sizesBar';
import { ModelData } from './state/modelData';
import type { ChosenNodes, PageContext, TabView } from './state/pageContext';
import { type NodePlace, Selection } from './state/selection';
import type { ViewStore } from './state/viewStore';
import { Banner } from './ui/banner';
import { type Tabs, tabs } from './ui/controls';
import { failurePage } from './ui/failure';
import { closeWeight } from './weights/openWeight';

const TITLES: Readonly<Record<EditorTab, string>> = {
  overview: 'Overview',
  graph: 'Graph',
  layers: 'Layers',
  heatmap: 'Heat map',
  findings: 'Findings',
  benchmark: 'Benchmark',
};

const TABS = [
  'overview',
  'graph',
  'layers',
  'heatmap',
  'findings',
  'benchmark',
] as const satisfies readonly EditorTab[];

/** The whole page: header, banner and tabs. Tabs are built when first shown. */
export class Page implements PageContext {
  readonly data: ModelData;
  readonly heat: HeatStore;
  readonly arranger: Arranger;
  readonly selection = new Selection();
  readonly #header = new PageHeader(command => this.run(command));
  readonly #sizes = new SizesBar(sizes => {
    this.host.bindSizes(sizes).catch((thrown: unknown) => this.problem(thrown));
  });
  readonly #banner = new Banner();
  readonly #main = element('main', { class: 'page-main' });
  readonly #live = element('div', {
    class: 'sr-only',
    role: 'status',
    testId: 'announcer',
    attributes: { 'aria-live': 'polite' },
  });
  readonly #panels = new Map<EditorTab, HTMLElement>();
  readonly #views = new Map<EditorTab, TabView>();
  /** The tree view selects and need not be told what. */
  #isToldByHost = false;
  #tabs: Tabs<EditorTab> | null = null;

  constructor(
    private readonly host: Remote<HostMethods>,
    readonly store: ViewStore,
  ) {
    this.data = new ModelData(host);
    this.arranger = new Arranger(this.data, themeGlyphs(), startGraphWorker);
    this.heat = new HeatStore(this.data, store);
    const [selected] = store.state.graph.selection.slice(-1);
    if (selected?.kind === 'place') this.selection.set({ graph: selected.graph, index: selected.index });
    this.selection.onChange(place => this.#selectedChanged(place));
  }

  /** Builds the page inside `root` and asks for the model. */
  start(root: HTMLElement): void {
    root.replaceChildren(this.#header.element, this.#sizes.element, this.#banner.element, this.#main, this.#live);
    this.#load();
  }

  /** What the extension host may call. */
  methods(): PageMethods {
    return {
      fileChanged: state => this.#fileChanged(state),
      reload: () => {
        this.data.clear();
        this.arranger.clear();
        this.#load();
      },
      sizesChanged: () => {
        this.data.clearFigures();
        this.arranger.clear();
        this.#load();
      },
      show: tab => this.#openTab(tab),
      reveal: (graph, index) => this.goToNode(graph, index),
      select: (graph, index) => this.#selectFromOutside({ graph, index }),
      exportPicture: () => this.#withGraph(view => view.exportPicture()),
      extract: () => this.extract(),
      weightsProgress: progress => {
        this.heat.weightsProgress(progress);
        for (const view of this.#views.values()) view.weightsProgress?.(progress);
      },
      lintProgress: progress => {
        for (const view of this.#views.values()) view.lintProgress?.(progress);
      },
      findingsChanged: () => {
        this.data.clearFindings();
        this.#countFindings();
        for (const view of this.#views.values()) view.findingsChanged?.();
      },
      figuresChanged: () => {
        this.data.clearNodeFigures();
        this.heat.reportsChanged();
        for (const view of this.#views.values()) view.figuresChanged?.();
      },
      showFigure: id => {
        this.heat.choose({ figure: id });
        const { tab } = this.store.state;
        this.#openTab(tab === 'heatmap' ? tab : 'graph');
      },
      failed: error => this.#showProblem(error),
    };
  }

  run(command: PageCommand): void {
    this.host.run(command).catch((thrown: unknown) => this.problem(thrown));
  }

  extract(nodes: ChosenNodes | null = this.#chosenNodes()): void {
    // The host says what to do where nothing is selected.
    const { graph, indices } = nodes ?? { graph: '', indices: [] };
    this.host.extract(graph, indices).catch((thrown: unknown) => this.problem(thrown));
  }

  problem(thrown: unknown): void {
    this.#showProblem(errorInfo(thrown));
  }

  goToNode(graph: string, index: number): void {
    this.#withGraph(view => void view.open(graph, index));
  }

  openGraph(graph: string): void {
    this.#withGraph(view => void view.open(graph, null));
  }

  searchGraph(query: string): void {
    this.#withGraph(view => view.search(query));
  }

  showFindings(count: number): void {
    this.#tabs?.setLabel('findings', count === 0 ? TITLES.findings : `${TITLES.findings} (${formatInteger(count)})`);
  }

  announce(text: string): void {
    this.#live.textContent = text;
  }

  #load(): void {
    closeWeight();
    this.#banner.hide();
    for (const view of this.#views.values()) view.dispose();
    this.#views.clear();
    this.#panels.clear();
    this.heat.renew();
    this.#header.setLoading();
    this.#tabs = tabs<EditorTab>({
      label: 'Views of the model',
      active: this.store.state.tab,
      items: TABS.map(id => ({ id, label: TITLES[id], panel: this.#panel(id) })),
      onChange: tab => this.#shown(tab),
    });
    this.#main.replaceChildren(this.#tabs.element);
    this.data.overview().then(
      overview => this.#opened(overview),
      (thrown: unknown) => this.#cannotShow(errorInfo(thrown)),
    );
    this.#shown(this.store.state.tab);
  }

  #opened(overview: Overview): void {
    this.#header.setModel(overview);
    this.#sizes.show(overview.openSizes);
    this.#countFindings();
    this.#prepareGraph(overview);
  }

  /** Who opens the graph later finds most of the work done; a tab that shows it already asks by itself. */
  #prepareGraph({ graphs }: Overview): void {
    const { graph, direction } = this.store.state.graph;
    const root = graphs.some(({ id }) => id === graph) ? graph : (graphs[0]?.id ?? graph);
    if (!this.#views.has('graph')) this.arranger.prepare({ root, folding: FOLDED_BY_DEFAULT, direction });
  }

  /** The tab says how much there is before anybody opens it. A failure is told there. */
  #countFindings(): void {
    this.data.findings().then(
      report => this.showFindings(countFindings(report)),
      () => undefined,
    );
  }

  #panel(tab: EditorTab): HTMLElement {
    const panel = element('div', { class: 'panel' });
    this.#panels.set(tab, panel);
    return panel;
  }

  #openTab(tab: EditorTab): void {
    if (this.#tabs === null || !this.#panels.has(tab)) return;
    this.#tabs.value = tab;
    this.#shown(tab);
  }

  #shown(tab: EditorTab): void {
    this.store.setTab(tab);
    const known = this.#views.get(tab);
    const view = known ?? this.#makeView(tab);
    if (known === undefined) {
      this.#views.set(tab, view);
      this.#panels.get(tab)?.replaceChildren(view.element);
    }
    view.shown();
  }

  #makeView(tab: EditorTab): TabView {
    switch (tab) {
      case 'overview':
        return new OverviewTab(this);
      case 'graph':
        return new GraphTab(this);
      case 'layers':
        return new LayersTab(this);
      case 'heatmap':
        return new HeatmapTab(this);
      case 'findings':
        return new FindingsTab(this);
      case 'benchmark':
        return new BenchmarkTab(this);
    }
  }

  #selectedChanged(place: NodePlace | null): void {
    this.store.update('graph', { selection: place === null ? [] : [{ kind: 'place', ...place }] });
    if (place === null || this.#isToldByHost) return;
    this.host.selected(place.graph, place.index).catch((thrown: unknown) => this.problem(thrown));
  }

  #selectFromOutside(place: NodePlace): void {
    this.#isToldByHost = true;
    try {
      const view = this.#views.get(this.store.state.tab);
      if (view?.showNode === undefined) this.goToNode(place.graph, place.index);
      else {
        this.selection.set(place);
        view.showNode(place);
      }
    } finally {
      this.#isToldByHost = false;
    }
  }

  #chosenNodes(): ChosenNodes | null {
    const chosen = this.#views.get(this.store.state.tab)?.chosenNodes?.() ?? null;
    const { current } = this.selection;
    return chosen ?? (current === null ? null : { graph: current.graph, indices: [current.index] });
  }

  #withGraph(action: (view: GraphTab) => void): void {
    this.#openTab('graph');
    const view = this.#views.get('graph');
    if (view instanceof GraphTab) action(view);
  }

  #fileChanged(state: 'changed' | 'deleted'): void {
    const reload = { label: 'Reload', onClick: () => this.#reopen() };
    if (state === 'changed') this.#banner.show('The file has changed on disk. This page shows what it was.', [reload]);
    else this.#banner.show('The file was deleted or moved. This page shows what it was.', [reload]);
  }

  #reopen(): void {
    this.#banner.hide();
    this.host.reopen().catch((thrown: unknown) => this.problem(thrown));
  }

  /** The model itself cannot be shown: nothing but the reason and what can be done. */
  #cannotShow(error: ErrorInfo): void {
    for (const view of this.#views.values()) view.dispose();
    this.#views.clear();
    this.#panels.clear();
    this.#tabs = null;
    this.#header.setFailed(error.file ?? '');
    this.#sizes.show([]);
    this.#main.replaceChildren(
      failurePage('This file cannot be shown', error, [
        { label: 'Try again', onClick: () => this.#reopen() },
        { label: 'Reopen with…', onClick: () => this.run('reopenAsText') },
      ]),
    );
  }

  #showProblem(error: ErrorInfo): void {
    if (error.kind === 'cancelled') return;
    const next = error.next === undefined ? '' : ` ${error.next}`;
    this.#banner.show(`${error.message}${next}`, [{ label: 'Dismiss', onClick: () => this.#banner.hide() }]);
  }
}
