import type { GraphSummary } from '../../../src/shared/protocol/editor';
import { type CameraState, type GraphTarget, type Position, withView } from '../../state/graphState';
import type { ChosenNodes, PageContext } from '../../state/pageContext';
import type { NodePlace } from '../../state/selection';
import type { Arranges } from '../arrange/arrangement';
import type { GraphCanvas } from '../drawing/graphCanvas';
import type { HeatLook } from '../drawing/heatLook';
import { rootGraphs } from '../enclosingGraphs';
import type { ArrangedGraph } from './arrangedGraph';
import { describeFolding, describeSelected } from './describe';
import { ALL_FOLDED, ALL_OPEN, onlyOpen } from './foldings';
import { GraphSelection } from './graphSelection';
import { GraphSession, type Shown } from './graphSession';
import { History } from './history';
import { moved, outermost, type Way } from './moves';
import { Neighbours } from './neighbours';

/** What is on screen: the graph, what is known of its edges, and the items that are selected. */
export interface OnScreen {
  readonly graph: ArrangedGraph;
  readonly neighbours: Neighbours;
  /** The one selected last at the end. */
  readonly items: readonly number[];
}

export interface DeskEvents {
  /** Another picture, or something else is selected. */
  onScreen(screen: OnScreen, isNewPicture: boolean): void;
  onBusy(isBusy: boolean): void;
  onFailed(thrown: unknown, retry: () => void): void;
  onWay(canGoBack: boolean, canGoForward: boolean): void;
  /** Whether the tab is what the page shows. */
  isInSight(): boolean;
  heatOf(graph: ArrangedGraph): HeatLook | null;
  /** The inspector is to open, with the keyboard in it or not. */
  onInspect(takesFocus: boolean): void;
}

interface Going {
  /** A step of its own on the way back. */
  readonly isJump: boolean;
  /** Whether the view goes there. */
  readonly reveals: boolean;
}

/** Everything a person does to the graph, whichever way it is asked for: going, selecting, folding, coming back. */
export class GraphDesk {
  readonly session: GraphSession;
  readonly #selection: GraphSelection;
  readonly #history: History;
  #screen: OnScreen | null = null;
  #roots: readonly GraphSummary[] = [];
  /** Somebody selected something while nobody could see the graph. */
  #isBehind = false;

