import assert from 'node:assert/strict';
import { heatScale } from '../../../../webview/heat/heatScale';
import { scaleTicks } from '../../../../webview/heat/ticks';

function values(of: readonly number[], kind: 'linear' | 'log', gap = 0.2): readonly number[] {
  const wish = { kind, isShare: false, isLevel: false, hot: 'high', print: String } as const;
  return scaleTicks(heatScale(Float64Array.from(of), wish), gap).map(({ value }) => Number(value.toPrecision(9)));
}

describe('ticks of a heat scale', () => {
  it('are the ends and readable values between', () => {
    assert.deepEqual(values([9.83e6], 'linear'), [0, 2e6, 4e6, 6e6, 9.83e6]);
    assert.deepEqual(values([1], 'linear'), [0, 0.2, 0.4, 0.6, 0.8, 1]);
    assert.deepEqual(values([-3, 2], 'linear'), [-3, 0, 3]);
  });

  it('are powers of ten on a logarithm, with steps between where there are few', () => {
    assert.deepEqual(values([32, 65_500], 'log'), [32, 1000, 10_000, 65_500]);
    assert.deepEqual(values([1, 10], 'log'), [1, 2, 5, 10]);
    assert.deepEqual(values([1e-6, 1e6], 'log'), [1e-6, 1e-3, 1, 1e3, 1e6]);
  });

  it('tell zero apart from the least that is more', () => {
    assert.deepEqual(values([0, 10, 1e5], 'log'), [0, 10, 100, 1e3, 1e4, 1e5]);
  });

  it('are one where there is one value or none', () => {
    assert.deepEqual(values([], 'linear'), [0]);
    assert.deepEqual(values([5, 5], 'log'), [5]);
    assert.deepEqual(values([0, 5], 'log'), [0, 5]);
  });

  it('are few on any scale', () => {
    for (const ends of [
      [1e-300, 1e300],
      [5e-324, Number.MAX_VALUE],
      [1, 1 + 1e-9],
      [-Number.MAX_VALUE, Number.MAX_VALUE],
    ]) {
      for (const kind of ['linear', 'log'] as const) {
        const found = values(ends, kind);
        assert.ok(found.length >= 2 && found.length <= 8, `${ends}, ${kind}: ${found}`);
        assert.ok(found.every(Number.isFinite));
      }
    }
  });
});
