import assert from 'node:assert/strict';
import { drawMarks } from '../../../../../webview/graph/drawing/drawMarks';
import { drawScene, drawSceneStepwise } from '../../../../../webview/graph/drawing/drawScene';
import { litWays } from '../../../../../webview/graph/drawing/ways';
import { PLAIN_PALETTE, pictureOf } from '../../../../fixtures/drawn/drawnWith';
import { BOX, gridArrangement } from '../../../../fixtures/drawn/gridArrangement';
import { RecordingPen } from '../../../../fixtures/drawn/recordingPen';

const ARRANGEMENT = gridArrangement(8, 8);

function drawn(part: Parameters<typeof pictureOf>[1]): RecordingPen {
  const pen = new RecordingPen();
  drawScene(pen, pictureOf(ARRANGEMENT, part));
  return pen;
}

/** Numbers at the ends of the names of nodes that were written. */
function nodesWritten(pen: RecordingPen): Set<number> {
  return new Set(
    pen.texts.flatMap(({ text }) => (/^\w+_(\d+)$/.exec(text)?.[1] ?? '').split(' ').filter(Boolean).map(Number)),
  );
}

describe('drawing a scene', () => {
  it('writes the names of exactly those boxes that are in view', () => {
    const { drawing } = ARRANGEMENT;
    const view = { left: 1500, top: 1400, width: 800, height: 600 };
    const written = nodesWritten(drawn(view));
    assert.ok(written.size > 10);
    // The fused convolutions show their domain, which keeps their names from being matched whole.
    const named = (item: number): boolean => item % 8 !== 4 && item % 8 !== 3 && item % 8 !== 7;
    for (let position = 0; position < drawing.items.length; position++) {
      const item = drawing.items[position] ?? 0;
      if (drawing.frame[position] === 1 || !named(item)) continue;
      const left = drawing.left[position] ?? 0;
      const top = drawing.top[position] ?? 0;
      const beyond = Math.max(
        view.left - left - BOX.width,
        left - view.left - view.width,
        view.top - top - BOX.height,
        top - view.top - view.height,
      );
      if (beyond < 0) assert.ok(written.has(item), `node ${item} is in view`);
      if (beyond > 30) assert.ok(!written.has(item), `node ${item} is ${beyond} beyond`);
    }
  });

  it('writes everything from near, one title from the middle distance, group titles only from afar', () => {
    const near = drawn({ scale: 1 }).texts.map(({ text }) => text);
    for (const text of ['MatMul', 'MatMul_0', 'B float32[768,768]', 'layers.0', '20 nodes', 'batch×64×768']) {
      assert.ok(near.includes(text), text);
    }
    const middle = drawn({ scale: 0.45 }).texts.map(({ text }) => text);
    assert.ok(middle.includes('MatMul') && middle.includes('layers.0'));
    assert.ok(!middle.includes('MatMul_0') && !middle.includes('batch×64×768'));
    const far = drawn({ scale: 0.1 }).texts.map(({ text }) => text);
    assert.ok(far.includes('layers.0'));
    assert.ok(far.every(text => text.startsWith('layers.')));
  });

  it('writes titles from afar at a size on the screen that can be read', () => {
    for (const { font } of drawn({ scale: 0.12 }).texts)
      assert.ok(Number.parseFloat(font.replace('600 ', '')) >= 11, font);
    for (const { font } of drawn({ scale: 0.4 }).texts)
      assert.ok(Number.parseFloat(font.replace('600 ', '')) >= 6.5, font);
  });

  it('merges boxes smaller than a pixel: no more rectangles than pixels, however many boxes', () => {
    const pen = drawn({ scale: 0.004, width: 40, height: 40 });
    const [background, ...specks] = pen.rectangles;
    assert.deepEqual(background, { x: 0, y: 0, width: 40, height: 40, color: 'background', alpha: 1 });
    const { right, bottom } = ARRANGEMENT.drawing.bounds;
    assert.ok(specks.length > 0 && specks.length <= Math.ceil(right * 0.004) * Math.ceil(bottom * 0.004));
    for (const { x, y, width, height } of specks) {
      assert.ok(x >= 0 && y >= 0 && x + width <= 40 && height === 1);
    }
  });

  it('draws the same text in pictures that lie side by side as in one', () => {
    const whole = drawn({ width: 800, height: 400, scale: 0.7 });
    const halves = [0, 400].flatMap(x =>
      drawn({ left: x / 0.7, width: 400, height: 400, scale: 0.7 }).texts.map(text => ({ ...text, x: text.x + x })),
    );
    for (const { text, x, y } of whole.texts) {
      const found = halves.some(
        half => half.text === text && Math.abs(half.x - x) < 1.01 && Math.abs(half.y - y) < 1.01,
      );
      assert.ok(found, `${text} at ${x}, ${y}`);
    }
  });

  it('puts edges of boxes on whole device pixels', () => {
    const pen = drawn({ scale: 0.93, ratio: 2, left: 3.21, top: 7.77 });
    const faces = pen.outlines.filter(({ color }) => color === 'product');
    assert.ok(faces.length > 3);
    for (const { x, width } of faces) {
      // Strokes lie half a device pixel inside.
      assert.ok(Math.abs(((x - 0.25) * 2) % 1) < 1e-6, `${x}`);
      assert.ok(Math.abs(((width + 0.5) * 2) % 1) < 1e-6, `${width}`);
    }
  });

  it('draws a dot only where a line forks', () => {
    const { drawing } = ARRANGEMENT;
    const pen = drawn({ top: -100, width: 9000, height: 9000 });
    const forks = new Set<number>();
    const seen = new Set<number>();
    for (const line of drawing.before) {
      if (seen.has(line) && line !== 0xffffffff) forks.add(line);
      seen.add(line);
    }
    assert.equal(pen.arcs.length, forks.size);
    assert.ok(forks.size > 50);
  });

  it('dims everything that is not on a lit way', () => {
    const picture = pictureOf(ARRANGEMENT, { width: 1200, height: 800 });
    const edge = 0;
    const pen = new RecordingPen();
    drawScene(pen, { ...picture, lit: litWays(picture.scene, [edge]) });
    const { from, to } = ARRANGEMENT.hierarchy;
    for (const { text, alpha } of pen.texts) {
      const node = Number(/^\w+_(\d+)$/.exec(text)?.[1] ?? Number.NaN);
      if (Number.isNaN(node)) continue;
      assert.equal(alpha === 1, node === from[edge] || node === to[edge], text);
    }
    assert.ok(pen.texts.some(({ text, alpha }) => text === 'layers.0' && alpha === 1));
    assert.ok(pen.texts.some(({ text, alpha }) => text === 'layers.1' && alpha < 0.5));
  });

  it('marks matches by dashes, and by filled marks where dashes could not be seen', () => {
    const matches = new Uint8Array(ARRANGEMENT.drawing.items.length);
    matches[3] = 1;
    const near = drawn({ matches }).outlines.filter(({ color }) => color === 'match');
    assert.equal(near.length, 1);
    assert.deepEqual(near[0]?.dash, [5, 3]);
    const far = drawn({ matches, scale: 0.05 }).rectangles.filter(({ color }) => color === 'match');
    assert.equal(far.length, 1);
    assert.ok((far[0]?.width ?? 0) >= 3);
  });

  it('paints heat in its colour and prints the figure', () => {
    const heat = {
      title: 'Bytes',
      of: (item: number) => (item === 0 ? { color: 'hot', text: 'white', value: '12.3 MB' } : null),
    };
    const near = drawn({ heat });
    assert.ok(near.texts.some(({ text }) => text === '12.3 MB'));
    const far = drawn({ heat, scale: 0.05 }).rectangles.filter(({ color }) => color === 'hot');
    assert.deepEqual(
      far.map(({ alpha }) => alpha),
      [1],
    );
  });

  it('prints the figure of what is selected over its outline', () => {
    const heat = { title: 'Bytes', of: () => ({ color: 'hot', text: 'white', value: '12.3 MB' }) };
    const figures = (scale: number): readonly string[] => {
      const pen = new RecordingPen();
      const marks = { hovered: null, connected: new Set<number>(), isFocused: true, rectangle: null };
      drawMarks(pen, pictureOf(ARRANGEMENT, { heat, scale }), { ...marks, selected: new Set([0]) });
      return pen.texts.map(({ text }) => text);
    };
    assert.deepEqual(figures(1), ['12.3 MB']);
    assert.deepEqual(figures(0.05), []);
  });

  it('draws faces without a tint in high contrast', () => {
    const palette = { ...PLAIN_PALETTE, highContrast: true };
    const alphas = new Set(drawn({ palette }).outlines.map(({ alpha }) => alpha));
    assert.deepEqual([...alphas], [1]);
  });

  it('never works long between two steps', () => {
    const pen = new RecordingPen();
    let most = 0;
    let before = 0;
    for (const _ of drawSceneStepwise(pen, pictureOf(ARRANGEMENT, { width: 3000, height: 3000 }))) {
      most = Math.max(most, pen.texts.length - before);
      before = pen.texts.length;
    }
    assert.ok(before > 1000);
    assert.ok(most <= 64, `${most} texts in one step`);
  });
});
