import { element } from '../dom';
import { heatColors } from '../heat/heatColors';
import { heatLegend } from '../heat/heatLegend';
import type { HeatPart } from '../heat/heatPart';
import { heatPicker } from '../heat/heatPicker';
import { heatStrip } from '../heat/heatStrip';
import { itemHeat } from '../heat/itemHeat';
import type { ChosenNodes, PageContext, TabView } from '../state/pageContext';
import type { NodePlace } from '../state/selection';
import { onThemeChange } from '../ui/theme';
import { GraphCanvas } from './drawing/graphCanvas';
import type { HeatLook } from './drawing/heatLook';
import { ExportMenu } from './export/exportMenu';
import { Following } from './follow/following';
import { Inspector } from './inspector/inspector';
import { openKeysHelp } from './keysHelp';
import type { ArrangedGraph } from './navigation/arrangedGraph';
import { Breadcrumb } from './navigation/breadcrumb';
import { describeGraph, describeItem } from './navigation/describe';
import { GraphDesk, type OnScreen } from './navigation/graphDesk';
import { graphAction } from './navigation/graphKeys';
import { GraphSearch } from './navigation/graphSearch';
import { GraphStage } from './navigation/graphStage';
import { GraphToolbar } from './navigation/graphToolbar';
import { openItemMenu } from './navigation/itemMenu';
import { type KeyTargets, runAction } from './navigation/runAction';
import { TreeGrid } from './treeGrid/treeGrid';

/** After so long a click is not the first of two. */
const DOUBLE_CLICK_MS = 350;

/** The graph: drawing, tree, search, inspector and the ways between them. */
export class GraphTab implements TabView {
  readonly element: HTMLElement;
  readonly #canvas: GraphCanvas;
  readonly #desk: GraphDesk;
  readonly #inspector: Inspector;
  readonly #tree: TreeGrid;
  readonly #search: GraphSearch;
  readonly #following: Following;
  readonly #export: ExportMenu;
  readonly #stage: GraphStage;
  readonly #toolbar: GraphToolbar;
  readonly #crumbs: Breadcrumb;
  readonly #keys: KeyTargets;
  /** When the drawing was clicked last. */
  #pressed = Number.NEGATIVE_INFINITY;
  #opening: ReturnType<typeof setTimeout> | null = null;
  readonly #endings: readonly (() => void)[];

