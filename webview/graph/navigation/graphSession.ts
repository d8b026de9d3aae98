import type { GraphPage, GraphSummary } from '../../../src/shared/protocol/editor';
import { type CameraState, type GraphTarget, viewOf, withView } from '../../state/graphState';
import type { NodePlace } from '../../state/selection';
import type { ViewStore } from '../../state/viewStore';
import type { ArrangementRequest, Arranges, Folding } from '../arrange/arrangement';
import { enclosingGraphs, rootGraphs } from '../enclosingGraphs';
import type { Direction } from '../layout/drawing';
import { ArrangedGraph } from './arrangedGraph';
import { withFolded, withOpened } from './foldings';

export interface Shown {
  readonly graph: ArrangedGraph;
  /** Another graph than before, or the first. */
  readonly isOther: boolean;
  /** Item that stays where it is on the screen; `null` leaves the camera alone. */
  readonly anchor: number | null;
  /** Where the camera was when the graph was last on screen. */
  readonly camera: CameraState | null;
}

export interface SessionEvents {
  onBusy(isBusy: boolean): void;
  onShown(shown: Shown): void;
  /** The picture before stays. */
  onFailed(thrown: unknown, retry: () => void): void;
}

/** What the session asks of the model. */
export interface GraphSource {
  graphs(): Promise<readonly GraphSummary[]>;
  page(id: string): Promise<GraphPage>;
}

/** A way through nested bodies is no longer than this. */
const MOST_STEPS = 200;

/** Which graph is on screen and how it is folded. The last picture stays until the next one is made. */
export class GraphSession {
  #graph: ArrangedGraph | null = null;
  /** What the graph on screen was asked for with. */
  #shown: ArrangementRequest | null = null;
  #wanted: ArrangementRequest;
  #turn = 0;
  /** Foldings of this session, whole: what is stored of them is bounded. */
  readonly #foldings = new Map<string, Folding>();

  constructor(
    private readonly arranger: Arranges,
    private readonly source: GraphSource,
    private readonly store: ViewStore,
    private readonly events: SessionEvents,
  ) {
    const { graph, direction } = store.state.graph;
    this.#wanted = { root: graph, folding: this.#foldingOf(graph), direction };
  }

  /** What is on screen; `null` before the first picture. */
  get graph(): ArrangedGraph | null {
    return this.#graph;
  }

  get root(): string {
    return this.#wanted.root;
  }

  get folding(): Folding {
    return this.#wanted.folding;
  }

  get direction(): Direction {
    return this.#wanted.direction;
  }

