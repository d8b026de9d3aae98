import assert from 'node:assert/strict';
import type { ChannelRanges, PictureTile, WeightFacts } from '../../../../src/shared/protocol/weights';
import { bandColumns } from '../../../../webview/weights/bandColumns';
import { cellValue, describeShown, fencesOf, roundUp, SHOWN, spanOf } from '../../../../webview/weights/cellValues';
import { formatRows } from '../../../../webview/weights/copyFormats';
import { kernelAt, kernelGrid } from '../../../../webview/weights/kernelGrid';
import { untilReady } from '../../../../webview/weights/untilReady';
import { matrixSize } from '../../../../webview/weights/weightSource';

describe('cells of a picture', () => {
  const tile: PictureTile = {
    rows: 1,
    columns: 4,
    mean: Float32Array.of(0.5, 0.25, -1, Number.NaN),
    min: Float32Array.of(0, -9, -2, Number.NaN),
    max: Float32Array.of(1, 1, 8, Number.NaN),
    zeros: Uint8Array.of(255, 0, 51, 0),
    marks: Uint8Array.of(0, 0, 0, 1),
  };
  const fences = fencesOf({ mean: 0, std: 1 });

  it('show the mean, and what lies far from all others instead of it', () => {
    assert.deepEqual(fences, { low: -6, high: 6 });
    assert.deepEqual(
      [0, 1, 2].map(cell => cellValue(tile, cell, 'outliers', fences)),
      [0.5, -9, 8],
    );
    assert.deepEqual(
      [0, 1, 2].map(cell => cellValue(tile, cell, 'mean', fences)),
      [0.5, 0.25, -1],
    );
    assert.deepEqual(
      [0, 1, 2].map(cell => cellValue(tile, cell, 'min', fences)),
      [0, -9, -2],
    );
    assert.deepEqual(
      [0, 1, 2].map(cell => cellValue(tile, cell, 'max', fences)),
      [1, 1, 8],
    );
    assert.deepEqual(
      [0, 1, 2].map(cell => cellValue(tile, cell, 'zeros', fences)),
      [1, 0, 0.2],
    );
    for (const shown of SHOWN) assert.ok(Number.isNaN(cellValue(tile, 3, shown, fences)));
    assert.deepEqual(fencesOf({ mean: null, std: null }), { low: -Infinity, high: Infinity });
  });

  it('say in words what they show', () => {
    assert.equal(describeShown('mean', 1, 1), 'Each cell is one element.');
    assert.match(describeShown('outliers', 4, 2), /mean of up to 4 × 2 elements; where one lies further than 6/);
  });

  it('span the colours without the outliers, and never nothing where there is something', () => {
    assert.equal(spanOf([tile], 'outliers', fences, 0), 0.5);
    const mostly: PictureTile = { ...tile, columns: 1000, mean: new Float32Array(1000), min: null, max: null };
    mostly.mean[7] = 3;
    assert.equal(spanOf([mostly], 'mean', fences, 0), 3);
    assert.equal(spanOf([], 'mean', fences, 0), 0);
    assert.deepEqual([0.0123, 1, 1234, 0, Infinity, 5e-324].map(roundUp), [0.013, 1, 1300, 0, 0, 5e-324]);
  });
});

describe('bands of channels', () => {
  const count = 1000;
  const ranges: ChannelRanges = {
    axis: 0,
    channels: count,
    perEntry: 1,
    min: Float64Array.from({ length: count }, (_, i) => (i === 500 ? -99 : -1)),
    max: Float64Array.from({ length: count }, (_, i) => (i === 999 ? 77 : i === 3 ? Number.NaN : 1)),
    mean: new Float64Array(count),
    zeros: new Float64Array(count),
    notFinite: new Float64Array(count),
    elements: 4,
  };

  it('leave no channel out, however few columns there are', () => {
    for (const most of [1, 3, 64, 999, 1000, 5000]) {
      const bands = bandColumns(ranges, most);
      assert.equal(bands.length, Math.min(most, count));
      assert.equal(bands[0]?.first, 0);
      assert.equal(bands.at(-1)?.last, count);
      for (const [i, band] of bands.entries()) if (i > 0) assert.equal(band.first, bands[i - 1]?.last);
      assert.equal(Math.min(...bands.map(({ min }) => min)), -99);
      assert.equal(Math.max(...bands.map(({ max }) => max)), 77);
    }
  });
});

