import assert from 'node:assert/strict';
import type { HeatLook } from '../../../../../webview/graph/drawing/heatLook';
import type { Picture } from '../../../../../webview/graph/drawing/picture';
import { Scene } from '../../../../../webview/graph/drawing/scene';
import { svgPicture } from '../../../../../webview/graph/export/svgPicture';
import { BOX, gridArrangement, LAYER } from '../../../../fixtures/drawn/gridArrangement';
import { EVEN_GLYPHS, PLAIN_PALETTE } from '../../../../fixtures/drawn/plainLook';
import { STRANGE_NAMES } from '../../../../fixtures/shown/shownNames';
import { elementsOf, parseXml, type XmlElement } from '../../../../fixtures/xmlTree';
import { arrangementOf, type Part, pageOf } from '../navigation/testArrangement';

function pictureOf(scene: Scene, changes: Partial<Picture> = {}): Picture {
  const { bounds } = scene.drawing;
  return {
    scene,
    palette: PLAIN_PALETTE,
    heat: null,
    matches: null,
    lit: null,
    scale: 1,
    left: bounds.left,
    top: bounds.top,
    width: bounds.right - bounds.left,
    height: bounds.bottom - bounds.top,
    ratio: 1,
    ...changes,
  };
}

function written(picture: Picture, isTransparent = false): { readonly text: string; readonly root: XmlElement } {
  const pieces: string[] = [];
  const options = { title: '<net> & "graph"', isTransparent };
  for (const _ of svgPicture(picture, options, piece => pieces.push(piece))) assert.ok(pieces.length > 0);
  const text = pieces.join('');
  return { text, root: parseXml(text) };
}

/** Groups of elements that are boxes and frames, by their titles. */
function titles(root: XmlElement): readonly string[] {
  return elementsOf(root, 'g').flatMap(({ children }) =>
    children.filter(({ name }) => name === 'title').map(({ text }) => text),
  );
}

