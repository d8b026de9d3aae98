import assert from 'node:assert/strict';
import { seededRandom, shuffle } from '../../../src/analysis/random';
import { blockBootstrap, median, quantile, speedupOf, summarize } from '../../../src/analysis/statistics';

describe('statistics of run times', () => {
  it('interpolates quantiles as numpy does by default', () => {
    // numpy.quantile([1, 2, 4, 8, 16], [0, 0.1, 0.5, 0.9, 1]) -> [1, 1.4, 4, 12.8, 16]
    const sorted = [1, 2, 4, 8, 16];
    const found = [0, 0.1, 0.5, 0.9, 1].map(q => quantile(sorted, q));
    [1, 1.4, 4, 12.8, 16].forEach((expected, i) => {
      assert.ok(Math.abs((found[i] ?? 0) - expected) < 1e-12);
    });
    assert.ok(Number.isNaN(quantile([], 0.5)));
  });

  it('summarizes unsorted times', () => {
    const summary = summarize([5, 1, 3, 2, 100]);
    assert.equal(summary.runs, 5);
    assert.equal(summary.median, 3);
    assert.equal(summary.min, 1);
    assert.equal(summary.max, 100);
    assert.equal(summary.mean, 22.2);
    // |x - 3| = 2, 2, 0, 1, 97
    assert.equal(summary.mad, 2);
  });

  it('draws whole blocks: identical runs inside different blocks leave the interval wide', () => {
    const blocks = Array.from({ length: 10 }, (_, i) => Array.from({ length: 50 }, () => (i < 5 ? 1 : 2)));
    const { low, high } = blockBootstrap(blocks, median);
    assert.equal(low, 1);
    assert.equal(high, 2);
  });

  it('covers the true median about as often as it says', () => {
    const random = seededRandom(7);
    let covered = 0;
    for (let trial = 0; trial < 200; trial++) {
      const blocks = Array.from({ length: 30 }, () => {
        const shared = random();
        return Array.from({ length: 5 }, () => shared + 0.01 * random());
      });
      const { low, high } = blockBootstrap(blocks, median, { resamples: 200, seed: trial + 1 });
      if (low <= 0.505 && high >= 0.505) covered += 1;
    }
    assert.ok(covered > 170 && covered <= 200, `${covered} of 200`);
  });

  it('finds a speed-up and its direction', () => {
    const random = seededRandom(3);
    const noisy = (base: number): number[][] =>
      Array.from({ length: 20 }, () => Array.from({ length: 8 }, () => base * (1 + 0.1 * random())));
    const speedup = speedupOf(noisy(4), noisy(2));
    assert.ok(speedup.low > 1.9 && speedup.high < 2.1);
    assert.ok(speedup.low <= speedup.value && speedup.value <= speedup.high);
    const same = speedupOf(noisy(2), noisy(2));
    assert.ok(same.low < 1 && same.high > 1);
  });

  it('repeats itself for a seed', () => {
    const draw = (seed: number): number[] => shuffle([1, 2, 3, 4, 5, 6, 7, 8], seededRandom(seed));
    assert.deepEqual(draw(5), draw(5));
    assert.notDeepEqual(draw(5), draw(6));
    assert.deepEqual([...draw(5)].sort(), [1, 2, 3, 4, 5, 6, 7, 8]);
  });
});
