import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { paced } from '../../../src/formats/pace';
import type { Steps } from '../../../src/model/steps';

/** Longer than a slice of work may be. */
const LONG_STEP_MS = 25;

/** Counts turns of the event loop until `stop`. */
class Turns {
  count = 0;
  #next = setImmediate(() => this.#turn());

  stop(): void {
    clearImmediate(this.#next);
  }

  #turn(): void {
    this.count += 1;
    this.#next = setImmediate(() => this.#turn());
  }
}

describe('paced', () => {
  let turns: Turns;
  beforeEach(() => {
    turns = new Turns();
  });
  afterEach(() => turns.stop());

  /** Long steps, each of which notes in which turn it was. */
  function* longSteps(count: number, noted: number[]): Steps<string> {
    for (let step = 0; step < count; step++) {
      noted.push(turns.count);
      const end = performance.now() + LONG_STEP_MS;
      while (performance.now() < end);
      yield;
    }
    return 'done';
  }

  it('gives the event loop a turn after each slice', async () => {
    const noted: number[] = [];
    assert.equal(await paced(longSteps(4, noted)), 'done');
    assert.equal(new Set(noted).size, 4);
  });

  it('lets pieces of work that go on at once take turns, so that their slices do not add up', async () => {
    const noted: number[] = [];
    await Promise.all([paced(longSteps(3, noted)), paced(longSteps(3, noted)), paced(longSteps(3, noted))]);
    assert.equal(noted.length, 9);
    assert.equal(new Set(noted).size, 9);
  });

  it('rejects with what a step throws, and others go on', async () => {
    function* failing(): Steps<never> {
      yield;
      throw new Error('a step failed');
    }
    const noted: number[] = [];
    const other = paced(longSteps(2, noted));
    await assert.rejects(paced(failing()), { message: 'a step failed' });
    assert.equal(await other, 'done');
  });
});
