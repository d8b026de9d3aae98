import assert from 'node:assert/strict';
import { finish } from '../../../../src/model/steps';
import { packAmounts, unpackAmounts } from '../../../../src/shared/packing/packedAmounts';
import { packTexts, unpackTexts } from '../../../../src/shared/packing/packedTexts';

describe('texts in one buffer', () => {
  const same = (texts: readonly string[]): void => {
    // As it arrives: a copy made by the structured clone of a message.
    assert.deepEqual(unpackTexts(structuredClone(finish(packTexts(texts)))), texts);
  };

  it('come out as they went in', () => {
    same([]);
    same(['']);
    same(['', 'a', '', 'bc', '']);
    same(['größe', '層', '😀', 'e\u0301', '\u0000', '\uFEFFmarked', 'x'.repeat(300_000), 'after']);
  });

  it('keep their borders where surrogates are broken', () => {
    const broken = ['a\uD83D', 'b', '\uDE00c', 'd'];
    assert.deepEqual(unpackTexts(finish(packTexts(broken))), ['a\uFFFD', 'b', '\uFFFDc', 'd']);
  });

  it('are packed in steps however many there are', () => {
    const steps = packTexts(Array.from({ length: 1000 }, () => 'x'.repeat(2000)));
    let count = 0;
    while (steps.next().done !== true) count += 1;
    assert.ok(count >= 7, `${count} steps for 2,000,000 characters`);
  });
});

describe('amounts in buffers', () => {
  it('come out as they went in', () => {
    const amounts = [
      [],
      [{ factor: 4.5e9, of: '' }],
      [
        { factor: 2, of: 'batch*seq^2' },
        { factor: -3, of: 'batch' },
      ],
      [{ factor: 7, of: 'batch' }],
    ];
    assert.deepEqual(unpackAmounts(structuredClone(finish(packAmounts(amounts)))), amounts);
  });
});
