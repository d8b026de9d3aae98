import assert from 'node:assert/strict';
import {
  type Amount,
  equalAmounts,
  exactAmount,
  multiplyAmounts,
  plainAmount,
  plainNumber,
  printAmount,
  scaleAmount,
  sumAmounts,
} from '../../../src/shared/amount';
import { seededRandom } from '../../fixtures/seededRandom';

const random = seededRandom(5);

function valueAt(amount: Amount, sizes: Readonly<Record<string, number>>): number {
  return amount.reduce((sum, { factor, of }) => {
    const powers = of === '' ? [] : of.split('*').map(part => part.split('^'));
    return (
      sum + powers.reduce((product, [name = '', power = '1']) => product * (sizes[name] ?? 0) ** Number(power), factor)
    );
  }, 0);
}

function randomAmount(): Amount {
  const terms = Array.from({ length: Math.floor(random() * 4) }, () => {
    const names = ['a', 'b', 'c'].filter(() => random() < 0.5).map(name => (random() < 0.3 ? `${name}^2` : name));
    return [{ factor: Math.floor(random() * 9) - 4, of: names.join('*') }];
  });
  return sumAmounts(terms);
}

describe('amounts', () => {
  it('add, multiply and scale like the numbers they stand for', () => {
    const sizes = { a: 3, b: 5, c: 7 };
    for (let run = 0; run < 300; run++) {
      const [x, y] = [randomAmount(), randomAmount()];
      assert.equal(valueAt(sumAmounts([x, y]), sizes), valueAt(x, sizes) + valueAt(y, sizes));
      assert.equal(valueAt(multiplyAmounts(x, y), sizes) + 0, valueAt(x, sizes) * valueAt(y, sizes) + 0);
      assert.equal(valueAt(scaleAmount(x, 3), sizes) + 0, 3 * valueAt(x, sizes) + 0);
      assert.ok(equalAmounts(multiplyAmounts(x, y), multiplyAmounts(y, x)));
      assert.ok(sumAmounts([x, scaleAmount(x, -1)]).length === 0);
    }
  });

  it('keep many terms apart', () => {
    const terms = Array.from({ length: 100 }, (_, i) => [{ factor: i + 1, of: `n${i}` }]);
    const sum = sumAmounts([...terms, ...terms]);
    assert.deepEqual(
      sum.map(({ factor, of }) => [factor, of]),
      terms.map((_, i) => [2 * (i + 1), `n${i}`]),
    );
  });

  it('cut products only where they are products', () => {
    const odd = [{ factor: 1, of: '"a*b"*floor((x*y + 1)/2)' }];
    const product = multiplyAmounts(odd, [{ factor: 2, of: 'batch' }]);
    assert.deepEqual(product, [{ factor: 2, of: '"a*b"*batch*floor((x*y + 1)/2)' }]);
    assert.deepEqual(multiplyAmounts(odd, odd)[0]?.of, '"a*b"^2*floor((x*y + 1)/2)^2');
  });

  it('are printed for people and written for files', () => {
    const amount = [
      { factor: 118013952, of: 'batch' },
      { factor: 300, of: '' },
    ];
    assert.equal(exactAmount(amount), '118013952*batch + 300');
    assert.equal(exactAmount([]), '0');
    assert.equal(printAmount(amount, String), '118013952 × batch + 300');
    assert.deepEqual([plainNumber(plainAmount(4)), plainNumber([]), plainNumber(amount)], [4, 0, null]);
  });
});
