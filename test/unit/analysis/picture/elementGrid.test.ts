import assert from 'node:assert/strict';
import { boxesOf, extentOf, MOST_AT_ONCE } from '../../../../src/analysis/picture/boxes';
import { type ElementGrid, elementGrid, placeIn } from '../../../../src/analysis/picture/elementGrid';
import type { MatrixChoice } from '../../../../src/shared/protocol/weights';
import { indices, placeOf } from './brute';

/** Elements of the matrix by the definition: for each row and column every other axis in order. */
function expected(shape: readonly number[], { rows, columns, at }: MatrixChoice): number[][] {
  const lines: number[][] = [];
  for (const index of indices(shape)) {
    const held = shape.every((_, axis) => axis === rows || axis === columns || index[axis] === (at[axis] ?? 0));
    if (columns !== null && !held) continue;
    const row = rows === null ? 0 : (index[rows] ?? 0);
    lines[row] ??= [];
    lines[row].push(placeOf(index, shape));
  }
  return lines;
}

function elementsOf(
  grid: ElementGrid,
  region = { row: 0, column: 0, rows: grid.rows, columns: grid.columns },
  bits = 32,
) {
  const lines = Array.from({ length: region.rows }, () => new Array<number>(region.columns).fill(-1));
  for (const { first, counts, strides, row, column, outerColumns } of boxesOf(grid, region, bits)) {
    for (let o = 0; o < counts[0]; o++)
      for (let r = 0; r < counts[1]; r++)
        for (let i = 0; i < counts[2]; i++) {
          const line = lines[row + r - region.row] ?? [];
          const to = column + o * outerColumns + i - region.column;
          assert.equal(line[to], -1, 'no element comes twice');
          line[to] = first + o * strides[0] + r * strides[1] + i * strides[2];
        }
  }
  return lines;
}

const shape = [3, 4, 5, 2];

describe('elements of a matrix', () => {
  it('are those of a row axis with all others as columns', () => {
    for (const rows of [0, 1, 2, 3]) {
      const choice = { rows, columns: null, at: [] };
      assert.deepEqual(elementsOf(elementGrid('w', shape, choice)), expected(shape, choice), `rows along ${rows}`);
    }
  });

  it('are those of two axes with the others held', () => {
    for (const rows of [0, 1, 2, 3])
      for (const columns of [0, 1, 2, 3]) {
        if (rows === columns) continue;
        const choice = { rows, columns, at: [2, 1, 3, 1] };
        assert.deepEqual(elementsOf(elementGrid('w', shape, choice)), expected(shape, choice), `${rows} x ${columns}`);
      }
  });

  it('are found in any part of it, and every element knows its place', () => {
    for (const rows of [0, 1, 2, 3]) {
      const grid = elementGrid('w', shape, { rows, columns: null, at: [] });
      const all = elementsOf(grid);
      for (const region of [
        { row: 1, column: 2, rows: 1, columns: 7 },
        { row: 0, column: 5, rows: 2, columns: 3 },
        { row: 1, column: 0, rows: 1, columns: grid.columns },
        { row: 0, column: 1, rows: grid.rows, columns: grid.columns - 1 },
      ]) {
        const wanted = all
          .slice(region.row, region.row + region.rows)
          .map(line => line.slice(region.column, region.column + region.columns));
        assert.deepEqual(elementsOf(grid, region), wanted);
      }
      all.forEach((line, row) => {
        line.forEach((element, column) => {
          assert.deepEqual(placeIn(grid, element), [row, column]);
        });
      });
    }
  });

  it('of a slice leave the others out', () => {
    const grid = elementGrid('w', shape, { rows: 3, columns: 1, at: [1, 0, 2, 0] });
    const inside = new Set(elementsOf(grid).flat());
    for (let element = 0; element < 120; element++) assert.equal(placeIn(grid, element) !== null, inside.has(element));
  });

  it('of scalars, vectors and empty tensors', () => {
    assert.deepEqual(elementsOf(elementGrid('w', [], { rows: null, columns: null, at: [] })), [[0]]);
    assert.deepEqual(elementsOf(elementGrid('w', [3], { rows: null, columns: null, at: [] })), [[0, 1, 2]]);
    assert.deepEqual(elementsOf(elementGrid('w', [3], { rows: 0, columns: null, at: [] })), [[0], [1], [2]]);
    assert.deepEqual(elementsOf(elementGrid('w', [0, 4], { rows: 0, columns: null, at: [] })), []);
    assert.deepEqual(
      [
        ...boxesOf(
          elementGrid('w', [4, 0], { rows: 0, columns: null, at: [] }),
          { row: 0, column: 0, rows: 4, columns: 0 },
          32,
        ),
      ],
      [],
    );
  });

  it('cannot be chosen where there are none', () => {
    const bad: MatrixChoice[] = [
      { rows: 4, columns: null, at: [] },
      { rows: 0, columns: 0, at: [] },
      { rows: 0, columns: 9, at: [] },
      { rows: 0, columns: 1, at: [0, 0, 5, 0] },
      { rows: 0.5, columns: null, at: [] },
      { rows: null, columns: 1, at: [] },
    ];
    for (const choice of bad) assert.throws(() => elementGrid('w', shape, choice), { name: 'LatheError' });
  });

  it('are read in pieces of bounded length, whatever the shape', () => {
    const shapes = [
      [2 ** 31, 1],
      [1, 10 ** 9],
      [4096, 4096],
      [3, 5, 70_000],
      [2, 200_000, 3],
      [...new Array(29).fill(1), 1000],
    ];
    for (const each of shapes) {
      for (const rows of [0, each.length - 1]) {
        const grid = elementGrid('w', each, { rows, columns: null, at: [] });
        const region = { row: 0, column: 0, rows: Math.min(grid.rows, 5000), columns: Math.min(grid.columns, 5000) };
        let covered = 0;
        for (const box of boxesOf(grid, region, 32)) {
          assert.ok(extentOf(box) <= MOST_AT_ONCE);
          covered += box.counts[0] * box.counts[1] * box.counts[2];
        }
        assert.equal(covered, region.rows * region.columns, `${each} along ${rows}`);
      }
    }
  });
});
