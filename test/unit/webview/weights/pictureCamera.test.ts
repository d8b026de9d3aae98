import assert from 'node:assert/strict';
import { TILE_CELLS } from '../../../../src/shared/protocol/weights';
import {
  fitCamera,
  LARGEST_SCALE,
  neededTiles,
  type PictureCamera,
  visibleBlock,
  zoomCamera,
} from '../../../../webview/weights/pictureCamera';

const VIEW = { width: 800, height: 500 };
const FINEST = { rowLevel: 0, columnLevel: 0 };

/** Elements that the needed tiles cover. */
function covered(camera: PictureCamera, matrix: { rows: number; columns: number }, ratio: number, whole = FINEST) {
  const { tiles, rowLevel, columnLevel } = neededTiles(camera, matrix, VIEW, ratio, whole);
  const spanRows = TILE_CELLS * 2 ** rowLevel;
  const spanColumns = TILE_CELLS * 2 ** columnLevel;
  const has = (row: number, column: number): boolean =>
    tiles.some(
      tile => tile.tileRow === Math.floor(row / spanRows) && tile.tileColumn === Math.floor(column / spanColumns),
    );
  return { tiles, rowLevel, columnLevel, has };
}

describe('camera of a picture', () => {
  it('shows all of a matrix, in squares or, for a line, stretched', () => {
    const square = fitCamera({ rows: 1000, columns: 1000 }, VIEW);
    assert.equal(square.scaleX, square.scaleY);
    assert.deepEqual(visibleBlock(square, { rows: 1000, columns: 1000 }, VIEW), {
      row: 0,
      column: 0,
      rows: 1000,
      columns: 1000,
    });
    const line = fitCamera({ rows: 1, columns: 100_000 }, VIEW);
    assert.equal(line.scaleX, 800 / 100_000);
    assert.equal(line.scaleY, LARGEST_SCALE);
    assert.equal(fitCamera({ rows: 1, columns: 1 }, VIEW).scaleX, LARGEST_SCALE);
  });

  it('zooms around the point under the pointer', () => {
    const matrix = { rows: 4000, columns: 4000 };
    let camera = fitCamera(matrix, VIEW);
    const point = { x: 430, y: 260 };
    const under = ({ x, y, scaleX, scaleY }: PictureCamera) => [x + point.x / scaleX, y + point.y / scaleY];
    const before = under(camera);
    for (let i = 0; i < 12; i++) camera = zoomCamera(camera, 1.7, point, matrix, VIEW);
    const after = under(camera);
    assert.ok(Math.abs((after[0] ?? 0) - (before[0] ?? 0)) < 1 && Math.abs((after[1] ?? 0) - (before[1] ?? 0)) < 1);
    for (let i = 0; i < 40; i++) camera = zoomCamera(camera, 0.5, point, matrix, VIEW);
    assert.deepEqual(camera, fitCamera(matrix, VIEW), 'out to all of it and no further');
  });

  it('needs tiles that cover everything in view, with cells no smaller than a pixel', () => {
    for (const matrix of [
      { rows: 3000, columns: 5000 },
      { rows: 1, columns: 10 ** 9 },
      { rows: 2 ** 31, columns: 1 },
      { rows: 7, columns: 9 },
    ]) {
      let camera = fitCamera(matrix, VIEW);
      for (let step = 0; step < 12; step++) {
        for (const ratio of [1, 2]) {
          const { tiles, has, rowLevel, columnLevel } = covered(camera, matrix, ratio);
          assert.ok(tiles.length > 0 && tiles.length <= 200, `${tiles.length} tiles`);
          assert.ok(
            2 ** rowLevel * camera.scaleY * ratio >= 1 - 1e-6 && 2 ** columnLevel * camera.scaleX * ratio >= 1 - 1e-6,
          );
          const { row, column, rows, columns } = visibleBlock(camera, matrix, VIEW);
          for (const down of [row, row + rows - 1])
            for (const across of [column, column + columns - 1]) assert.ok(has(down, across));
        }
        camera = zoomCamera(camera, 2, { x: 300, y: 200 }, matrix, VIEW);
      }
    }
  });

  it('needs coarser tiles, which are in memory, rather than very many', () => {
    const matrix = { rows: 100_000, columns: 100_000 };
    const view = { width: 8000, height: 8000 };
    const camera = { x: 0, y: 0, scaleX: 0.5, scaleY: 0.5 };
    const needed = neededTiles(camera, matrix, view, 1, { rowLevel: 7, columnLevel: 7 });
    assert.ok(needed.tiles.length <= 48);
    assert.ok(needed.rowLevel > 1 && needed.rowLevel <= 7);
  });
});