  constructor(private readonly context: PageContext) {
    const { arranger, store, heat } = context;
    this.#canvas = this.#makeCanvas();
    this.#desk = new GraphDesk(context, arranger, this.#canvas, {
      onScreen: (screen, isNewPicture) => this.#show(screen, isNewPicture),
      isInSight: () => this.element.clientWidth > 0,
      heatOf: graph => this.#heatOf(graph),
      onBusy: isBusy => this.#stage.setBusy(isBusy),
      onFailed: (thrown, retry) => this.#stage.showFailure(thrown, retry),
      onWay: (canGoBack, canGoForward) => this.#toolbar.setWay(canGoBack, canGoForward),
      onInspect: takesFocus => this.#inspect(takesFocus),
    });
    this.#inspector = this.#makeInspector();
    this.#search = new GraphSearch(context, {
      onMatches: matches => this.#canvas.setMatches(matches),
      onGo: place => void this.#desk.go({ kind: 'place', ...place }),
      onLeave: () => this.#canvas.element.focus(),
    });
    this.#following = new Following({
      onLit: edges => this.#canvas.setLit(edges),
      onTold: text => this.#tellFollowed(text),
    });
    this.#tree = new TreeGrid(context, {
      onSelect: (item, isClick) => this.#desk.select([item], { isJump: isClick, reveals: true }),
      onActivate: item => {
        this.#desk.select([item], { isJump: false, reveals: true });
        this.#inspect(true);
      },
      onFold: (item, open) => void this.#desk.setOpen(item, open),
      onFind: () => this.#search.focus(),
      onClose: () => this.#canvas.element.focus(),
    });
    this.#crumbs = new Breadcrumb({
      onRoot: id => void this.#desk.goToRoot(id),
      onItem: item => this.#desk.select([item], { isJump: true, reveals: true }),
      onTop: () => {
        this.#desk.select([], { isJump: true, reveals: false });
        this.#canvas.fitAll();
      },
    });
    const parts: readonly HeatPart[] = [heatPicker(context), heatLegend(context, true), heatStrip(context)];
    const [picker, legend, strip] = parts.map(part => part.element);
    this.#keys = this.#keyTargets();
    this.#export = new ExportMenu(context, this.#canvas);
    this.#toolbar = new GraphToolbar(this.#search.element, this.#keys, [
      ...(picker === undefined ? [] : [picker]),
      this.#export.element,
    ]);
    this.#stage = new GraphStage(this.#canvas, legend ?? element('span'));
    this.element = this.#layOut(strip ?? element('span'));
    this.#endings = [
      heat.onChange(() => this.#recolor()),
      onThemeChange(() => this.#recolor()),
      ...parts.map(part => () => part.dispose()),
      () => this.#tree.dispose(),
      () => this.#export.dispose(),
      () => this.#desk.dispose(),
      () => this.#canvas.dispose(),
    ];
    this.#setTree(store.state.graph.treeGrid);
    void this.#desk.begin();
  }

  shown(): void {
    this.#desk.cameIntoSight();
  }

  dispose(): void {
    if (this.#opening !== null) clearTimeout(this.#opening);
    for (const end of this.#endings) end();
  }

  /** Shows a graph of the model, or selects one of its nodes and brings it into sight. */
  async open(graph: string, index: number | null): Promise<void> {
    if (index === null) await this.#desk.goToGraph(graph);
    else await this.#desk.go({ kind: 'place', graph, index });
  }

  showNode(place: { readonly graph: string; readonly index: number }): void {
    void this.#desk.go({ kind: 'place', ...place });
  }

  /** Searches and goes to the first match, as soon as there is a picture. */
  search(query: string): void {
    this.#desk.clear();
    this.#search.find(query);
  }

  /** Asks which picture of the graph is wanted. */
  exportPicture(): void {
    this.#export.open();
  }

  chosenNodes(): ChosenNodes | null {
    return this.#desk.chosenNodes();
  }

  #makeCanvas(): GraphCanvas {
    return new GraphCanvas({
      onSelect: item => {
        this.#pressed = performance.now();
        this.#desk.select(item === null ? [] : [item], { isJump: item !== null, reveals: false });
      },
      onSelectMany: items => this.#desk.select(items, { isJump: false, reveals: false }),
      onToggle: item => void this.#desk.toggle(item),
      onOpen: item => {
        this.#desk.select([item], { isJump: true, reveals: false });
        this.#inspect(true);
      },
      onCamera: camera => this.#desk.cameraMoved(camera),
      onHover: item => this.#showStatus(item),
      onKey: event => this.#key(event),
      onMenu: (item, x, y) => this.#menu(item, { x, y }),
    });
  }

  #makeInspector(): Inspector {
    return new Inspector(this.context.data, {
      onGo: place => void this.#desk.go({ kind: 'place', ...place }),
      onItem: item => void this.#desk.goToItem(item),
      onGraph: id => void this.#desk.openHeld(id),
      onRoot: id => void this.#desk.goToRoot(id),
      onFollowValue: (source, value) => this.#followValue(source, value),
      onFold: (item, open) => void this.#desk.setOpen(item, open),
      onFoldOthers: item => void this.#desk.foldOthers(item),
      onExtract: () => this.context.extract(),
      onClose: () => this.#closeInspector(),
    });
  }

  #layOut(strip: HTMLElement): HTMLElement {
    return element(
      'div',
      { class: 'graph-tab', testId: 'panel-graph' },
      this.#toolbar.element,
      this.#crumbs.element,
      element(
        'div',
        { class: 'graph-main' },
        element('div', { class: 'graph-split' }, this.#tree.element, this.#stage.element, this.#inspector.element),
      ),
      strip,
    );
  }

  #keyTargets(): KeyTargets {
    return {
      desk: this.#desk,
      canvas: this.#canvas,
      following: this.#following,
      focusSearch: () => this.#search.focus(),
      nextMatch: step => this.#search.next(step),
      inspect: () => this.#inspect(true),
      toggleTree: () => this.#setTree(!this.#tree.isOpen, true),
      showMenu: () => this.#menuOfSelected(),
      showKeys: at => openKeysHelp(at ?? this.#canvas.element, this.#canvas.element),
    };
  }

  #show(screen: OnScreen, isNewPicture: boolean): void {
    const { graph, items } = screen;
    const item = items.at(-1) ?? null;
    if (isNewPicture) {
      this.#stage.uncover();
      this.#toolbar.setDirection(graph.drawing.direction);
      this.#canvas.element.setAttribute('aria-label', `Graph ${graph.root}, ${describeGraph(graph)}`);
      this.#tree.show(graph);
      this.#search.show(graph);
      this.#following.show(graph);
    }
    this.#search.select(item);
    this.#tree.mark(item);
    this.#crumbs.show(graph, this.#desk.roots, item);
    this.#showStatus(null);
    if (items.length === 0) this.#closeInspector();
    else if (!this.#inspector.element.hidden) this.#inspector.show(graph, screen.neighbours, items);
  }

  #showStatus(hovered: number | null): void {
    const { screen } = this.#desk;
    if (screen === null) return;
    const item = hovered ?? screen.items.at(-1) ?? null;
    this.#stage.showStatus(
      item === null ? describeGraph(screen.graph) : describeItem(screen.graph, item, this.#canvas.heat),
    );
  }

  #inspect(takesFocus: boolean): void {
    const { screen } = this.#desk;
    const item = screen?.items.at(-1);
    if (screen === null || item === undefined) return;
    const wasHidden = this.#inspector.element.hidden;
    if (this.#opening !== null) clearTimeout(this.#opening);
    this.#opening = null;
    // A second click, which opens a group, must meet what the first one met: the panel does not come between them.
    const wait = this.#pressed + DOUBLE_CLICK_MS - performance.now();
    if (wasHidden && !takesFocus && wait > 0) {
      this.#opening = setTimeout(() => this.#inspect(false), wait);
      return;
    }
    this.#inspector.show(screen.graph, screen.neighbours, screen.items);
    this.context.store.update('graph', { inspector: true });
    if (takesFocus) this.#inspector.element.focus();
    // The panel takes room from the drawing; what was clicked must stay in sight.
    if (wasHidden) this.#canvas.reveal(item);
  }

  #closeInspector(): void {
    const hadFocus = this.#inspector.element.contains(document.activeElement);
    this.#inspector.hide();
    this.context.store.update('graph', { inspector: false });
    if (hadFocus) this.#canvas.element.focus();
  }

  #setTree(open: boolean, takesFocus = false): void {
    const hadFocus = this.#tree.element.contains(document.activeElement);
    this.#tree.setOpen(open);
    this.#toolbar.setTree(open);
    this.context.store.update('graph', { treeGrid: open });
    if (open && takesFocus) this.#tree.focus();
    if (!open && hadFocus) this.#canvas.element.focus();
  }

  #key(event: KeyboardEvent): void {
    const action = graphAction(event);
    if (action === null) return;
    runAction(action, this.#keys);
    event.preventDefault();
    // The editor around the page has keys of its own, for going back as well.
    event.stopPropagation();
  }

  #menuOfSelected(): void {
    const { item } = this.#desk;
    const box = this.#canvas.element.getBoundingClientRect();
    const place = item === null ? null : this.#canvas.placeOf(item);
    const at = place === null ? { x: 40, y: 40 } : { x: place.x + place.width / 2, y: place.y + place.height };
    this.#menu(item, { x: box.left + at.x, y: box.top + at.y });
  }

  #menu(item: number | null, at: { readonly x: number; readonly y: number }): void {
    const { screen } = this.#desk;
    if (screen === null) return;
    if (item !== null && !screen.items.includes(item)) this.#desk.select([item], { isJump: true, reveals: false });
    openItemMenu(
      screen.graph,
      item,
      { at, returnTo: this.#canvas.element },
      {
        onFold: (group, open) => void this.#desk.setOpen(group, open),
        onFoldOthers: group => void this.#desk.foldOthers(group),
        onAround: () => this.#desk.selectAround(),
        onInspect: () => this.#inspect(true),
        onFollow: kind => this.#following.start(kind, this.#desk.screen?.items ?? []),
        onCopyLink: node => this.#copyLink(node),
        onExtract: () => this.context.extract(),
        onFit: () => this.#canvas.fitAll(),
        onExpandAll: () => void this.#desk.expandAll(),
        onFoldAll: () => void this.#desk.foldAll(),
      },
    );
  }

  #followValue(source: NodePlace, value: number): void {
    const page = this.#desk.screen?.graph.hierarchy.instances.find(({ page }) => page.id === source.graph)?.page;
    this.#following.startValue({ kind: 'place', ...source }, value, page?.values[value] ?? '');
  }

  #tellFollowed(text: string): void {
    this.#stage.showFollowed(text, this.#following.isActive ? () => this.#following.stop() : null);
    this.context.announce(text);
  }

  #copyLink(item: number): void {
    const place = this.#desk.screen?.graph.placeOf(item) ?? null;
    if (place === null) return;
    const { data } = this.context;
    data.host.copyLink(place.graph, place.index).then(
      () => this.context.announce('Link copied.'),
      (thrown: unknown) => this.context.problem(thrown),
    );
  }

  #heatOf(graph: ArrangedGraph): HeatLook | null {
    const { state } = this.context.heat;
    return state.kind === 'ready' ? itemHeat(state, graph.hierarchy, heatColors()) : null;
  }

  #recolor(): void {
    const graph = this.#desk.screen?.graph;
    if (graph === undefined) return;
    this.#canvas.setHeat(this.#heatOf(graph));
    this.#showStatus(null);
  }
}
