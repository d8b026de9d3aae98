import type { LatheError } from '../../../src/shared/errors';
import type { PackedGraphPage } from '../../../src/shared/packing/packedGraphPage';
import type { GraphPage } from '../../../src/shared/protocol/editor';
import { connect, type Remote } from '../../../src/shared/protocol/rpc';
import { graphWorkerEnded, graphWorkerSlow } from '../errors';
import type { Hierarchy } from '../hierarchy/hierarchy';
import type { Arrangement } from './arrangement';
import type { ArrangedMessage, GraphPageMethods, GraphWorker, GraphWorkerMethods, WorkerRequest } from './graphWorker';

/** Graphs of the model, each asked of the host once. */
export interface GraphPages {
  graph(id: string): Promise<GraphPage>;
  packedGraph(id: string): Promise<PackedGraphPage>;
}

/** A worker from its start to its end. What it was asked and did not answer by then is rejected. */
export class RunningWorker {
  readonly #remote: Remote<GraphWorkerMethods>;
  readonly #waiting = new Set<(error: LatheError) => void>();
  /** Graphs that the worker waits for. */
  #fetching = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #ended: LatheError | null = null;
  /** The last hierarchy that came, and the number that the worker gave it. */
  #known: { readonly number: number; readonly hierarchy: Hierarchy } | null = null;

  /**
   * @param patience seconds without an answer, while nobody else keeps the worker waiting, after which it is given up
   * @param onEnd called once, when it failed or was given up
   */
  constructor(
    private readonly worker: GraphWorker,
    private readonly pages: GraphPages,
    private readonly patience: number,
    private readonly onEnd: () => void,
  ) {
    const ours: GraphPageMethods = { page: graph => this.#page(graph) };
    this.#remote = connect<GraphWorkerMethods>(worker, ours);
    worker.onFailure(reason => this.end(graphWorkerEnded(reason)));
  }

  /** @throws LatheError what the host said of a graph, or how the worker failed */
  async arrange(request: Omit<WorkerRequest, 'known'>): Promise<Arrangement | null> {
    const known = this.#known;
    const arranged = await this.#answer(this.#remote.arrange({ ...request, known: known?.number ?? 0 }));
    if (arranged === null) return null;
    const { number, open, drawing } = arranged;
    const hierarchy = arranged.hierarchy === null ? known?.hierarchy : await this.#withPages(arranged.hierarchy);
    if (hierarchy === undefined) throw graphWorkerEnded('it left out what the page does not have.');
    this.#known = { number, hierarchy };
    return { hierarchy, open, drawing };
  }

  /** Lets the worker do what it will be asked for. */
  async prepare(request: Omit<WorkerRequest, 'known'>): Promise<void> {
    await this.#answer(this.#remote.prepare({ ...request, known: 0 }));
  }

  clear(): void {
    this.#known = null;
    this.#remote.clear().catch(() => undefined);
  }

  /** Ends the worker; what it still owes is rejected with the error. */
  end(error: LatheError): void {
    if (this.#ended !== null) return;
    this.#ended = error;
    this.worker.terminate();
    this.#watch();
    for (const reject of this.#waiting) reject(error);
    this.#waiting.clear();
    this.onEnd();
  }

  async #withPages(hierarchy: NonNullable<ArrangedMessage['hierarchy']>): Promise<Hierarchy> {
    const instances = hierarchy.instances.map(async ({ graph, body }) => ({
      page: await this.pages.graph(graph),
      body,
    }));
    return { ...hierarchy, instances: await Promise.all(instances) };
  }

  async #page(graph: string): Promise<PackedGraphPage> {
    this.#fetching += 1;
    this.#watch();
    try {
      return await this.pages.packedGraph(graph);
    } finally {
      this.#fetching -= 1;
      this.#watch();
    }
  }

  #answer<T>(answer: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== null) {
        reject(this.#ended);
        return;
      }
      this.#waiting.add(reject);
      this.#watch();
      answer.then(resolve, reject).finally(() => {
        this.#waiting.delete(reject);
        this.#watch();
      });
    });
  }

  /** Begins to count anew whenever something happens. */
  #watch(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#waiting.size === 0 || this.#fetching > 0 || this.#ended !== null) return;
    this.#timer = setTimeout(() => this.end(graphWorkerSlow(this.patience)), this.patience * 1000);
  }
}
