import { type ErrorInfo, errorInfo } from '../../src/shared/errors';
import type { NodeTable } from '../../src/shared/nodeTable/nodeTable';
import type { JobProgress } from '../../src/shared/protocol/jobs';
import type { ModelData } from '../state/modelData';
import type { ViewStore } from '../state/viewStore';
import type { Figure } from './figure';
import { COMPUTED_FIGURES, MEASURED_FIGURES } from './figures';
import type { Heat, HeatChoice } from './heat';
import { joinFigures } from './joinFigures';
import { makeHeat } from './makeHeat';
import { type Offer, offersOf } from './offers';
import { RowIndex } from './rowIndex';

/** A heat with the nodes that it is of. */
export interface ShownHeat {
  readonly heat: Heat;
  readonly table: NodeTable;
  readonly index: RowIndex;
}

/** What the choice has led to so far. */
export type HeatState =
  | { readonly kind: 'none' }
  /** `progress` while weights are measured. */
  | { readonly kind: 'loading'; readonly title: string; readonly progress: JobProgress | null }
  | { readonly kind: 'failed'; readonly title: string; readonly error: ErrorInfo }
  /** The figure is not one of this model's, or not any more. */
  | { readonly kind: 'absent'; readonly figure: string }
  | ({ readonly kind: 'ready' } & ShownHeat);

/** The one choice of figure and scale, and what it leads to. Nothing is asked for before somebody chooses or listens. */
export class HeatStore {
  #state: HeatState = { kind: 'none' };
  /** The figure that `#state` is about; `null` when it must be asked for. */
  #asked: string | null = null;
  #figure: Figure | null = null;
  #turn = 0;
  readonly #listeners = new Set<(state: HeatState) => void>();

  constructor(
    private readonly data: ModelData,
    private readonly view: ViewStore,
  ) {}

  get choice(): HeatChoice {
    return this.view.state.heat;
  }

  get state(): HeatState {
    return this.#state;
  }

  /** What can be chosen. */
  async offers(): Promise<readonly Offer[]> {
    const [table, reports] = await Promise.all([this.data.nodes(), this.data.figures()]);
    return offersOf(table, reports);
  }

  /** Choosing again what failed or was not there asks for it again. */
  choose(change: Partial<HeatChoice>): void {
    if (change.figure !== undefined && ['failed', 'absent'].includes(this.#state.kind)) this.#asked = null;
    this.view.update('heat', change);
    this.#follow();
  }

  /** Calls at every change of the state, from now on. Returns what ends the calls. */
  onChange(listener: (state: HeatState) => void): () => void {
    this.#listeners.add(listener);
    if (this.#asked !== this.choice.figure) this.#follow();
    return () => this.#listeners.delete(listener);
  }

  /** Asks again for what failed. */
  retry(): void {
    this.#asked = null;
    this.#follow();
  }

  /** Ends measuring for the figure; what was asked for fails as cancelled. */
  cancel(): void {
    const turn = this.#turn;
    this.data.host.cancelWeights().catch((thrown: unknown) => this.#failed(turn, thrown));
  }

  /** Everything that figures are made of may be something else now. */
  renew(): void {
    this.#asked = null;
    if (this.#listeners.size > 0) this.#follow();
  }

  /** Reports came, changed or went. */
  reportsChanged(): void {
    const { figure } = this.choice;
    if (![...COMPUTED_FIGURES, ...MEASURED_FIGURES].some(({ id }) => id === figure)) this.renew();
  }

  /** The weights are being measured for somebody. */
  weightsProgress(progress: JobProgress): void {
    if (this.#state.kind !== 'loading' || !isMeasured(this.choice.figure)) return;
    this.#tell({ ...this.#state, progress });
  }

  #follow(): void {
    const { figure, scale } = this.choice;
    if (figure === this.#asked) {
      if (this.#state.kind !== 'ready' || this.#figure === null) return;
      const { table, index } = this.#state;
      this.#tell({ kind: 'ready', heat: makeHeat(this.#figure, table, scale), table, index });
      return;
    }
    this.#turn += 1;
    this.#asked = figure;
    this.#figure = null;
    if (figure === '') this.#tell({ kind: 'none' });
    else void this.#load(figure, this.#turn);
  }

  async #load(id: string, turn: number): Promise<void> {
    this.#tell({ kind: 'loading', title: titleOf(id), progress: null });
    try {
      const table = await this.data.nodes();
      const index = new RowIndex(table);
      const figure = await this.#make(id, table, index);
      if (turn !== this.#turn) return;
      this.#figure = figure;
      if (figure === null) this.#tell({ kind: 'absent', figure: id });
      else this.#tell({ kind: 'ready', heat: makeHeat(figure, table, this.choice.scale), table, index });
    } catch (thrown) {
      this.#failed(turn, thrown);
    }
  }

  async #make(id: string, table: NodeTable, index: RowIndex): Promise<Figure | null> {
    const computed = COMPUTED_FIGURES.find(source => source.id === id);
    if (computed !== undefined) return computed.make(table);
    const measured = MEASURED_FIGURES.find(source => source.id === id);
    if (measured !== undefined) return measured.make(table, await this.data.weights());
    const reported = (await this.data.figures()).find(figures => figures.id === id);
    return reported === undefined ? null : joinFigures(reported, table, index);
  }

  #failed(turn: number, thrown: unknown): void {
    if (turn !== this.#turn) return;
    this.#tell({ kind: 'failed', title: titleOf(this.choice.figure), error: errorInfo(thrown) });
  }

  #tell(state: HeatState): void {
    this.#state = state;
    for (const listener of [...this.#listeners]) listener(state);
  }
}

export function isMeasured(figure: string): boolean {
  return MEASURED_FIGURES.some(({ id }) => id === figure);
}

function titleOf(figure: string): string {
  return [...COMPUTED_FIGURES, ...MEASURED_FIGURES].find(({ id }) => id === figure)?.title ?? 'Figure of a report';
}
