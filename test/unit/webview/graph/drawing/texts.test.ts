import assert from 'node:assert/strict';
import { cleanText } from '../../../../../webview/graph/drawing/cleanText';
import { fitText, textWidth } from '../../../../../webview/graph/drawing/glyphWidths';
import { valueLabel } from '../../../../../webview/graph/drawing/valueLabel';
import { EVEN_GLYPHS } from '../../../../fixtures/drawn/drawnWith';

const { detail } = EVEN_GLYPHS;
const LETTER = detail.size * 0.6;

describe('text of the drawing', () => {
  it('is one line without controls, however the name is made', () => {
    assert.equal(cleanText('plain/name_1'), 'plain/name_1');
    assert.equal(cleanText('two\nlines\tand\u0000more'), 'two lines and more');
    assert.equal(cleanText('a\u2028b\u202ec\u2066d'), 'a b c d');
    assert.equal(cleanText('<b>&amp;</b>'), '<b>&amp;</b>');
    assert.equal(cleanText(''), '');
  });

  it('keeps emoji whole and replaces lone surrogates', () => {
    assert.equal(cleanText('😀x'), '😀x');
    assert.equal(cleanText('\ud83dx\ude00'), '\ufffdx\ufffd');
    // The cut falls into a pair.
    const cut = cleanText(`${'a'.repeat(159)}😀${'b'.repeat(9000)}`);
    assert.equal(cut, `${'a'.repeat(159)}\ufffd…`);
  });

  it('isolates right-to-left text', () => {
    assert.equal(cleanText('שלום'), '\u2068שלום\u2069');
    assert.equal(cleanText('é'), 'é');
  });

  it('looks at the beginning of ten thousand characters only', () => {
    assert.equal(cleanText('x'.repeat(10_000)).length, 161);
  });

  it('is as wide as its glyphs: ideographs count more, combining marks nothing', () => {
    assert.equal(textWidth(detail, 'abc'), 3 * Math.fround(LETTER));
    assert.equal(textWidth(detail, '漢字'), 2 * detail.wide);
    assert.equal(textWidth(detail, '😀'), detail.wide);
    assert.equal(textWidth(detail, '\u2068\u2069\u20d7'), 0);
    assert.equal(textWidth(detail, '→'), detail.other);
  });

  it('is cut to the longest beginning that fits with an ellipsis', () => {
    assert.equal(fitText(detail, 'abcdef', 6 * LETTER + 0.01), 'abcdef');
    const ellipsis = textWidth(detail, '…');
    assert.equal(fitText(detail, 'abcdef', 3 * LETTER + ellipsis + 0.01), 'abc…');
    assert.equal(fitText(detail, 'abcdef', 3 * LETTER + ellipsis - 0.01), 'ab…');
    assert.equal(fitText(detail, 'abcdef', 0), '…');
    assert.equal(fitText(detail, '😀😀😀', detail.wide + ellipsis + 0.01), '😀…');
  });

  it('closes the isolation that it cuts', () => {
    assert.equal(fitText(detail, cleanText('שלוםשלום'), 4 * detail.size), `\u2068${'שלוםשלום'.slice(0, 4)}…\u2069`);
  });

  it('writes shapes as people say them', () => {
    assert.equal(valueLabel('float32[1,64,56,56]'), '1×64×56×56');
    assert.equal(valueLabel('int64[3]'), 'int64 3');
    assert.equal(valueLabel('bool[]'), 'bool');
    assert.equal(valueLabel('sequence(float32)'), 'sequence(float32)');
  });
});
