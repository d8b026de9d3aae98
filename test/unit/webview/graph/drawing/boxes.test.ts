import assert from 'node:assert/strict';
import { boxSizes, FOLD_BUTTON, PADDING, WIDEST } from '../../../../../webview/graph/drawing/boxSizes';
import { textWidth } from '../../../../../webview/graph/drawing/glyphWidths';
import { ItemTexts } from '../../../../../webview/graph/drawing/itemText';
import { type Hierarchy, ITEM, NONE } from '../../../../../webview/graph/hierarchy/hierarchy';
import { EVEN_GLYPHS } from '../../../../fixtures/drawn/drawnWith';
import { smallPage } from '../../testGraphs';

/** Conv, Relu, Gemm, input, output of the small page; then a stack around Conv and Relu. The Relu is attached to the Gemm. */
function small(change: Partial<Hierarchy> = {}): Hierarchy {
  const page = smallPage();
  const items = 6;
  return {
    root: 'main',
    instances: [{ page, body: NONE }],
    items,
    kind: Uint8Array.of(ITEM.node, ITEM.node, ITEM.node, ITEM.input, ITEM.output, ITEM.stack),
    parent: Uint32Array.of(5, 5, NONE, NONE, NONE, NONE),
    childStart: Uint32Array.of(0, 0, 0, 0, 0, 0, 2, 6),
    children: Uint32Array.of(0, 1, 2, 3, 4, 5),
    instance: new Uint32Array(items),
    vertex: Uint32Array.of(0, 1, 2, 3, 4, NONE),
    nodes: Uint32Array.of(1, 1, 1, 1, 1, 6848),
    repeats: Uint32Array.of(1, 1, 1, 1, 1, 32),
    title: Uint32Array.of(0, 0, 0, 0, 0, 1),
    titles: ['', 'layer ×32'],
    from: page.from,
    to: page.to,
    edgeInstance: new Uint32Array(page.from.length),
    edge: Uint32Array.from(page.from.keys()),
    attachedTo: Uint32Array.of(NONE, 2, NONE, NONE, NONE, NONE),
    ...change,
  };
}

describe('boxes of the drawing', () => {
  it('say operator, name, attributes and weights; constants that are drawn in them as well', () => {
    const texts = new ItemTexts(small());
    assert.deepEqual([texts.title(0), texts.lines(0)], ['Conv', ['conv1', 'kernel 3×3', 'W float32[64,3,3,3]']]);
    // The shape at the head of the details has a line of its own; the Relu's value arrives as a part.
    assert.deepEqual([texts.title(2), texts.lines(2)], ['Gemm', ['fc', 'B float32[10,64]', 'float32[1,64,8,8]']]);
    assert.deepEqual([texts.title(3), texts.lines(3)], ['image', ['float32[1,3,8,8]']]);
    assert.deepEqual([texts.title(5), texts.lines(5)], ['layer ×32', ['32 × 214 nodes']]);
  });

  it('are told to screen readers in one line', () => {
    const texts = new ItemTexts(small());
    assert.equal(texts.describe(0, false), 'Conv conv1, kernel 3×3, W float32[64,3,3,3]');
    assert.equal(texts.describe(1, false), 'Relu act');
    assert.equal(texts.describe(4, false), 'Graph output scores, float32[1,10]');
    assert.equal(texts.describe(5, false), 'Stack layer ×32, 6,848 nodes, folded');
    assert.equal(texts.describe(5, true), 'Stack layer ×32, 6,848 nodes, open');
    assert.equal(texts.describe(1, false, 'Bytes 3 MB'), 'Relu act, Bytes 3 MB');
    assert.equal(texts.describe(5, true, 'Bytes 3 MB, 9 %'), 'Stack layer ×32, Bytes 3 MB, 9 %, 6,848 nodes, open');
  });

  it('say as much without names, with hostile ones and with a thousand weights', () => {
    const page = smallPage();
    const weightLines = {
      texts: [Array.from({ length: 1000 }, (_, i) => `w${i} int8[1]`).join('\n')],
      index: new Uint32Array(3),
    };
    const names = ['', `a\u202e/b\n${'x'.repeat(10_000)}`, '\ud800'];
    const hierarchy = small({
      instances: [{ page: { ...page, names, weightLines, ops: ['', 'A.', 'B'] }, body: NONE }],
    });
    const texts = new ItemTexts(hierarchy);
    assert.deepEqual([texts.title(0), texts.title(1)], ['node', 'A.']);
    assert.equal(texts.describe(0, false).startsWith('node, kernel 3×3, w0 int8[1], '), true);
    assert.equal(texts.lines(0).length, 6);
    assert.match(texts.lines(0).at(-1) ?? '', /more$/);
    assert.ok((texts.lines(1)[0]?.length ?? 0) < 200);
    assert.equal(texts.lines(2)[0], '\ufffd');
    const sizes = boxSizes(hierarchy, EVEN_GLYPHS);
    assert.ok(sizes.width.every(width => width >= 72 && width <= WIDEST + 10));
    assert.ok(sizes.height.every(height => height >= 30));
  });

  it('are as wide as their longest line and as high as they have lines', () => {
    const hierarchy = small();
    const { width, height, headerWidth } = boxSizes(hierarchy, EVEN_GLYPHS);
    const longest = Math.ceil(textWidth(EVEN_GLYPHS.detail, 'W float32[64,3,3,3]'));
    assert.equal(width[0], longest + 2 * PADDING);
    assert.equal((height[0] ?? 0) - (height[3] ?? 0), 2 * 15);
    assert.deepEqual([...headerWidth.subarray(0, 5)], [0, 0, 0, 0, 0]);
    const title = Math.ceil(textWidth(EVEN_GLYPHS.title, 'layer ×32') + FOLD_BUTTON);
    assert.equal(headerWidth[5], title + 2 * PADDING);
  });
});
