import assert from 'node:assert/strict';
import { bind } from '../../../../src/analysis/symbolic/binding';
import { constantValue } from '../../../../src/analysis/symbolic/polynomial';
import {
  bindSize,
  combine,
  compareSizes,
  declaredSize,
  isAtLeast,
  namesIn,
  polynomialOf,
  sizeNamed,
} from '../../../../src/analysis/symbolic/sizes';
import type { Dimension } from '../../../../src/model/model';
import { seededRandom } from '../../../fixtures/seededRandom';
import { NAMES, numerically, randomComputation, symbolically } from './randomExpressions';

const COMPUTATIONS = 4000;

function valueAt(size: Dimension, sizes: ReadonlyMap<string, number>): number | null {
  if (size === null || typeof size === 'number') return size;
  const bound = bind(polynomialOf(size), sizes);
  return bound === null ? null : constantValue(bound);
}

/** Everything the engine does is held against ordinary arithmetic at random sizes, 0 and 1 among them. */
describe('arithmetic of sizes', () => {
  const random = seededRandom(3);
  const point = (): ReadonlyMap<string, number> =>
    new Map(NAMES.map(name => [name, random() < 0.2 ? Math.floor(random() * 2) : Math.floor(random() * 40)]));

  it('gives at every point what the numbers give', () => {
    let compared = 0;
    for (let i = 0; i < COMPUTATIONS; i++) {
      const computation = randomComputation(random, 4);
      const size = symbolically(computation);
      if (size === null) continue;
      for (let k = 0; k < 6; k++) {
        const sizes = point();
        const expected = numerically(computation, sizes);
        if (Number.isNaN(expected)) continue;
        const text: string = `${size} at ${JSON.stringify([...sizes])} of ${JSON.stringify(computation)}`;
        assert.equal(valueAt(size, sizes), expected + 0, text);
        compared++;
      }
    }
    assert.ok(compared > COMPUTATIONS, `${compared} compared`);
  });

  it('prints what reads as the same size again, in one form', () => {
    for (let i = 0; i < COMPUTATIONS; i++) {
      const size = symbolically(randomComputation(random, 4));
      if (typeof size !== 'string') continue;
      assert.equal(combine('add', size, 0), size);
      assert.equal(combine('subtract', size, size), 0);
      const moved = combine('add', size, 5);
      if (moved !== null) assert.equal(combine('subtract', moved, 5), size);
      const tripled = combine('multiply', size, 3);
      if (tripled !== null) assert.equal(combine('divideExactly', tripled, 3), size);
    }
  });

  it('only decides comparisons that are the same at every point', () => {
    let decided = 0;
    for (let i = 0; i < COMPUTATIONS; i++) {
      const [a, b] = [randomComputation(random, 2), randomComputation(random, 2)];
      const [left, right] = [symbolically(a), symbolically(b)];
      if (left === null || right === null) continue;
      const order = compareSizes(left, right);
      const atLeast = isAtLeast(left, right);
      if (order !== null) decided++;
      for (let k = 0; k < 8; k++) {
        const sizes = point();
        const difference = numerically(a, sizes) - numerically(b, sizes);
        if (Number.isNaN(difference)) continue;
        if (order !== null) assert.equal(Math.sign(difference) + 0, order, `${left} against ${right}`);
        if (atLeast) assert.ok(difference >= 0, `${left} >= ${right}`);
      }
    }
    assert.ok(decided > COMPUTATIONS / 20, `${decided} decided`);
  });

  it('only broadcasts names where the result is the same at every valid point', () => {
    let found = 0;
    for (let i = 0; i < COMPUTATIONS; i++) {
      const [a, b] = [randomComputation(random, 2), randomComputation(random, 2)];
      const [left, right] = [symbolically(a), symbolically(b)];
      if (typeof left !== 'string' || typeof right !== 'string') continue;
      const result = combine('broadcast', left, right);
      if (result === null) continue;
      found++;
      for (let k = 0; k < 12; k++) {
        const sizes = point();
        const [x, y] = [numerically(a, sizes), numerically(b, sizes)];
        if (!(x >= 0 && y >= 0) || (x !== y && x !== 1 && y !== 1)) continue;
        assert.equal(valueAt(result, sizes), x === 1 ? y : x, `${left} with ${right}`);
      }
    }
    assert.ok(found > 20, `${found} found`);
  });
});

