import assert from 'node:assert/strict';
import { NO_ITEM } from '../../../../webview/heat/heat';
import { binOf, stripBins } from '../../../../webview/heat/stripBins';
import { seededRandom } from '../../../fixtures/seededRandom';

const N = Number.NaN;
const same = (value: number): number => value;

describe('strip of nodes in model order', () => {
  it('gives every node a bin of its own where there is room', () => {
    const bins = stripBins(Float64Array.of(3, N, 5), 100, same);
    assert.equal(bins.bins, 3);
    assert.deepEqual([...bins.peak], [0, NO_ITEM, 2]);
    assert.deepEqual([...bins.mean], [3, N, 5]);
    assert.deepEqual(
      [0, 1, 2, 3, -1].map(row => binOf(bins, row)),
      [0, 1, 2, -1, -1],
    );
  });

  it('keeps the largest of each bin, with the mean of those that have a figure', () => {
    const bins = stripBins(Float64Array.of(1, 2, 9, N, 4, N, N, 6), 3, same);
    assert.deepEqual([...bins.start], [0, 2, 5, 8]);
    assert.deepEqual([...bins.peak], [1, 2, 7]);
    assert.deepEqual([...bins.mean], [1.5, 6.5, 6]);
    assert.deepEqual([...bins.known], [2, 2, 1]);
  });

  it('looks at low values where those are hot, and at the larger of two beyond the scale', () => {
    const cold = stripBins(Float64Array.of(40, 10, 30), 1, value => 1 - value / 50);
    assert.deepEqual([...cold.peak], [1]);
    const clamped = stripBins(Float64Array.of(7, 9, 8), 1, value => Math.min(1, value / 5));
    assert.deepEqual([...clamped.peak], [1]);
  });

  it('loses no node: each is in exactly one bin, which are alike in size', () => {
    const random = seededRandom(11);
    for (let round = 0; round < 40; round++) {
      const rows = 1 + Math.floor(random() * 5000);
      const values = Float64Array.from({ length: rows }, () => (random() < 0.2 ? N : random()));
      const bins = stripBins(values, 1 + random() * 1500, same);
      const sizes = [...bins.peak.keys()].map(bin => (bins.start[bin + 1] ?? 0) - (bins.start[bin] ?? 0));
      assert.equal(bins.start[bins.bins], rows);
      assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1);
      const known = values.filter(value => !Number.isNaN(value));
      assert.equal(
        bins.known.reduce((sum, count) => sum + count, 0),
        known.length,
      );
      const highest = Math.max(...[...bins.peak].map(row => values[row] ?? Number.NEGATIVE_INFINITY));
      assert.equal(highest, known.length === 0 ? Number.NEGATIVE_INFINITY : Math.max(...known));
      for (let row = 0; row < rows; row++) {
        const bin = binOf(bins, row);
        assert.ok(row >= (bins.start[bin] ?? 0) && row < (bins.start[bin + 1] ?? 0));
      }
    }
  });

  it('stands a model without nodes', () => {
    const bins = stripBins(new Float64Array(), 100, same);
    assert.deepEqual([bins.bins, binOf(bins, 0)], [0, -1]);
  });
});
