import type { GraphPage } from '../../../src/shared/protocol/editor';
import { heldGraphs } from '../hierarchy/bodies';
import { buildHierarchy } from '../hierarchy/buildHierarchy';
import type { Hierarchy } from '../hierarchy/hierarchy';
import { openGroups } from '../hierarchy/openGroups';
import type { Drawing, DrawingInput } from '../layout/drawing';
import type { ArrangedMessage, WorkerRequest } from './graphWorker';
import { RememberedSizes } from './rememberedSizes';

/** A graph at the root and what was opened inside it so far. */
interface Rooted {
  /** Items of holders in the order in which they were first opened; items keep their numbers that way. */
  readonly asked: readonly number[];
  readonly hierarchy: Hierarchy;
  readonly number: number;
  /** Sizes of the boxes in the fonts that were asked for last. */
  readonly sizes: RememberedSizes;
}

/** Makes arrangements and remembers graphs and hierarchies between requests. Runs in the worker. */
export class ArrangementMaker {
  readonly #pages = new Map<string, GraphPage>();
  readonly #roots = new Map<string, Rooted>();
  #numbers = 0;
  #turn = 0;

  /**
   * @param fetchPage asks the page for a graph
   * @param layOut places boxes and routes lines
   */
  constructor(
    private readonly fetchPage: (graph: string) => Promise<GraphPage>,
    private readonly layOut: (input: DrawingInput) => Drawing,
  ) {}

  clear(): void {
    this.#turn += 1;
    this.#pages.clear();
    this.#roots.clear();
  }

  /** Does all that `arrange` does and keeps what is kept between requests. */
  async prepare(request: WorkerRequest): Promise<void> {
    await this.arrange(request);
  }

  /** @returns `null` when a later request took over while graphs were on their way. */
  async arrange(request: WorkerRequest): Promise<ArrangedMessage | null> {
    this.#turn += 1;
    const turn = this.#turn;
    const { root, folding, direction } = request;
    if (!(await this.#fetch([root], turn))) return null;
    let rooted = this.#roots.get(root) ?? this.#build(root, []);
    for (;;) {
      const { open, wanted } = openGroups(rooted.hierarchy, folding);
      if (wanted.length === 0) {
        const sizes = rooted.sizes.in(request.glyphs);
        const drawing = this.layOut({ hierarchy: rooted.hierarchy, open, direction, ...sizes });
        return messageOf(rooted, open, drawing, request.known);
      }
      if (
        !(await this.#fetch(
          wanted.flatMap(item => heldGraphs(rooted.hierarchy, item)),
          turn,
        ))
      )
        return null;
      rooted = this.#build(root, [...rooted.asked, ...wanted]);
    }
  }

  /** Whether the request still counts when the graphs are there. */
  async #fetch(graphs: readonly string[], turn: number): Promise<boolean> {
    const missing = [...new Set(graphs)].filter(graph => !this.#pages.has(graph));
    const pages = await Promise.all(missing.map(graph => this.fetchPage(graph)));
    if (turn !== this.#turn) return false;
    for (const [i, graph] of missing.entries()) {
      const page = pages[i];
      if (page !== undefined) this.#pages.set(graph, page);
    }
    return true;
  }

  #build(root: string, asked: readonly number[]): Rooted {
    this.#numbers += 1;
    const hierarchy = buildHierarchy(root, this.#pages, asked);
    const made = { asked, hierarchy, number: this.#numbers, sizes: new RememberedSizes(hierarchy) };
    this.#roots.set(root, made);
    return made;
  }
}

function messageOf({ hierarchy, number }: Rooted, open: Uint8Array, drawing: Drawing, known: number): ArrangedMessage {
  const instances = hierarchy.instances.map(({ page, body }) => ({ graph: page.id, body }));
  return { number, hierarchy: number === known ? null : { ...hierarchy, instances }, open, drawing };
}
