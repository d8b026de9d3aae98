import { performance } from 'node:perf_hooks';
import type { Steps } from '../model/steps';

/** Milliseconds of work between two chances for others: far below the 50 a person could feel, as a collection of garbage may come on top. */
const SLICE_MS = 10;

const waiting: (() => void)[] = [];

/** One piece of work goes on in each turn of the event loop, so that several at a time do not add up to one long hold. */
function nextTurn(): Promise<void> {
  return new Promise(resolve => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(takeTurn);
  });
}

function takeTurn(): void {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(takeTurn);
}

/** Keeps long work from holding the event loop: call `due` often and `await rest()` when it says so. */
export class Pace {
  #since = performance.now();

  get due(): boolean {
    return performance.now() - this.#since > SLICE_MS;
  }

  async rest(): Promise<void> {
    await nextTurn();
    this.#since = performance.now();
  }
}

/** Works step by step to the end without holding the event loop, the first step in a turn of its own. */
export async function paced<T>(steps: Steps<T>): Promise<T> {
  const pace = new Pace();
  await pace.rest();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (pace.due) await pace.rest();
  }
}
