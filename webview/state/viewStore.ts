import type { ViewState } from './viewState';

const SAVE_DELAY_MS = 80;

/** Holds the view state and hands every change to `save` a moment later; `flush` at once. */
export class ViewStore {
  #state: ViewState;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(
    initial: ViewState,
    private readonly save: (state: ViewState) => void,
  ) {
    this.#state = initial;
  }

  get state(): ViewState {
    return this.#state;
  }

  setTab(tab: ViewState['tab']): void {
    this.#replace({ ...this.#state, tab });
  }

  /** Changes some fields of one tab's part. */
  update<K extends Exclude<keyof ViewState, 'tab'>>(part: K, change: Partial<ViewState[K]>): void {
    this.#replace({ ...this.#state, [part]: { ...this.#state[part], ...change } });
  }

  flush(): void {
    if (this.#timer === null) return;
    clearTimeout(this.#timer);
    this.#timer = null;
    this.save(this.#state);
  }

  #replace(state: ViewState): void {
    this.#state = state;
    this.#timer ??= setTimeout(() => this.flush(), SAVE_DELAY_MS);
  }
}
