import assert from 'node:assert/strict';
import { elementGrid } from '../../../../src/analysis/picture/elementGrid';
import { covers, readPyramid, readTile, tileFrom, wholeLevel } from '../../../../src/analysis/picture/pyramid';
import {
  MARK_NAN,
  MARK_NEGATIVE_INFINITY,
  MARK_POSITIVE_INFINITY,
  type PictureTile,
  TILE_CELLS,
  type TileRequest,
} from '../../../../src/shared/protocol/weights';
import { graphBuilder, modelBytes } from '../../../fixtures/builders/onnxModel';
import { seededRandom } from '../../../fixtures/seededRandom';
import { opened, patient } from './brute';

function request(rowLevel: number, columnLevel: number, tileRow = 0, tileColumn = 0): TileRequest {
  const matrix = { rows: 0, columns: null, at: [] };
  return {
    graph: 'main',
    name: 'w',
    dequantized: false,
    matrix,
    rowLevel,
    columnLevel,
    tileRow,
    tileColumn,
    generation: 0,
  };
}

/** A cell by its definition. */
function cellOf(
  lines: readonly (readonly number[])[],
  rowSize: number,
  columnSize: number,
  row: number,
  column: number,
) {
  const covered = lines
    .slice(row * rowSize, (row + 1) * rowSize)
    .flatMap(line => line.slice(column * columnSize, (column + 1) * columnSize));
  const finite = covered.filter(Number.isFinite);
  const mark = (has: boolean, bit: number): number => (has ? bit : 0);
  return {
    min: finite.length === 0 ? Number.NaN : Math.min(...finite),
    max: finite.length === 0 ? Number.NaN : Math.max(...finite),
    mean: finite.reduce((sum, value) => sum + value, 0) / finite.length,
    zeros: finite.filter(value => value === 0).length / finite.length,
    marks:
      mark(covered.some(Number.isNaN), MARK_NAN) +
      mark(covered.includes(Infinity), MARK_POSITIVE_INFINITY) +
      mark(covered.includes(-Infinity), MARK_NEGATIVE_INFINITY),
  };
}

function check(
  tile: PictureTile,
  lines: readonly (readonly number[])[],
  { rowLevel, columnLevel, tileRow, tileColumn }: TileRequest,
): void {
  const [rowSize, columnSize] = [2 ** rowLevel, 2 ** columnLevel];
  assert.equal(tile.mean.length, tile.rows * tile.columns);
  for (let row = 0; row < tile.rows; row++) {
    for (let column = 0; column < tile.columns; column++) {
      const at = row * tile.columns + column;
      const wanted = cellOf(lines, rowSize, columnSize, tileRow * TILE_CELLS + row, tileColumn * TILE_CELLS + column);
      const where = `cell ${row}, ${column}`;
      assert.ok(Object.is(tile.mean[at], wanted.mean) || Math.abs((tile.mean[at] ?? 0) - wanted.mean) < 1e-6, where);
      if (rowSize * columnSize === 1) assert.equal(tile.min, null);
      else {
        assert.equal(tile.min?.[at], wanted.min, where);
        assert.equal(tile.max?.[at], wanted.max, where);
      }
      assert.equal(tile.marks[at], wanted.marks, where);
      if (wanted.zeros === 0 || Number.isNaN(wanted.zeros)) assert.equal(tile.zeros[at], 0, where);
      else if (wanted.zeros === 1) assert.equal(tile.zeros[at], 255, where);
      else assert.ok(Math.abs((tile.zeros[at] ?? 0) - 255 * wanted.zeros) <= 1, where);
    }
  }
}

const [ROWS, COLUMNS] = [37, 53];

function numbers(): number[][] {
  const random = seededRandom(7);
  const lines = Array.from({ length: ROWS }, () =>
    Array.from({ length: COLUMNS }, () => (random() < 0.2 ? 0 : Math.fround(random() * 4 - 2))),
  );
  const put = (row: number, column: number, value: number): void => {
    const line = lines[row];
    if (line !== undefined) line[column] = value;
  };
  put(0, 0, Number.NaN);
  put(5, 6, Infinity);
  put(5, 7, -Infinity);
  for (let row = 8; row < 16; row++) for (let column = 16; column < 24; column++) put(row, column, 0);
  for (let row = 16; row < 20; row++) for (let column = 24; column < 28; column++) put(row, column, Number.NaN);
  return lines;
}

