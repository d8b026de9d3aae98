import assert from 'node:assert/strict';
import { squarify } from '../../../../webview/heatmap/squarify';

describe('squarified tiles', () => {
  it('fills its area in proportion to the sizes, without overlaps', () => {
    const sizes = [6, 6, 4, 3, 2, 2, 1, 0.5, 1000, 12];
    const tiles = squarify(sizes, 600, 400);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    assert.equal(tiles.length, sizes.length);
    for (const tile of tiles) {
      const expected = ((sizes[tile.index] ?? 0) / total) * 600 * 400;
      assert.ok(Math.abs(tile.width * tile.height - expected) < 1e-6 * 240_000);
      assert.ok(tile.x >= -1e-9 && tile.x + tile.width <= 600 + 1e-6);
      assert.ok(tile.y >= -1e-9 && tile.y + tile.height <= 400 + 1e-6);
    }
    for (const a of tiles) {
      for (const b of tiles) {
        if (a.index >= b.index) continue;
        const overlapX = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
        const overlapY = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
        assert.ok(overlapX < 1e-6 || overlapY < 1e-6, `${a.index} and ${b.index}`);
      }
    }
  });

  it('lays out the example of the paper as printed there', () => {
    // Bruls, Huizing, van Wijk 2000, figure 5: sizes 6 6 4 3 2 2 1 in a 6 × 4 rectangle.
    const tiles = squarify([6, 6, 4, 3, 2, 2, 1], 6, 4);
    const rounded = tiles
      .slice(0, 4)
      .map(({ x, y, width, height }) => [x, y, width, height].map(v => Number(v.toFixed(3))));
    assert.deepEqual(rounded, [
      [0, 0, 3, 2],
      [0, 2, 3, 2],
      [3, 0, 1.714, 2.333],
      [4.714, 0, 1.286, 2.333],
    ]);
  });

  it('leaves out what has no size', () => {
    assert.deepEqual(
      squarify([0, -1, Number.NaN, 5], 10, 10).map(tile => tile.index),
      [3],
    );
    assert.deepEqual(squarify([], 10, 10), []);
    assert.deepEqual(squarify([1], 0, 10), []);
  });
});