describe('canonical sizes', () => {
  const cases: readonly (readonly [string, Dimension])[] = [
    ['2*s0', 's0*2'],
    ['s0 + 1', 's0 + 1'],
    ['s77//2', 'floor(s77/2)'],
    ['(s0 - 1)//2 + 1', 'floor((s0 + 1)/2)'],
    ['floor(H/2 + 1/2)', 'floor((H + 1)/2)'],
    ['ceiling(H/2)', 'floor((H + 1)/2)'],
    ['Max(1, s0)', 'max(1, s0)'],
    ['min(s0, 512)', 'min(512, s0)'],
    ['Mod(s0, 8)', 's0 - floor(s0/8)*8'],
    ['s1*s0**2 - 3*s1', 's0^2*s1 - s1*3'],
    ['past_sequence_length+sequence_length', 'past_sequence_length + sequence_length'],
    ['floor((floor((H + 1)/2) + 1)/2)', 'floor((H + 3)/4)'],
    ['N/2', 'N/2'],
    ['s0 - s0 + 4', 4],
    // The minus of a name, what is no expression, and numbers that exporters use as labels stay names.
    ...[
      'batch-size',
      'a b',
      '-1',
      '2',
      '?',
      'a/b',
      'C++',
      'f(x)',
      'floor',
      'dim_3.width',
      'x:0',
      'naïve',
      '(',
      'a*',
      '{}',
    ].map(name => [name, name] as const),
  ];
  for (const [text, expected] of cases) {
    it(`of ${text}`, () => {
      const size = declaredSize(text);
      assert.equal(size, expected);
    });
  }

  it('are the same however the expression is written', () => {
    const same = [
      ['2*a*b + a', 'a + b*a*2', 'a*(2*b + 1)'],
      ['(a + b)*(a - b)', 'a**2 - b**2'],
      ['floor(2*a/4)', 'a//2'],
      ['(4*a + 6)//2', '2*a + 3'],
      ['max(a, b, 3)', 'max(3, max(b, a))'],
      ['max(0, a - 3) + min(3, a)', 'a'],
    ];
    for (const [first = '', ...others] of same) {
      for (const other of others) assert.equal(declaredSize(other), declaredSize(first));
    }
  });

  it('put known sizes in', () => {
    assert.equal(bindSize('batch*seq + 1', new Map([['seq', 8]])), 'batch*8 + 1');
    assert.equal(
      bindSize(
        'floor((s0 + 1)/2)*s1',
        new Map([
          ['s0', 7],
          ['s1', 3],
        ]),
      ),
      12,
    );
    assert.equal(bindSize('s0 - 5', new Map([['s0', 3]])), null);
    assert.equal(bindSize('N/2', new Map([['N', 3]])), null);
  });

  it('of hostile names never collide with expressions or one another', () => {
    const long = 'x'.repeat(10_000);
    const names = [
      'a b',
      '"a b"',
      'a*b',
      '"a*b"',
      '\\',
      '"',
      '"\\"',
      long,
      `${long} `,
      'a\nb',
      '1',
      '#1',
      '__proto__',
      '"a"*2',
    ];
    const sizes = names.map(sizeNamed);
    assert.equal(new Set(sizes).size, names.length);
    for (const [i, size] of sizes.entries()) {
      assert.deepEqual(namesIn(size), [names[i]]);
      assert.equal(combine('add', size, 0), size);
      const doubled = combine('multiply', size, 2);
      if (doubled !== null) assert.deepEqual(namesIn(String(doubled)), [names[i]]);
      for (const other of sizes) assert.equal(combine('subtract', size, other) === 0, size === other);
    }
    // Quotes are for names inside expressions; a file that writes them itself means the characters.
    assert.notEqual(declaredSize('"a b"'), declaredSize('a b'));
    assert.equal(declaredSize(long), long);
    assert.equal(combine('multiply', long, 2), null);
  });

  it('stay within limits', () => {
    let size: Dimension = 'n0';
    for (let i = 1; i < 200 && size !== null; i++) {
      size = combine('multiply', size, combine('add', `n${i}`, 1) ?? 0);
      assert.ok(size === null || String(size).length <= 300);
    }
    assert.equal(size, null);
    assert.equal(combine('multiply', combine('multiply', 'n', 2 ** 40) ?? 0, 2 ** 40), null);
    // However deep a size is nested, it either stays an expression of `n` or becomes unknown.
    let nested: Dimension = 'n';
    for (let i = 1; i < 60 && nested !== null; i++) {
      const square: Dimension = combine('multiply', nested, nested);
      const more: Dimension = square === null ? null : combine('add', square, i);
      nested = more === null ? null : combine('divideDown', more, 7);
      if (nested !== null) assert.deepEqual(namesIn(String(nested)), ['n']);
    }
    const deep = `${'('.repeat(1000)}n${')'.repeat(1000)}`;
    assert.equal(declaredSize(deep), deep);
  });
});
