import assert from 'node:assert/strict';
import {
  between,
  fitCamera,
  isAllInView,
  openingCamera,
  pan,
  revealingCamera,
  toDrawing,
  toScreen,
  visibleBox,
  zoomAt,
} from '../../../../../webview/graph/drawing/camera';

const VIEW = { width: 800, height: 600 };
const BOUNDS = { left: 0, top: 0, right: 4000, bottom: 90_000 };

describe('camera of the drawing', () => {
  it('leads from the screen to the drawing and back', () => {
    const camera = { x: 120, y: -40, scale: 0.3 };
    const at = toDrawing(camera, VIEW, 17, 533);
    const back = toScreen(camera, VIEW, at.x, at.y);
    assert.ok(Math.abs(back.x - 17) < 1e-9 && Math.abs(back.y - 533) < 1e-9);
  });

  it('keeps the point under the pointer while zooming, within limits', () => {
    const camera = { x: 50, y: 60, scale: 1 };
    const before = toDrawing(camera, VIEW, 700, 100);
    const closer = zoomAt(camera, VIEW, 1.7, 700, 100);
    const after = toDrawing(closer, VIEW, 700, 100);
    assert.ok(Math.abs(before.x - after.x) < 1e-9 && Math.abs(before.y - after.y) < 1e-9);
    assert.equal(zoomAt(camera, VIEW, 1e9, 0, 0).scale, 3);
    assert.equal(zoomAt(camera, VIEW, 1e-9, 0, 0).scale, 0.0001);
  });

  it('shows all of a drawing, and knows that it does', () => {
    const camera = fitCamera(BOUNDS, VIEW);
    assert.ok(isAllInView(BOUNDS, camera, VIEW));
    assert.ok(!isAllInView(BOUNDS, { ...camera, scale: camera.scale * 1.2 }, VIEW));
    assert.equal(fitCamera({ left: 0, top: 0, right: 10, bottom: 10 }, VIEW).scale, 1);
  });

  it('opens with everything where that can be read, else at the beginning at a size that can', () => {
    const small = { left: 0, top: 0, right: 900, bottom: 700 };
    assert.deepEqual(openingCamera(small, VIEW, { x: 0, y: 0 }), fitCamera(small, VIEW));
    const camera = openingCamera(BOUNDS, VIEW, { x: 2000, y: 0 });
    assert.equal(camera.scale, 0.85);
    const seen = visibleBox(camera, VIEW);
    assert.equal(camera.x, 2000);
    assert.ok(Math.abs((BOUNDS.top - seen.top) * camera.scale - 28) < 1e-9);
    // A start at the side leaves no more emptiness beyond the drawing than its margin.
    const aside = visibleBox(openingCamera(BOUNDS, VIEW, { x: 3990, y: 0 }), VIEW);
    assert.ok(Math.abs((aside.right - BOUNDS.right) * camera.scale - 28) < 1e-9);
  });

  it('never pans away from the drawing', () => {
    const camera = { x: 3999, y: 5, scale: 2 };
    assert.deepEqual(pan(camera, 1000, -1000, BOUNDS), { x: 4000, y: 0, scale: 2 });
    assert.deepEqual(pan(camera, -10, 10, BOUNDS), { x: 3994, y: 10, scale: 2 });
  });

  it('reveals what is out of view or too small, and leaves what is comfortably seen', () => {
    const box = { left: 1000, top: 1000, right: 1100, bottom: 1040 };
    assert.equal(revealingCamera(box, { x: 1050, y: 1000, scale: 1 }, VIEW), null);
    assert.deepEqual(revealingCamera(box, { x: 0, y: 0, scale: 1 }, VIEW), { x: 1050, y: 1020, scale: 1 });
    assert.equal(revealingCamera(box, { x: 1050, y: 1000, scale: 0.1 }, VIEW)?.scale, 0.7);
    // Of what is larger than the view the beginning comes into it.
    const tall = revealingCamera({ left: 0, top: 500, right: 100, bottom: 9000 }, { x: 0, y: 0, scale: 1 }, VIEW);
    assert.equal(tall?.y, 500 + 300 - 48);
  });

  it('moves evenly in place and by equal factors in scale', () => {
    const middle = between({ x: 0, y: 0, scale: 0.1 }, { x: 10, y: -20, scale: 10 }, 0.5);
    assert.deepEqual([middle.x, middle.y], [5, -10]);
    assert.ok(Math.abs(middle.scale - 1) < 1e-12);
  });
});