describe('picture of a matrix', () => {
  const lines = numbers();
  const graph = graphBuilder().input('x', 'float32', [1]).weight('w', 'float32', [ROWS, COLUMNS], lines.flat());
  const bytes = modelBytes(graph.node('Identity', ['x'], ['y']).output('y', 'float32', [1]));

  it('has the least, the largest and the mean of what each cell covers, at any level', async () => {
    const { subject, reader } = await opened(bytes, 'w');
    const grid = elementGrid('w', subject.shape, request(0, 0).matrix);
    for (const [rowLevel, columnLevel] of [
      [0, 0],
      [1, 1],
      [2, 0],
      [0, 3],
      [3, 2],
      [6, 6],
    ] as const) {
      const wanted = request(rowLevel, columnLevel);
      check(await readTile(reader(), grid, 0, wanted, patient()), lines, wanted);
    }
  });

  it('is the same from memory as from the file', async () => {
    const { subject, reader } = await opened(bytes, 'w');
    const grid = elementGrid('w', subject.shape, request(0, 0).matrix);
    const pyramid = await readPyramid(reader(), grid, 0, patient());
    for (const [rowLevel, columnLevel] of [
      [0, 0],
      [2, 1],
      [3, 3],
      [6, 6],
    ] as const) {
      const wanted = request(rowLevel, columnLevel);
      assert.ok(covers(pyramid, wanted));
      const fromMemory = await tileFrom(pyramid, reader(), 0, wanted, patient());
      check(fromMemory, lines, wanted);
      assert.deepEqual(fromMemory.min, (await readTile(reader(), grid, 0, wanted, patient())).min);
    }
  });

  it('comes with figures of the whole', async () => {
    const { subject, reader } = await opened(bytes, 'w');
    const { facts } = await readPyramid(reader(), elementGrid('w', subject.shape, request(0, 0).matrix), 0, patient());
    const finite = lines.flat().filter(Number.isFinite);
    const mean = finite.reduce((a, b) => a + b, 0) / finite.length;
    assert.equal(facts.min, Math.min(...finite));
    assert.equal(facts.max, Math.max(...finite));
    assert.ok(Math.abs((facts.mean ?? 0) - mean) < 1e-12);
    const std = Math.sqrt(finite.reduce((sum, value) => sum + (value - mean) ** 2, 0) / finite.length);
    assert.ok(Math.abs((facts.std ?? 0) - std) < 1e-12);
    assert.deepEqual(
      [facts.finite, facts.zeros, facts.nan, facts.infinite],
      [finite.length, finite.filter(value => value === 0).length, 17, 2],
    );
  });

  it('of other rows and columns is that of the tensor turned', async () => {
    const { subject, reader } = await opened(bytes, 'w');
    const turned = Array.from({ length: COLUMNS }, (_, column) => lines.map(line => line[column] ?? 0));
    const grid = elementGrid('w', subject.shape, { rows: 1, columns: null, at: [] });
    for (const level of [0, 2])
      check(await readTile(reader(), grid, 0, request(level, level), patient()), turned, request(level, level));
  });

  it('has so few cells in memory whatever the shape', () => {
    for (const [rows, columns] of [
      [2 ** 31, 1],
      [1, 10 ** 9],
      [30_000, 40_000],
      [2 ** 26, 2 ** 26],
      [3, 3],
      [0, 5],
      [0, 0],
    ] as const) {
      const { rowLevel, columnLevel } = wholeLevel({ rows, columns });
      const cells = Math.ceil(rows / 2 ** rowLevel) * Math.ceil(columns / 2 ** columnLevel);
      assert.ok(cells <= 2 ** 20, `${rows} x ${columns}`);
      if (rows * columns > 2 ** 21) assert.ok(cells > 2 ** 17, 'no coarser than it has to be');
      else assert.deepEqual([rowLevel, columnLevel], [0, 0]);
    }
  });

  it('ends when it is not wanted any more', async () => {
    const { subject, reader } = await opened(bytes, 'w');
    const grid = elementGrid('w', subject.shape, request(0, 0).matrix);
    const abort = new AbortController();
    const patience = { ...patient(() => abort.abort()), signal: abort.signal };
    await assert.rejects(readPyramid(reader(), grid, 0, patience), {
      info: { code: 'cancelled', kind: 'cancelled', message: 'Cancelled.' },
    });
  });
});

describe('bytes read for a picture', () => {
  const [rows, columns] = [600, 700];
  const values = new Float32Array(rows * columns).map((_, i) => Math.sin(i));
  const graph = graphBuilder()
    .input('x', 'float32', [1])
    .weight('w', 'float32', [rows, columns], new Uint8Array(values.buffer))
    .node('Identity', ['x'], ['y'])
    .output('y', 'float32', [1]);
  const bytes = modelBytes(graph);

  it('are all of them once for the whole, and none afterwards', async () => {
    const { subject, reader, bytesRead } = await opened(bytes, 'w');
    const grid = elementGrid('w', subject.shape, request(0, 0).matrix);
    bytesRead();
    const pyramid = await readPyramid(reader(), grid, 0, patient());
    assert.equal(bytesRead(), rows * columns * 4);
    await tileFrom(pyramid, reader(), 0, request(0, 0, 1, 2), patient());
    await tileFrom(pyramid, reader(), 0, request(2, 2), patient());
    assert.equal(bytesRead(), 0);
  });

  it('are those of the rows and columns in view', async () => {
    const { subject, reader, bytesRead, source } = await opened(bytes, 'w');
    const grid = elementGrid('w', subject.shape, request(0, 0).matrix);
    bytesRead();
    const before = source.reads.length;
    const tile = await readTile(reader(), grid, 0, request(0, 0, 1, 1), patient());
    assert.deepEqual([tile.rows, tile.columns], [256, 256]);
    // Gaps of less than 4 kB between rows are read through: never more than the rows in view.
    const least = 256 * 256 * 4;
    const read = bytesRead();
    assert.ok(read >= least && read <= 256 * columns * 4, `${read} bytes`);
    assert.ok(source.reads.length - before <= 4, `${source.reads.length - before} reads`);
    assert.equal(tile.mean[0], values[256 * columns + 256]);
  });

  it('leave out what lies far apart', async () => {
    const wide = graphBuilder()
      .input('x', 'float32', [1])
      .weight('w', 'float32', [40, 5000], new Float32Array(200_000))
      .node('Identity', ['x'], ['y'])
      .output('y', 'float32', [1]);
    const { subject, reader, bytesRead } = await opened(modelBytes(wide), 'w');
    const grid = elementGrid('w', subject.shape, request(0, 0).matrix);
    bytesRead();
    await readTile(reader(), grid, 0, request(0, 0, 0, 3), patient());
    assert.equal(bytesRead(), 40 * 256 * 4);
  });
});
