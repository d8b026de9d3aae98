import { cancelled } from '../../../src/shared/errors';

/** Longest stretch of work between two chances for input and painting, in milliseconds. */
const SLICE_MS = 10;

/** Lets the page do something else from time to time during long work, and ends that when it is not wanted any more. */
export class Breaks {
  #since = performance.now();

  constructor(private readonly signal: AbortSignal) {}

  /** Whether it is time for one. */
  get isDue(): boolean {
    return performance.now() - this.#since > SLICE_MS;
  }

  /** @throws LatheError `cancelled`. */
  async take(): Promise<void> {
    if (this.signal.aborted) throw cancelled();
    await new Promise(resolve => setTimeout(resolve, 0));
    if (this.signal.aborted) throw cancelled();
    this.#since = performance.now();
  }
}