describe('the graph as SVG', () => {
  const scene = new Scene(gridArrangement(2, 2), EVEN_GLYPHS);

  it('has every box and frame once, in the groups that hold them, and nothing from outside', () => {
    const { text, root } = written(pictureOf(scene));
    assert.equal(titles(root).length, 4 * LAYER + 4);
    const layers = root.children.filter(({ name, children }) => name === 'g' && children[0]?.name === 'title');
    assert.equal(layers.length, 4);
    for (const layer of layers) {
      assert.match(layer.children[0]?.text ?? '', /layers\.\d/);
      assert.equal(layer.children.filter(({ name }) => name === 'g').length, LAYER);
    }
    assert.equal(root.children[0]?.text, '<net> & "graph"');
    assert.equal(root.attributes.get('font-family'), PLAIN_PALETTE.font);
    assert.doesNotMatch(text, /<script|href|url\(|<style|<image|<foreignObject/i);
  });

  it('draws boxes where they are, and texts inside of them', () => {
    const { root } = written(pictureOf(scene));
    const boxes = elementsOf(root, 'g').filter(
      ({ children }) => children[0]?.name === 'title' && !children.some(({ name }) => name === 'g'),
    );
    assert.equal(boxes.length, 4 * LAYER);
    const found = new Set<string>();
    for (const { children } of boxes) {
      const face = children.find(({ name }) => name === 'rect');
      const at = (key: string): number => Number(face?.attributes.get(key));
      found.add(`${at('x')} ${at('y')}`);
      assert.ok(Math.abs(at('width') - BOX.width) <= 1 && Math.abs(at('height') - BOX.height) <= 1);
      // The arithmetic behind this drawing leaves room for three lines.
      for (const line of children.filter(({ name }) => name === 'text').slice(0, 3)) {
        const x = Number(line.attributes.get('x'));
        const y = Number(line.attributes.get('y'));
        const size = Number(line.attributes.get('font-size'));
        assert.ok(x >= at('x') && x + [...line.text].length * size * 0.6 <= at('x') + at('width') + 1, line.text);
        assert.ok(y - size * 0.8 >= at('y') && y <= at('y') + at('height'), line.text);
      }
    }
    assert.equal(found.size, 4 * LAYER);
  });

  it('has lines with rounded corners that end in arrow heads', () => {
    const { root } = written(pictureOf(scene));
    const paths = elementsOf(root, 'path').map(({ attributes }) => attributes);
    const strokes = paths.filter(path => path.get('stroke') === PLAIN_PALETTE.edge);
    const starts = strokes.reduce((sum, path) => sum + (path.get('d')?.match(/M/g)?.length ?? 0), 0);
    assert.equal(starts, scene.drawing.source.length);
    assert.ok(strokes.some(path => path.get('d')?.includes('Q')));
    assert.ok(paths.some(path => path.get('fill') === PLAIN_PALETTE.edge && path.get('d')?.includes('Z')));
  });

  it('of a view has what is in it, whole', () => {
    const { bounds } = scene.drawing;
    const { root } = written(pictureOf(scene, { width: 300, height: 300 }));
    const count = titles(root).length;
    assert.ok(count >= 3 && count < LAYER, String(count));
    assert.equal(root.attributes.get('viewBox'), '0 0 300 300');
    const away = written(pictureOf(scene, { left: bounds.right + 5000 }));
    assert.deepEqual(titles(away.root), []);
  });

  it('has figures where they are on, and no background where none is wanted', () => {
    const heat: HeatLook = {
      title: 'Bytes',
      of: item => (item === 3 ? { color: '#abcdef', text: '#010203', value: '7 <MB>' } : null),
    };
    const { root, text } = written(pictureOf(scene, { heat }));
    assert.match(text, /fill="#abcdef"/);
    assert.equal(titles(root).filter(title => title.includes(', Bytes 7 <MB>')).length, 1);
    const background = (isTransparent: boolean): number =>
      written(pictureOf(scene), isTransparent).root.children.filter(({ name }) => name === 'rect').length;
    assert.deepEqual([background(false), background(true)], [1, 0]);
  });

  it('is XML whatever names say', () => {
    const page = pageOf(STRANGE_NAMES.length, []);
    const strange = {
      ...page,
      names: STRANGE_NAMES.map((name, at) => `${name}\ud800${at}`),
      ops: STRANGE_NAMES,
      op: Uint16Array.from(STRANGE_NAMES, (_, at) => at),
      details: STRANGE_NAMES,
    };
    const parts = STRANGE_NAMES.map((title, at) => ({ title: `${title}\uffff`, parts: [at] }));
    const points = STRANGE_NAMES.map((_, at) => [0, 80 * at] as const);
    const open = parts.map(({ title }) => title);
    const { root, text } = written(pictureOf(new Scene(arrangementOf(strange, parts, points, open), EVEN_GLYPHS)));
    assert.equal(titles(root).length, 2 * STRANGE_NAMES.length);
    assert.doesNotMatch(text, /<(img|b|script)\b/);
  });

  it('nests no deeper than readers of XML follow', () => {
    let part: Part = 0;
    for (let depth = 0; depth < 1000; depth++) part = { title: `level ${depth}`, parts: [part] };
    const open = Array.from({ length: 1000 }, (_, depth) => `level ${depth}`);
    const { root, text } = written(
      pictureOf(new Scene(arrangementOf(pageOf(1, []), [part], [[0, 0]], open), EVEN_GLYPHS)),
    );
    assert.equal(titles(root).length, 1001);
    let depth = 0;
    let deepest = 0;
    for (const [tag] of text.matchAll(/<g>|<\/g>/g)) {
      depth += tag === '<g>' ? 1 : -1;
      deepest = Math.max(deepest, depth);
    }
    assert.ok(deepest <= 102, String(deepest));
  });
});
