import assert from 'node:assert/strict';
import { seededRandom } from '../../../src/analysis/random';
import { clockResolution } from '../../../src/benchmark/clock';
import { measureRuns, type RunTimes } from '../../../src/benchmark/measureRuns';
import { thin } from '../../../src/benchmark/thin';
import { warmUp } from '../../../src/benchmark/warmUp';

/** Runs that take what `next` says, on a clock with steps of `step` milliseconds. */
function machine(next: () => number, step = 1e-6): { run: () => Promise<void>; clock: () => number } {
  let now = 0;
  return {
    run: async () => {
      now += next();
    },
    clock: () => Math.floor(now / step) * step,
  };
}

async function measure(
  next: () => number,
  settings: { targetPrecision?: number; limitMs?: number; runMs?: number; resolutionMs?: number },
): Promise<RunTimes> {
  const { run, clock } = machine(next);
  const defaults = { targetPrecision: 0.02, limitMs: 10_000, runMs: 5, resolutionMs: 1e-6 };
  return measureRuns(run, clock, { ...defaults, ...settings }, () => undefined);
}

describe('measuring runs', () => {
  it('stops when constant times are known exactly', async () => {
    const { latency, interval, converged, times } = await measure(() => 5, {});
    assert.ok(converged);
    assert.ok(Math.abs(latency.median - 5) < 1e-5 && latency.mad < 1e-5);
    assert.ok(interval.high - interval.low < 1e-5);
    assert.ok(times.length * 5 >= 2000, 'measures through two seconds');
    assert.ok(times.length * 5 < 4000, 'and not until the limit');
  });

  it('finds the median of a known distribution within its interval', async () => {
    const random = seededRandom(3);
    // Uniform on [4, 8]: median 6, p90 7.6.
    const { latency, interval, converged } = await measure(() => 4 + 4 * random(), {
      targetPrecision: 0.03,
      limitMs: 60_000,
    });
    assert.ok(converged);
    assert.ok(interval.low <= 6.1 && interval.high >= 5.9);
    assert.ok(Math.abs(latency.p90 - 7.6) < 0.3);
    assert.ok((interval.high - interval.low) / 2 / latency.median <= 0.03);
  });

  it('says when the time was over first', async () => {
    const random = seededRandom(5);
    const { converged, times } = await measure(() => (random() < 0.5 ? 1 : 100), {
      targetPrecision: 0.001,
      limitMs: 3000,
    });
    assert.equal(converged, false);
    assert.ok(times.reduce((sum, time) => sum + time, 0) < 3300);
  });

  it('gives the range of all times when there are too few to resample', async () => {
    const slow = [900, 1000, 1400];
    let index = 0;
    const { latency, interval, converged } = await measure(() => slow[index++ % 3] ?? 0, { limitMs: 10, runMs: 1000 });
    assert.equal(latency.runs, 3);
    assert.deepEqual([Math.round(interval.low), Math.round(interval.high), converged], [900, 1400, false]);
  });

  it('times runs together when the clock is too coarse for one', async () => {
    const { run, clock } = machine(() => 0.01, 0.1);
    const settings = { targetPrecision: 0.05, limitMs: 5000, runMs: 0.01, resolutionMs: clockStep() };
    const { runsPerTime, latency } = await measureRuns(run, clock, settings, () => undefined);
    // 100 steps of 0.1 ms are 10 ms, a thousand runs of 0.01 ms.
    assert.equal(runsPerTime, 1000);
    assert.ok(Math.abs(latency.median - 0.01) < 0.0002);
  });

  it('tells how far it is', async () => {
    const { run, clock } = machine(() => 5);
    const shares: number[] = [];
    const settings = { targetPrecision: 0.02, limitMs: 4000, runMs: 5, resolutionMs: 1e-6 };
    await measureRuns(run, clock, settings, used => shares.push(used));
    assert.ok(shares.length > 5 && shares.every((share, index) => share >= (shares[index - 1] ?? 0) && share <= 1));
  });
});

function clockStep(): number {
  let now = 0;
  return clockResolution(() => {
    now += 0.04;
    return Math.floor(now / 0.1) * 0.1;
  });
}

describe('the clock', () => {
  it('is asked for its smallest step', () => {
    assert.ok(Math.abs(clockStep() - 0.1) < 1e-9);
    assert.equal(
      clockResolution(() => 7),
      0,
    );
  });
});

describe('warming up', () => {
  it('ends when three windows agree', async () => {
    let runs = 0;
    const { run, clock } = machine(() => {
      runs += 1;
      return runs < 20 ? 100 / runs : 5;
    });
    const { runMs, stable } = await warmUp(run, clock, 10_000);
    assert.ok(stable);
    assert.ok(Math.abs(runMs - 5) < 1e-3);
    assert.ok(runs >= 19 && runs < 60);
  });

  it('gives up after its limit, and runs once whatever it is', async () => {
    let runs = 0;
    const { run, clock } = machine(() => {
      runs += 1;
      return 2 ** runs;
    });
    assert.equal((await warmUp(run, clock, 200)).stable, false);
    const one = machine(() => 50);
    assert.ok(Math.abs((await warmUp(one.run, one.clock, 0)).runMs - 50) < 1e-3);
  });
});

describe('thinning', () => {
  it('keeps order, ends and number', () => {
    const items = Array.from({ length: 1001 }, (_, index) => index);
    const kept = thin(items, 11);
    assert.deepEqual(kept, [0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]);
    assert.deepEqual(thin([3, 1], 5), [3, 1]);
    assert.deepEqual(thin([3, 1, 2], 1), [3]);
  });
});
