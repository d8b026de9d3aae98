import assert from 'node:assert/strict';
import { formatRate } from '../../../../webview/report/formatRate';
import { countBins, linearScale, spread, ticks } from '../../../../webview/report/scales';

describe('chart scales', () => {
  it('map ends to ends, and a range without width to the middle', () => {
    const scale = linearScale(10, 20, 100, 0);
    assert.deepEqual([10, 15, 20].map(scale), [100, 50, 0]);
    assert.equal(linearScale(5, 5, 0, 100)(5), 50);
  });

  it('choose round ticks inside the range', () => {
    assert.deepEqual(ticks(0, 100, 5), [0, 20, 40, 60, 80, 100]);
    assert.deepEqual(ticks(12.1, 14.3, 5), [12.5, 13, 13.5, 14]);
    assert.deepEqual(ticks(0, 0.0007, 4), [0, 0.0002, 0.0004, 0.0006]);
    assert.deepEqual(ticks(3, 3, 5), [3]);
  });

  it('count every value once', () => {
    assert.deepEqual(countBins([0, 1, 2, 3, 4, 99], 0, 4, 4), [1, 1, 1, 3]);
    assert.deepEqual(countBins([5, 5], 5, 5, 3), [2, 0, 0]);
  });

  it('move labels apart and keep them inside', () => {
    const placed = spread([50, 52, 99], 20, 0, 100);
    assert.deepEqual(
      placed,
      [50, 70, 99].map((value, i) => (i === 1 ? 70 : value)),
    );
    const crowded = spread([95, 96, 97], 20, 0, 100);
    assert.deepEqual(crowded, [60, 80, 100]);
  });

  it('print rates with three digits', () => {
    assert.deepEqual([0.01234, 73.3461, 1234].map(formatRate), ['0.0123', '73.3', '1.23 k']);
  });
});
