import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';

/** Milliseconds of work between two chances for others: half of what a person could feel, with room for one long step. */
const SLICE_MS = 15;

/** Keeps long work from holding the event loop: call `due` often and `await rest()` when it says so. */
export class Pace {
  #since = performance.now();

  get due(): boolean {
    return performance.now() - this.#since > SLICE_MS;
  }

  async rest(): Promise<void> {
    await setImmediate();
    this.#since = performance.now();
  }
}
