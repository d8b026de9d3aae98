import assert from 'node:assert/strict';
import { SpatialIndex } from '../../../../../webview/graph/drawing/spatialIndex';
import { seededRandom } from '../../../../fixtures/seededRandom';

interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function indexOf(rectangles: readonly Rectangle[]): SpatialIndex {
  const flat = rectangles.flatMap(({ left, top, right, bottom }) => [left, top, right, bottom]);
  return new SpatialIndex(
    Float32Array.from(flat),
    Uint32Array.from(rectangles, (_, i) => i + 7),
  );
}

function bruteForce(rectangles: readonly Rectangle[], box: Rectangle): number[] {
  return rectangles.flatMap(({ left, top, right, bottom }, i) =>
    left <= box.right && right >= box.left && top <= box.bottom && bottom >= box.top ? [i + 7] : [],
  );
}

function ascending(numbers: readonly number[]): number[] {
  return [...numbers].sort((a, b) => a - b);
}

/** Whole numbers, which 32-bit floats keep. */
function randomRectangles(count: number, random: () => number): Rectangle[] {
  return Array.from({ length: count }, (_, i) => {
    const left = Math.floor(random() * 20_000) - 5000;
    const top = Math.floor(random() * 100_000);
    const long = i % 10 === 0 ? 60_000 : 150;
    return {
      left,
      top,
      right: left + (i % 20 === 0 ? 0 : Math.floor(random() * long)),
      bottom: top + (i % 30 === 10 ? 0 : Math.floor(random() * long)),
    };
  });
}

describe('spatial index', () => {
  it('finds what comparing with everything finds, for boxes of a pixel and lines across the drawing', () => {
    const random = seededRandom(5);
    const rectangles = randomRectangles(3000, random);
    const index = indexOf(rectangles);
    let found = 0;
    for (let query = 0; query < 300; query++) {
      const left = Math.floor(random() * 25_000) - 8000;
      const top = Math.floor(random() * 110_000) - 5000;
      const side = query % 3 === 0 ? 0 : Math.floor(random() ** 3 * 30_000);
      const box = { left, top, right: left + side, bottom: top + side };
      const expected = bruteForce(rectangles, box);
      assert.deepEqual(ascending(index.find(box)), expected);
      found += expected.length;
    }
    assert.ok(found > 1000);
  });

  it('finds everything in a box around all', () => {
    const rectangles = randomRectangles(500, seededRandom(9));
    const box = { left: -1e6, top: -1e6, right: 1e6, bottom: 1e6 };
    assert.deepEqual(ascending(indexOf(rectangles).find(box)), bruteForce(rectangles, box));
  });

  it('leaves out only what is smaller than asked for', () => {
    const rectangles = randomRectangles(2000, seededRandom(11));
    const all = { left: -1e6, top: -1e6, right: 1e6, bottom: 1e6 };
    const kept = new Set(indexOf(rectangles).find(all, 400));
    for (const [i, { left, top, right, bottom }] of rectangles.entries()) {
      const side = Math.max(right - left, bottom - top);
      if (side >= 400) assert.ok(kept.has(i + 7), `side ${side}`);
      if (side < 200) assert.ok(!kept.has(i + 7), `side ${side}`);
    }
  });

  it('holds rectangles that are all in one place, and none at all', () => {
    const same = Array.from({ length: 1000 }, () => ({ left: 5, top: 5, right: 5, bottom: 5 }));
    assert.equal(indexOf(same).find({ left: 5, top: 5, right: 5, bottom: 5 }).length, 1000);
    assert.equal(indexOf(same).find({ left: 6, top: 5, right: 9, bottom: 5 }).length, 0);
    assert.deepEqual(indexOf([]).find({ left: 0, top: 0, right: 9, bottom: 9 }), []);
  });

  it('looks at nothing for a box far from a long column', () => {
    const column = Array.from({ length: 1000 }, (_, i) => ({ left: 0, top: 100 * i, right: 50, bottom: 100 * i + 50 }));
    let looks = 0;
    const rectangles = Float32Array.from(column.flatMap(({ left, top, right, bottom }) => [left, top, right, bottom]));
    const counting = new Proxy(rectangles, {
      get: (target, key) => {
        looks++;
        return Reflect.get(target, key);
      },
    });
    const index = new SpatialIndex(counting, new Uint32Array(column.length));
    looks = 0;
    for (const left of [-1e7, 1e7]) {
      assert.deepEqual(index.find({ left, top: 0, right: left + 1e6, bottom: 1e6 }), []);
    }
    assert.equal(looks, 0);
  });

  it('needs no more cells for two points a million units apart', () => {
    const far = [
      { left: 0, top: 0, right: 1, bottom: 1 },
      { left: 1e9, top: 1e9, right: 1e9, bottom: 1e9 },
    ];
    assert.deepEqual(indexOf(far).find({ left: -1, top: -1, right: 2, bottom: 2 }), [7]);
    assert.deepEqual(indexOf(far).find({ left: 9e8, top: 9e8, right: 2e9, bottom: 2e9 }), [8]);
  });
});
