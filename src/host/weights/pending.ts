import type { Pending } from '../../shared/protocol/weights';

/** How long an answer is waited for before the page is told how far it is. */
const ANSWER_MS = 200;

/** Long work that a page asks after again and again until it is done. */
export class PendingWork<T> {
  readonly #abort = new AbortController();
  readonly result: Promise<T>;
  #done = 0;
  #isOver = false;

  /** @param total what is done when it is done */
  constructor(
    work: (signal: AbortSignal, progress: (done: number) => void) => Promise<T>,
    private readonly total: number,
  ) {
    this.result = work(this.#abort.signal, done => {
      this.#done = done;
    });
    const over = (): void => {
      this.#isOver = true;
    };
    // Whoever asks next hears of a failure.
    this.result.then(over, over);
  }

  /** Whether there was anything to end. */
  cancel(): boolean {
    if (!this.#isOver) this.#abort.abort();
    return !this.#isOver;
  }

  /** @throws what the work failed with */
  async answer(): Promise<Pending<T>> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const later = new Promise<null>(resolve => {
      timer = setTimeout(() => resolve(null), ANSWER_MS);
    });
    try {
      const first = await Promise.race([this.result.then(value => ({ value })), later]);
      if (first !== null) return { state: 'ready', value: first.value };
      return { state: 'working', done: Math.min(this.#done, this.total), total: this.total };
    } finally {
      clearTimeout(timer);
    }
  }
}
