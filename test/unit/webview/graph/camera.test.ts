import assert from 'node:assert/strict';
import { fitCamera, openingCamera, pan, toDrawing, toScreen, zoomAt } from '../../../../webview/graph/camera';

const view = { width: 800, height: 600 };
const box = { left: -100, right: 100, top: 0, bottom: 50_000 };

describe('graph camera', () => {
  it('maps the drawing to the screen and back', () => {
    const camera = { x: 30, y: -20, scale: 0.4 };
    const there = toScreen(camera, view, 123, 456);
    const back = toDrawing(camera, view, there.x, there.y);
    assert.ok(Math.abs(back.x - 123) < 1e-9 && Math.abs(back.y - 456) < 1e-9);
  });

  it('shows everything when asked', () => {
    const camera = fitCamera(box, view);
    assert.ok(toScreen(camera, view, 0, box.top).y >= 0);
    assert.ok(toScreen(camera, view, 0, box.bottom).y <= view.height);
  });

  it('never enlarges a small graph past its natural size', () => {
    assert.equal(fitCamera({ left: 0, right: 10, top: 0, bottom: 10 }, view).scale, 1);
  });

  it('opens a tall graph at its beginning, readable', () => {
    const camera = openingCamera(box, view, 0);
    assert.ok(camera.scale > 0.5);
    const top = toScreen(camera, view, 0, box.top);
    assert.ok(top.y > 0 && top.y < 60);
    assert.equal(top.x, view.width / 2);
  });

  it('keeps the point under the pointer while zooming', () => {
    const before = { x: 5, y: 7, scale: 0.5 };
    const point = toDrawing(before, view, 100, 500);
    const after = zoomAt(before, view, 1.7, 100, 500);
    const there = toScreen(after, view, point.x, point.y);
    assert.ok(Math.abs(there.x - 100) < 1e-9 && Math.abs(there.y - 500) < 1e-9);
  });

  it('does not lose the drawing when panned far away', () => {
    const camera = pan({ x: 0, y: 0, scale: 1 }, 1e9, -1e9, box);
    assert.deepEqual(camera, { x: box.right, y: box.top, scale: 1 });
  });
});
