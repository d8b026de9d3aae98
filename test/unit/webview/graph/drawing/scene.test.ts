import assert from 'node:assert/strict';
import { drawScene } from '../../../../../webview/graph/drawing/drawScene';
import { firstLines, LineLabels } from '../../../../../webview/graph/drawing/lineLabels';
import { Scene } from '../../../../../webview/graph/drawing/scene';
import { boxAround, foldButtonAt, itemsIn, positionsOf } from '../../../../../webview/graph/drawing/sceneQueries';
import { anchoredCamera, isSameGraph, itemInTheMiddle } from '../../../../../webview/graph/drawing/showing';
import { stubPairs, stubsByPosition, stubText } from '../../../../../webview/graph/drawing/stubs';
import { Transition } from '../../../../../webview/graph/drawing/transition';
import { connectedLines, litWays } from '../../../../../webview/graph/drawing/ways';
import { NONE } from '../../../../../webview/graph/hierarchy/hierarchy';
import { EVEN_GLYPHS, pictureOf } from '../../../../fixtures/drawn/drawnWith';
import { BOX, gridArrangement, LAYER } from '../../../../fixtures/drawn/gridArrangement';
import { RecordingPen } from '../../../../fixtures/drawn/recordingPen';

const LAYERS = 6;
const NODES = LAYERS * LAYER;
const OPEN = gridArrangement(3, 2);
const FOLDED = gridArrangement(3, 2, new Set([1]));
const VIEW = { width: 800, height: 600 };

function sceneOf(arrangement = OPEN): Scene {
  return new Scene(arrangement, EVEN_GLYPHS);
}

describe('scene of the drawing', () => {
  it('has the innermost box or frame at every point', () => {
    const scene = sceneOf();
    const { drawing } = scene;
    for (let position = 0; position < drawing.items.length; position++) {
      const { left, top, right, bottom } = scene.box(position);
      if (scene.isFrame(position)) assert.equal(scene.positionAt(left + 2, top + 2), position);
      else assert.equal(scene.positionAt((left + right) / 2, (top + bottom) / 2), position);
    }
    assert.equal(scene.positionAt(-50, -50), null);
  });

  it('lets a folded group stand for what it hides', () => {
    const scene = sceneOf(FOLDED);
    const group = scene.drawing.positionOf[NODES + 1] ?? NONE;
    assert.equal(scene.positionOf(LAYER + 3), group);
    assert.deepEqual([...positionsOf(scene, [LAYER, LAYER + 1, 0])], [group, scene.positionOf(0)]);
    assert.deepEqual(boxAround(scene, [LAYER + 3]), scene.box(group));
    assert.equal(boxAround(scene, []), null);
  });

  it('draws nothing of what is hidden', () => {
    const pen = new RecordingPen();
    drawScene(pen, pictureOf(FOLDED, { width: 3000, height: 1500 }));
    const written = new Set(pen.texts.map(({ text }) => text));
    assert.ok(written.has('layers.1') && written.has('MatMul_0') && written.has(`MatMul_${2 * LAYER}`));
    assert.ok(!written.has(`Add_${LAYER + 5}`) && !written.has(`Mul_${LAYER + 1}`));
  });

  it('folds and unfolds at the button only', () => {
    for (const arrangement of [OPEN, FOLDED]) {
      const scene = sceneOf(arrangement);
      const position = scene.drawing.positionOf[NODES + 1] ?? 0;
      const button = scene.foldButton(position);
      assert.ok(button !== null);
      assert.equal(foldButtonAt(scene, (button.left + button.right) / 2, (button.top + button.bottom) / 2), NODES + 1);
      assert.equal(foldButtonAt(scene, button.right + 5, button.top), null);
    }
    assert.equal(sceneOf().foldButton(1), null);
  });

  it('gives the items whose middle is in a rectangle', () => {
    const scene = sceneOf();
    const first = scene.box(scene.positionOf(0) ?? 0);
    const middle = (first.left + first.right) / 2;
    const area = { left: first.left, top: first.top, right: middle + 1, bottom: first.bottom };
    assert.deepEqual(itemsIn(scene, area), [0]);
    assert.deepEqual(itemsIn(scene, { ...area, right: middle - 1 }), []);
  });

  it('knows operators’ families and the heaviest node', () => {
    const scene = sceneOf();
    assert.equal(scene.weightBytes(NODES), 0);
    assert.equal(scene.heaviest, Math.max(...OPEN.hierarchy.instances.flatMap(({ page }) => [...page.weightBytes])));
    const [matmul, add, fused] = [0, 1, 4].map(item => scene.family[scene.positionOf(item) ?? 0]);
    assert.equal(matmul, fused);
    assert.notEqual(matmul, add);
  });
});