  /** Shows a graph of the model, or the one around it that stands by itself. */
  show(id: string): Promise<boolean> {
    return this.#run(async turn => {
      const root = await this.#rootOf(id);
      return (
        turn === this.#turn && this.#arrange({ ...this.#wanted, root, folding: this.#foldingOf(root) }, turn, null)
      );
    }, false);
  }

  /** Folds and opens; the item stays where it is on the screen. */
  fold(folding: Folding, anchor: number | null): Promise<boolean> {
    return this.#run(turn => this.#arrange({ ...this.#wanted, folding }, turn, anchor), false);
  }

  turn(direction: Direction): Promise<boolean> {
    return this.#run(turn => this.#arrange({ ...this.#wanted, direction }, turn, null), false);
  }

  setOpen(items: readonly number[], open: boolean, anchor: number | null): Promise<boolean> {
    const graph = this.#graph;
    if (graph === null) return Promise.resolve(false);
    const keys = items.map(item => graph.keyOf(item));
    const folding = (open ? withOpened : withFolded)(this.#wanted.folding, keys);
    return this.fold(folding, anchor);
  }

  /**
   * Makes sure that something can be seen: shows the graph that it is in and opens the groups around it.
   * @returns its item, `null` when the model does not have it or a later request took over.
   */
  reveal(target: GraphTarget, root: string | null = null): Promise<number | null> {
    return this.#run(turn => this.#reveal(target, root, turn), null);
  }

  async #reveal(target: GraphTarget, root: string | null, turn: number): Promise<number | null> {
    let request = await this.#requestFor(target, root);
    if (turn !== this.#turn) return null;
    let arranged = request === this.#shown ? this.#graph : null;
    for (let step = 0; step < MOST_STEPS; step++) {
      if (arranged === null) {
        const arrangement = await this.arranger.arrange(request);
        if (turn !== this.#turn || arrangement === null) return null;
        arranged = new ArrangedGraph(arrangement);
      }
      const next = await this.#keysInTheWay(target, arranged);
      if (turn !== this.#turn) return null;
      const { opened } = request.folding;
      if (next.every(key => opened.includes(key))) break;
      request = { ...request, folding: withOpened(request.folding, next) };
      arranged = null;
    }
    if (arranged === null) return null;
    const item = arranged.find(target);
    if (arranged !== this.#graph) this.#deliver(request, arranged, null);
    return item;
  }

  /** Keys of the folded groups around, and of the nodes that hold the graph; empty when it is in sight or cannot be. */
  async #keysInTheWay(target: GraphTarget, graph: ArrangedGraph): Promise<readonly string[]> {
    const item = graph.find(target) ?? (target.kind === 'place' ? await this.#holderOf(target, graph) : null);
    if (item === null) return [];
    const isItself = target.kind === 'group' || isSame(graph.placeOf(item), target);
    const hidden = [...graph.around(item), ...(isItself ? [] : [item])];
    return hidden.filter(group => !graph.isOpen(group)).map(group => graph.keyOf(group));
  }

  /** The node that must be opened next on the way to a graph that is not there yet. */
  async #holderOf({ graph: id }: NodePlace, graph: ArrangedGraph): Promise<number | null> {
    const graphs = await this.source.graphs();
    const ids = [...enclosingGraphs(id, graphs).map(around => around.id), id];
    const first = ids.findIndex(each => !graph.hasGraph(each));
    const outer = ids[first - 1];
    if (outer === undefined) return null;
    const { bodies } = await this.source.page(outer);
    const node = bodies.find(body => body.graph === ids[first])?.node;
    return node === undefined ? null : graph.itemOf({ graph: outer, index: node });
  }

  async #requestFor(target: GraphTarget, root: string | null): Promise<ArrangementRequest> {
    const isHere = target.kind === 'place' && (this.#graph?.hasGraph(target.graph) ?? false);
    if (root === null && (target.kind === 'group' || isHere)) return this.#wanted;
    const wanted = root ?? (target.kind === 'place' ? await this.#rootOf(target.graph) : this.root);
    if (wanted === this.#wanted.root) return this.#wanted;
    return { ...this.#wanted, root: wanted, folding: this.#foldingOf(wanted) };
  }

  async #rootOf(id: string): Promise<string> {
    const graphs = await this.source.graphs();
    const [outermost] = enclosingGraphs(id, graphs);
    const known = outermost?.id ?? graphs.find(graph => graph.id === id)?.id;
    return known ?? rootGraphs(graphs)[0]?.id ?? id;
  }

  async #arrange(request: ArrangementRequest, turn: number, anchor: number | null): Promise<boolean> {
    this.#wanted = request;
    const arrangement = await this.arranger.arrange(request);
    if (turn !== this.#turn || arrangement === null) return false;
    this.#deliver(request, new ArrangedGraph(arrangement), anchor);
    return true;
  }

  #deliver(request: ArrangementRequest, graph: ArrangedGraph, anchor: number | null): void {
    const { root, folding, direction } = request;
    const isOther = this.#graph?.root !== root;
    const { views } = this.store.state.graph;
    const { camera } = viewOf(views, root);
    this.#graph = graph;
    this.#shown = request;
    this.#wanted = request;
    this.#foldings.set(root, folding);
    this.store.update('graph', { graph: root, direction, views: withView(views, root, { folding }) });
    this.events.onShown({ graph, isOther, anchor, camera });
  }

  #foldingOf(root: string): Folding {
    return this.#foldings.get(root) ?? viewOf(this.store.state.graph.views, root).folding;
  }

  /** One thing at a time: what begins later takes over. */
  async #run<T>(work: (turn: number) => Promise<T>, otherwise: T): Promise<T> {
    this.#turn += 1;
    const turn = this.#turn;
    const before = this.#wanted;
    this.events.onBusy(true);
    try {
      return await work(turn);
    } catch (thrown) {
      if (turn !== this.#turn) return otherwise;
      this.#wanted = before;
      this.events.onFailed(thrown, () => void this.#run(work, otherwise));
      return otherwise;
    } finally {
      if (turn === this.#turn) this.events.onBusy(false);
    }
  }
}

function isSame(a: NodePlace | null, b: NodePlace): boolean {
  return a !== null && a.graph === b.graph && a.index === b.index;
}