  constructor(
    private readonly context: PageContext,
    arranger: Arranges,
    private readonly canvas: GraphCanvas,
    private readonly events: DeskEvents,
  ) {
    const { data, store } = context;
    this.#selection = new GraphSelection(context, place => this.#selectedOutside(place));
    this.#history = new History(store.state.graph.history, history => {
      store.update('graph', { history });
      this.#tellWay();
    });
    const source = {
      graphs: async () => (await data.overview()).graphs,
      page: (id: string) => data.graph(id),
    };
    this.session = new GraphSession(arranger, source, store, {
      onBusy: isBusy => events.onBusy(isBusy),
      onShown: shown => this.#shown(shown),
      onFailed: (thrown, retry) => events.onFailed(thrown, retry),
    });
  }

  get screen(): OnScreen | null {
    return this.#screen;
  }

  get roots(): readonly GraphSummary[] {
    return this.#roots;
  }

  /** The item selected last, `null` without one. */
  get item(): number | null {
    return this.#screen?.items.at(-1) ?? null;
  }

  dispose(): void {
    this.#selection.dispose();
  }

  /** The first picture, as it was left. */
  async begin(): Promise<void> {
    await this.session.show(this.session.root);
  }

  /** The graph can be seen again: what was selected meanwhile comes into sight. */
  cameIntoSight(): void {
    if (!this.#isBehind) return;
    this.#isBehind = false;
    const { last } = this.#selection;
    if (last !== null) void this.go(last);
  }

  /** Selects something and brings it into sight, wherever in the model it is. */
  async go(target: GraphTarget, root: string | null = null): Promise<void> {
    this.#isBehind = false;
    const item = await this.session.reveal(target, root);
    if (item !== null) this.select([item], { isJump: true, reveals: true });
  }

  /** The same with something that this graph has, such as a match in a folded group. */
  async goToItem(item: number): Promise<void> {
    const graph = this.#screen?.graph;
    if (graph !== undefined) await this.go(graph.targetOf(item));
  }

  /** Shows a graph: one that stands by itself, or what a node holds, opened in place. */
  async goToGraph(id: string): Promise<void> {
    const roots = rootGraphs((await this.context.data.overview()).graphs);
    if (roots.some(root => root.id === id)) await this.goToRoot(id);
    else await this.go({ kind: 'place', graph: id, index: 0 });
  }

  async goToRoot(id: string): Promise<void> {
    this.#leave();
    if (await this.session.show(id)) this.select([], { isJump: true, reveals: false });
  }

  /** Opens what the selected node holds, in place, and goes to the graph in it. */
  async openHeld(id: string): Promise<void> {
    const holder = this.item;
    const place = holder === null ? null : (this.#screen?.graph.placeOf(holder) ?? null);
    if (holder === null || place === null) return;
    await this.setOpen(holder, true);
    const graph = this.#screen?.graph;
    const opened = graph?.itemOf(place) ?? null;
    if (graph === undefined || opened === null) return;
    const body = [...graph.children(opened)].find(item => graph.bodyOf(item) === id);
    if (body !== undefined) this.select([body], { isJump: true, reveals: true });
  }

  select(items: readonly number[], { isJump, reveals }: Going): void {
    const graph = this.#screen?.graph;
    if (graph === undefined) return;
    if (isJump) this.#leave();
    this.#selection.set(items.map(item => graph.targetOf(item)));
    this.#select(items);
    const last = items.at(-1);
    this.#history.went(this.#position(), isJump);
    if (last !== undefined) {
      this.events.onInspect(false);
      if (reveals) this.canvas.reveal(last);
    }
    if (this.#screen !== null) this.context.announce(describeSelected(this.#screen, this.canvas.heat));
  }

  /** Selects the next item that way, in place of the last one or along with what is selected. */
  move(way: Way, isAlong: boolean): void {
    const { item } = this;
    if (this.#screen === null || item === null) return;
    const { graph, neighbours, items } = this.#screen;
    const next = moved(graph, neighbours, graph.shown(item), way);
    if (next === null) return;
    const kept = isAlong ? items.filter(known => known !== next) : [];
    this.select([...kept, next], { isJump: false, reveals: true });
  }

  selectAround(): void {
    const around = this.item === null ? [] : (this.#screen?.graph.around(this.item) ?? []);
    this.#selectOne(around.at(-1));
  }

  selectInside(): void {
    const graph = this.#screen?.graph;
    if (graph === undefined) return;
    if (this.item === null) this.#selectOne(graph.top[0]);
    else if (graph.isOpen(this.item)) this.#selectOne(graph.children(this.item)[0]);
  }

  selectOutermost(step: 1 | -1): void {
    const item = this.#screen === null ? null : outermost(this.#screen.graph, step);
    if (item !== null) this.select([item], { isJump: true, reveals: true });
  }

  clear(): void {
    this.select([], { isJump: false, reveals: false });
  }

  /** Folds what is open and opens what is folded; nothing for what is no group. */
  async toggle(item: number): Promise<void> {
    const graph = this.#screen?.graph;
    if (graph?.isGroup(item) !== true) return;
    await this.setOpen(item, !graph.isOpen(item));
  }

  async setOpen(item: number, open: boolean): Promise<void> {
    const graph = this.#screen?.graph;
    if (graph === undefined || graph.isOpen(item) === open) return;
    const target = graph.targetOf(item);
    if (!(await this.session.setOpen([item], open, item))) return;
    const now = this.#screen?.graph;
    const found = now?.find(target) ?? null;
    if (now !== undefined && found !== null) this.context.announce(describeFolding(now, found));
  }

  async foldOthers(item: number | null = this.item): Promise<void> {
    const graph = this.#screen?.graph;
    if (graph === undefined) return;
    const kept = item === null ? [] : [...graph.around(item), ...(graph.isOpen(item) ? [item] : [])];
    const keys = kept.map(group => graph.keyOf(group));
    if (await this.session.fold(onlyOpen(keys), item)) this.context.announce('All other groups folded.');
  }

  async expandAll(): Promise<void> {
    if (await this.session.fold(ALL_OPEN, this.item)) this.context.announce('All groups opened.');
  }

  async foldAll(): Promise<void> {
    if (await this.session.fold(ALL_FOLDED, this.item)) this.context.announce('All groups folded.');
  }

  async turn(): Promise<void> {
    const direction = this.session.direction === 'down' ? 'right' : 'down';
    if (!(await this.session.turn(direction))) return;
    if (this.item !== null) this.canvas.reveal(this.item);
    this.context.announce(direction === 'down' ? 'The graph runs down.' : 'The graph runs to the right.');
  }

  async step(by: 1 | -1): Promise<void> {
    this.#leave();
    const position = this.#history.step(by);
    if (position !== null) await this.#return(position);
  }

  /** Nodes that are selected with those in selected groups, of the graph in which the last one is. */
  chosenNodes(): ChosenNodes | null {
    if (this.#screen === null) return null;
    const { graph, items } = this.#screen;
    const places = graph.nodesIn(items).map(item => graph.placeOf(item));
    const last = places.findLast(place => place !== null);
    if (last === undefined || last === null) return null;
    const indices = places.flatMap(place => (place?.graph === last.graph ? [place.index] : []));
    return { graph: last.graph, indices: [...new Set(indices)].sort((a, b) => a - b) };
  }

  /** Notes where the view is; not before a picture, whose view would be taken for one that was chosen. */
  cameraMoved(camera: CameraState): void {
    if (this.#screen === null) return;
    const { root } = this.#screen.graph;
    const { views } = this.context.store.state.graph;
    this.context.store.update('graph', { views: withView(views, root, { camera }) });
  }

  #shown({ graph, isOther, anchor, camera }: Shown): void {
    const isFirst = this.#screen === null;
    this.#screen = { graph, neighbours: new Neighbours(graph), items: this.#itemsIn(graph) };
    this.canvas.show(graph.arrangement, {
      ...(anchor === null ? {} : { anchor }),
      camera: isOther ? camera : null,
      heat: this.events.heatOf(graph),
    });
    this.canvas.setSelection(this.#screen.items);
    this.events.onScreen(this.#screen, true);
    if (!isFirst) return;
    void this.#readRoots();
    this.#tellWay();
    if (this.#history.isEmpty) this.#history.went(this.#position(), true);
    if (this.item === null) return;
    if (camera === null) this.canvas.reveal(this.item);
    if (this.context.store.state.graph.inspector) this.events.onInspect(false);
  }

  async #readRoots(): Promise<void> {
    const { graphs } = await this.context.data.overview();
    this.#roots = rootGraphs(graphs);
    if (this.#screen !== null) this.events.onScreen(this.#screen, false);
  }

  #itemsIn(graph: ArrangedGraph): readonly number[] {
    return this.#selection.targets.map(target => graph.find(target)).filter(item => item !== null);
  }

  #select(items: readonly number[]): void {
    if (this.#screen === null) return;
    this.#screen = { ...this.#screen, items };
    this.canvas.setSelection(items);
    this.events.onScreen(this.#screen, false);
  }

  #selectOne(item: number | undefined): void {
    if (item !== undefined) this.select([item], { isJump: false, reveals: true });
  }

  #selectedOutside(place: NodePlace | null): void {
    if (this.#screen !== null) this.#select(this.#itemsIn(this.#screen.graph));
    if (place === null) return;
    if (!this.events.isInSight()) this.#isBehind = true;
    else void this.go({ kind: 'place', ...place });
  }

  async #return({ root, target, camera }: Position): Promise<void> {
    if (target === null) {
      if (!(await this.session.show(root))) return;
      this.#arrive([], camera);
      return;
    }
    const item = await this.session.reveal(target, root);
    if (item !== null) this.#arrive([item], camera);
  }

  #arrive(items: readonly number[], camera: CameraState | null): void {
    const graph = this.#screen?.graph;
    if (graph === undefined) return;
    this.#selection.set(items.map(item => graph.targetOf(item)));
    this.#select(items);
    const last = items.at(-1);
    if (camera !== null) this.canvas.setCamera(camera);
    else if (last !== undefined) this.canvas.reveal(last);
    if (last !== undefined) this.events.onInspect(false);
    if (this.#screen !== null) this.context.announce(describeSelected(this.#screen, this.canvas.heat));
  }

  #leave(): void {
    if (this.#screen !== null) this.#history.leaves(this.canvas.camera);
  }

  #position(): Position {
    return { root: this.session.root, target: this.#selection.last, camera: null };
  }

  #tellWay(): void {
    this.events.onWay(this.#history.canGoBack, this.#history.canGoForward);
  }
}