describe('lines of the drawing', () => {
  it('lead back to their first stretch, in a chain of any length', () => {
    const before = Uint32Array.from({ length: 50_000 }, (_, line) => (line === 0 ? NONE : line - 1));
    assert.ok(firstLines(before).every(line => line === 0));
    assert.deepEqual([...firstLines(Uint32Array.of(NONE, 3, 0, 0, NONE))], [0, 0, 0, 0, 4]);
    // A contradiction in itself, which must end all the same.
    assert.equal(firstLines(Uint32Array.of(1, 0)).length, 2);
  });

  it('tell the shape of what flows where they begin and end', () => {
    const { drawing, hierarchy } = OPEN;
    const labels = new LineLabels(OPEN);
    for (let edge = 0; edge < hierarchy.from.length; edge++) {
      const last = drawing.lastLine[edge] ?? NONE;
      const size = ((hierarchy.from[edge] ?? 0) % 16) * 64;
      assert.equal(labels.of(last), `batch×${size}×768`);
      assert.equal(labels.of(labels.first(last)), `batch×${size}×768`);
    }
  });

  it('belong to what they leave and reach, with the whole way', () => {
    const scene = sceneOf();
    const target = scene.positionOf(5 * LAYER) ?? 0;
    const lines = connectedLines(scene, new Set([target]));
    const arriving = [...lines].filter(line => scene.drawing.target[line] === target);
    assert.equal(arriving.length, 1);
    for (const line of lines) {
      const before = scene.drawing.before[line] ?? NONE;
      if (scene.drawing.source[line] === target) continue;
      assert.ok(before === NONE || lines.has(before));
    }
    // Five stretches of the trunk, the branch from it, and the line to the node below.
    assert.equal(lines.size, 7);
  });

  it('light up with what they join and the frames around', () => {
    const scene = sceneOf();
    const edge = OPEN.hierarchy.to.indexOf(3 * LAYER);
    const { positions, lines } = litWays(scene, [edge]);
    const lit = Array.from(positions.keys()).filter(position => positions[position] === 1);
    const expected = [0, 3 * LAYER, NODES, NODES + 3].map(item => scene.positionOf(item) ?? 0);
    assert.deepEqual(
      lit,
      expected.sort((a, b) => a - b),
    );
    assert.equal(lines.filter(line => line === 1).length, 4);
  });

  it('that are too long are stubs; many at one box are one', () => {
    const { hierarchy, drawing } = OPEN;
    const edges = [...hierarchy.from.keys()].filter(edge => (hierarchy.to[edge] ?? 0) % LAYER === 0);
    const scene = sceneOf();
    const pairs = stubPairs(hierarchy, { ...drawing, stubs: Uint32Array.from(edges) }, item => scene.positionOf(item));
    const stubs = stubsByPosition(pairs);
    const name = (position: number): string => scene.texts.called(scene.item(position));
    assert.deepEqual(
      stubs.get(scene.positionOf(0) ?? 0)?.map(stub => stubText(stub, name)),
      ['→ 5 places'],
    );
    assert.deepEqual(
      stubs.get(scene.positionOf(2 * LAYER) ?? 0)?.map(stub => stubText(stub, name)),
      ['← MatMul /model/layers.0/part/MatMul_0'],
    );
  });
});

describe('from one arrangement to the next', () => {
  const camera = { x: 900, y: 300, scale: 1 };

  it('items are the same in arrangements of one graph only', () => {
    assert.ok(isSameGraph(OPEN, FOLDED));
    const { hierarchy } = FOLDED;
    assert.ok(!isSameGraph(OPEN, { ...FOLDED, hierarchy: { ...hierarchy, root: 'other' } }));
    const instances = hierarchy.instances.map(instance => ({ ...instance, body: 3 }));
    assert.ok(!isSameGraph(OPEN, { ...FOLDED, hierarchy: { ...hierarchy, instances } }));
  });

  it('the group that was folded stays where it is on the screen', () => {
    const [before, after] = [sceneOf(OPEN), sceneOf(FOLDED)];
    const next = anchoredCamera(before, after, NODES + 1, camera);
    const was = before.box(before.positionOf(NODES + 1) ?? 0);
    const is = after.box(after.positionOf(NODES + 1) ?? 0);
    assert.deepEqual([is.left - next.x, is.top - next.y], [was.left - camera.x, was.top - camera.y]);
    assert.equal(itemInTheMiddle(before, { x: BOX.padding + 10, y: BOX.header + BOX.padding + 10, scale: 1 }, VIEW), 0);
  });

  it('boxes go into the group that hides them, and what stays is drawn all the time', () => {
    const place = { width: 2400, height: 700 };
    const transition = Transition.between(pictureOf(OPEN, place), pictureOf(FOLDED, place));
    assert.ok(transition !== null);
    const at = (t: number): RecordingPen => {
      const pen = new RecordingPen();
      transition.draw(pen, t);
      return pen;
    };
    const hidden = `Mul_${LAYER + 1}`;
    assert.equal(at(0).texts.find(({ text }) => text === hidden)?.alpha, 1);
    assert.ok((at(0.75).texts.find(({ text }) => text === hidden)?.alpha ?? 1) < 0.5);
    assert.equal(
      at(1).texts.some(({ text }) => text === hidden),
      false,
    );
    for (const t of [0, 0.5, 1]) assert.ok(at(t).texts.some(({ text, alpha }) => text === 'MatMul_0' && alpha === 1));
    const [start, middle] = [0, 0.5].map(t => at(t).texts.find(({ text }) => text === hidden));
    assert.ok((middle?.x ?? 0) < (start?.x ?? 0));
  });

  it('nothing is moved when nobody could follow it', () => {
    const large = gridArrangement(8, 8);
    const picture = pictureOf(large, { width: 9000, height: 9000 });
    assert.equal(Transition.between(picture, picture), null);
  });
});