describe('copied elements', () => {
  it('are read by the language they are meant for', () => {
    const rows = [
      ['1', '-0.5', 'NaN'],
      ['9007199254740993', '1e-7', '-Infinity'],
    ];
    assert.equal(formatRows(rows, 'tsv', false), '1\t-0.5\tNaN\n9007199254740993\t1e-7\t-Infinity');
    assert.deepEqual(JSON.parse(formatRows(rows, 'json', false)), [
      [1, -0.5, 'NaN'],
      ['9007199254740993', 1e-7, '-Infinity'],
    ]);
    assert.equal(
      formatRows(rows, 'python', false),
      "[[1, -0.5, float('nan')],\n [9007199254740993, 1e-7, float('-inf')]]",
    );
    assert.equal(formatRows([['true', 'false']], 'python', false), '[[True, False]]');
    assert.equal(formatRows([['1-2i']], 'python', false), "[[complex('1-2j')]]");
  });

  it('of text stay text', () => {
    assert.deepEqual(JSON.parse(formatRows([['1', 'a"b\n']], 'json', true)), [['1', 'a"b\n']]);
    assert.equal(formatRows([['a\tb', 'c']], 'tsv', true), 'a b\tc');
  });
});

describe('kernels', () => {
  const facts = (shape: readonly number[], first: 'outputs' | 'inputs' = 'outputs'): WeightFacts => ({
    graph: 'main',
    name: 'w',
    type: '',
    bytes: 0,
    where: '',
    dtype: 'float32',
    shape,
    elements: shape.reduce((a, b) => a * b, 1),
    kind: 'real',
    quantization: null,
    stored: null,
    outputAxis: 0,
    kernel: { first, sizes: shape.slice(2) },
    exports: { stored: [], dequantized: [] },
  });
  const room = { width: 600, height: 400 };

  it('lie in rows of outputs and columns of inputs', () => {
    const grid = kernelGrid(facts([512, 256, 3, 3]), room);
    assert.deepEqual([grid?.lines, grid?.perLine, grid?.height, grid?.width, grid?.elements], [512, 256, 3, 3, 9]);
    assert.deepEqual(grid && kernelAt(grid, 511, 255), { first: 511, second: 255 });
    assert.equal(grid && kernelAt(grid, 512, 0), null);
  });

  it('one for each channel fill the lines', () => {
    const grid = kernelGrid(facts([1000, 1, 5, 5]), room);
    assert.ok(grid !== null && grid.perLine > 1 && grid.perLine * grid.pitchX <= 600);
    const seen = new Set<number>();
    for (let line = 0; line < grid.lines; line++)
      for (let place = 0; place < grid.perLine; place++) seen.add(kernelAt(grid, line, place)?.first ?? -1);
    seen.delete(-1);
    assert.equal(seen.size, 1000);
  });

  it('of one and three dimensions, few and many, and none', () => {
    assert.deepEqual([kernelGrid(facts([8, 4, 7]), room)?.height, kernelGrid(facts([8, 4, 7]), room)?.width], [1, 7]);
    assert.equal(kernelGrid(facts([8, 4, 5, 3, 3]), room)?.slices, 5);
    const [few, many] = [kernelGrid(facts([4, 1, 3, 3]), room), kernelGrid(facts([4000, 1, 3, 3]), room)];
    assert.ok((few?.pixel ?? 0) > (many?.pixel ?? 0));
    assert.equal(kernelGrid(facts([8, 4, 1000, 1000]), room), null);
    assert.equal(kernelGrid(facts([0, 4, 3, 3]), room), null);
    assert.equal(kernelGrid({ ...facts([8, 4, 3, 3]), kernel: null }, room), null);
  });
});

describe('long answers', () => {
  it('are asked for until they are there, or nobody wants them', async () => {
    let asked = 0;
    const told: number[] = [];
    const ask = async () => {
      asked += 1;
      return asked < 4
        ? ({ state: 'working', done: asked, total: 4 } as const)
        : ({ state: 'ready', value: 'done' } as const);
    };
    assert.equal(
      await untilReady(
        ask,
        fraction => told.push(fraction),
        () => true,
      ),
      'done',
    );
    assert.deepEqual(told, [0.25, 0.5, 0.75]);
    asked = 0;
    assert.equal(
      await untilReady(
        ask,
        () => undefined,
        () => asked < 2,
      ),
      null,
    );
    assert.equal(asked, 2);
  });
});

describe('a tensor as a matrix', () => {
  it('has as many elements as the axes say', () => {
    const shape = [3, 4, 5];
    assert.deepEqual(matrixSize(shape, { rows: 1, columns: null, at: [] }), { rows: 4, columns: 15 });
    assert.deepEqual(matrixSize(shape, { rows: 2, columns: 0, at: [] }), { rows: 5, columns: 3 });
    assert.deepEqual(matrixSize([], { rows: null, columns: null, at: [] }), { rows: 1, columns: 1 });
    assert.deepEqual(matrixSize([0], { rows: null, columns: null, at: [] }), { rows: 0, columns: 0 });
    assert.deepEqual(matrixSize([3, 0, 2], { rows: 0, columns: null, at: [] }), { rows: 3, columns: 0 });
  });
});
