import assert from 'node:assert/strict';
import { parseSizes } from '../../../src/host/parseSizes';

describe('sizes a person types', () => {
  const open = [{ name: 'sequence' }, { name: 'input:1' }];

  it('reads every dimension, whatever the spaces', () => {
    assert.deepEqual(parseSizes(' sequence = 128,input:1=3 ,', open), [
      { name: 'sequence', value: 128 },
      { name: 'input:1', value: 3 },
    ]);
  });

  it('takes the last of two', () => {
    assert.deepEqual(parseSizes('sequence=1, input:1=2, sequence=7', open), [
      { name: 'sequence', value: 7 },
      { name: 'input:1', value: 2 },
    ]);
  });

  for (const [text, complaint] of [
    ['sequence=1', /input:1 has no size/],
    ['sequence=1, other=2', /no dimension "other"/],
    ['sequence=-1, input:1=1', /whole number, not "-1"/],
    ['sequence=1.5, input:1=1', /whole number, not "1.5"/],
    ['sequence, input:1=1', /no dimension ""/],
    ['sequence=999999999, input:1=1', /whole number/],
    ['', /sequence has no size/],
  ] as const) {
    it(`says what is wrong with "${text}"`, () => {
      const parsed = parseSizes(text, open);
      assert.equal(typeof parsed, 'string');
      assert.match(String(parsed), complaint);
    });
  }
});
