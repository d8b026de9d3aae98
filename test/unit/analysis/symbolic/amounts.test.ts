import assert from 'node:assert/strict';
import {
  addAmounts,
  amountOf,
  bindAmount,
  multiplyAmount,
  scaleAmount,
} from '../../../../src/analysis/symbolic/amounts';
import { combine } from '../../../../src/analysis/symbolic/sizes';
import { plainAmount, plainNumber, ZERO } from '../../../../src/shared/amount';

describe('amounts of sizes', () => {
  it('are products, a term for each product of free sizes', () => {
    assert.deepEqual(amountOf([2, 3, 4], 10), plainAmount(240));
    assert.deepEqual(amountOf(['seq', 'batch', 'seq', 8], 2), [{ factor: 16, of: 'batch*seq^2' }]);
    assert.deepEqual(amountOf(['batch', combine('add', 'past', 'seq'), 64]), [
      { factor: 64, of: 'batch*past' },
      { factor: 64, of: 'batch*seq' },
    ]);
    assert.deepEqual(amountOf(['batch', combine('minimum', 'seq', 512)], 4), [
      { factor: 4, of: 'batch*min(512, seq)' },
    ]);
    assert.deepEqual(amountOf(['a b', 'N'], 3), [{ factor: 3, of: '"a b"*N' }]);
  });

  it('exceed what sizes may', () => {
    assert.deepEqual(amountOf(['batch', 2 ** 40, 2 ** 40], 2), [{ factor: 2 ** 81, of: 'batch' }]);
  });

  it('are unknown with an unknown size, but 0 with a 0', () => {
    assert.equal(amountOf([null, 3]), null);
    assert.deepEqual(amountOf([null, 0, 'batch']), ZERO);
  });

  it('add, scale, repeat and take sizes', () => {
    const both = addAmounts(amountOf(['batch'], 5) ?? ZERO, amountOf(['batch'], -5) ?? ZERO);
    assert.deepEqual(both, ZERO);
    assert.deepEqual(addAmounts(plainAmount(1), [{ factor: 2, of: 'n' }]), [
      { factor: 1, of: '' },
      { factor: 2, of: 'n' },
    ]);
    assert.deepEqual(scaleAmount([{ factor: 2, of: 'n' }], 4), [{ factor: 8, of: 'n' }]);
    assert.deepEqual(
      multiplyAmount(
        [
          { factor: 3, of: 'n' },
          { factor: 2, of: '' },
        ],
        ['trips', 2],
      ),
      [
        { factor: 6, of: 'n*trips' },
        { factor: 4, of: 'trips' },
      ],
    );
    const sizes = new Map([
      ['a b', 2],
      ['N', 5],
    ]);
    const bound = bindAmount(amountOf(['a b', 'N', combine('divideDown', 'N', 2)], 3) ?? ZERO, sizes);
    assert.equal(bound === null ? null : plainNumber(bound), 3 * 2 * 5 * 2);
  });
});
