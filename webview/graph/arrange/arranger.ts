import type { GlyphWidths } from '../drawing/glyphWidths';
import { graphWorkerEnded } from '../errors';
import type { Arrangement, ArrangementRequest, Arranges } from './arrangement';
import type { GraphWorker } from './graphWorker';
import { type GraphPages, RunningWorker } from './runningWorker';

/** Longest silence of a worker in seconds; the largest graphs take one or two. */
const PATIENCE = 60;

/** Arranges graphs in a worker. One that fails fails what it was asked; the next request starts another. */
export class Arranger implements Arranges {
  #worker: Promise<RunningWorker> | null = null;
  #turn = 0;

  /**
   * @param glyphs how long texts are in the fonts of the moment; asked at each request
   * @param start starts a worker
   * @param patience seconds without an answer after which a worker is given up
   */
  constructor(
    private readonly pages: GraphPages,
    private readonly glyphs: () => GlyphWidths,
    private readonly start: () => Promise<GraphWorker>,
    private readonly patience = PATIENCE,
  ) {}

  /**
   * Starts the worker and lets it arrange something that will be asked for, so that little is left to do by then. What fails here
   * fails again, and is told, when somebody asks.
   */
  prepare(request: ArrangementRequest): void {
    const { glyphs } = this;
    this.#running()
      .then(worker => worker.prepare({ ...request, glyphs: glyphs() }))
      .catch(() => undefined);
  }

  async arrange(request: ArrangementRequest): Promise<Arrangement | null> {
    this.#turn += 1;
    const turn = this.#turn;
    const isCurrent = (): boolean => turn === this.#turn;
    try {
      const worker = await this.#running();
      if (!isCurrent()) return null;
      const arrangement = await worker.arrange({ ...request, glyphs: this.glyphs() });
      return isCurrent() ? arrangement : null;
    } catch (thrown) {
      if (isCurrent()) throw thrown;
      return null;
    }
  }

  clear(): void {
    this.#turn += 1;
    this.#whenRunning(worker => worker.clear());
  }

  dispose(): void {
    this.#turn += 1;
    this.#whenRunning(worker => worker.end(graphWorkerEnded('it was closed.')));
  }

  #running(): Promise<RunningWorker> {
    if (this.#worker !== null) return this.#worker;
    const forget = (): void => {
      if (this.#worker === made) this.#worker = null;
    };
    const made: Promise<RunningWorker> = this.start().then(
      worker => new RunningWorker(worker, this.pages, this.patience, forget),
    );
    this.#worker = made;
    made.catch(forget);
    return made;
  }

  #whenRunning(act: (worker: RunningWorker) => void): void {
    this.#worker?.then(act, () => undefined);
  }
}
