import assert from 'node:assert/strict';
import { plainAmount } from '../../../../src/shared/amount';
import { HOLDS, type NodeTable } from '../../../../src/shared/nodeTable/nodeTable';
import { totalsOf } from '../../../../src/shared/nodeTable/totals';
import { COMPUTED_FIGURES } from '../../../../webview/heat/figures';
import { makeHeat } from '../../../../webview/heat/makeHeat';
import { RowIndex } from '../../../../webview/heat/rowIndex';
import { AREA_MEASURES } from '../../../../webview/heatmap/areas';
import { MapModel } from '../../../../webview/heatmap/mapModel';
import { type MapTile, mapTiles } from '../../../../webview/heatmap/mapTiles';
import { nearestTile } from '../../../../webview/heatmap/nearestTile';
import { nodeTableOf, tableWeight } from '../../../fixtures/builders/nodeTable';

const WIDTH = 600;
const HEIGHT = 400;

function modelOf(table: NodeTable, figure = 'parameters', area = 'parameters'): MapModel {
  const source = COMPUTED_FIGURES.find(({ id }) => id === figure);
  const measure = AREA_MEASURES.find(({ id }) => id === area);
  assert.ok(source !== undefined && measure !== undefined);
  return new MapModel(
    { heat: makeHeat(source.make(table), table, 'auto'), table, index: new RowIndex(table) },
    measure,
  );
}

function tilesOf(model: MapModel, group = model.tree.root): readonly MapTile[] {
  return mapTiles(model.tree, model.areas, group, WIDTH, HEIGHT);
}

const tied = tableWeight('tied', 100);
const nested = nodeTableOf([
  { name: '/enc/l0/q/MatMul', op: 'MatMul', scope: 'enc/l0/q', weights: [tableWeight('q', 300)] },
  { name: '/enc/l0/k/MatMul', op: 'MatMul', scope: 'enc/l0/k', weights: [tableWeight('k', 200)] },
  { name: '/enc/l1/q/MatMul', op: 'MatMul', scope: 'enc/l1/q', weights: [tied] },
  { name: '/enc/l1/Add', op: 'Add', scope: 'enc/l1' },
  { name: '/head/MatMul', op: 'MatMul', scope: 'head', weights: [tied, tableWeight('h', 400)] },
]);

describe('treemap', () => {
  it('nests what belongs together, each frame as large as its share of what is around', () => {
    const model = modelOf(nested);
    const tiles = tilesOf(model);
    assert.deepEqual(
      tiles.map(tile => [tile.kind, model.shortTitle(tile), tile.depth]).sort(),
      [
        ['group', 'enc', 0],
        ['group', 'l0', 1],
        ['node', 'k/MatMul', 2],
        ['node', 'q/MatMul', 2],
        ['node', 'l1/q/MatMul', 1],
        ['node', 'head/MatMul', 0],
      ].sort(),
    );
    const enc = tiles.find(tile => model.title(tile.item) === 'enc');
    // Half of what both ends of the model share counts at each: 300 + 200 + 50 of 1000.
    assert.equal(enc?.area, 550);
    assert.ok(Math.abs((enc?.width ?? 0) * (enc?.height ?? 0) - 0.55 * WIDTH * HEIGHT) < 1e-6);
  });

  it('colours groups by what is in them, shared weights counting once', () => {
    const model = modelOf(nested);
    assert.equal(model.total, 1000);
    assert.equal(model.value(model.tree.root), 1000);
    assert.equal(model.value(model.groupAt(['enc'])), 600);
    assert.equal(model.value(model.groupAt(['enc', 'l1'])), 100);
    assert.equal(model.value(model.groupAt(['head'])), 500);
  });

  it('finds groups again by their titles, as far as they are there', () => {
    const model = modelOf(nested);
    const group = model.groupAt(['enc', 'l0']);
    assert.deepEqual(model.pathOf(group), ['enc', 'l0']);
    assert.equal(model.groupAt(['enc', 'gone', 'l0']), model.groupAt(['enc']));
    assert.deepEqual(
      tilesOf(model, group)
        .map(tile => tile.depth === 0 && model.title(tile.item))
        .filter(title => title !== false),
      ['/enc/l0/q/MatMul', '/enc/l0/k/MatMul'],
    );
    assert.equal(model.outOf(group), model.groupAt(['enc']));
    assert.equal(model.outOf(model.groupAt(['enc'])), model.tree.root);
  });

  it('puts the nodes of a body into the node that holds them, which counts by what is in it', () => {
    const times = plainAmount(10);
    const table: NodeTable = {
      ...nodeTableOf([
        { name: 'first', macs: 40 },
        { name: 'loop', op: 'Loop', macs: 60 },
        { name: 'inner', macs: 6 },
      ]),
      graph: Uint32Array.of(0, 0, 1),
      node: Uint32Array.of(0, 1, 0),
      holds: Uint8Array.of(0, HOLDS.rows, 0),
      runOrder: Uint32Array.of(0, 1),
      graphs: [
        { id: 'main', title: 'main', times: plainAmount(1), heldBy: [] },
        { id: 'body', title: 'body', times, heldBy: [{ row: 1, times }] },
      ],
    };
    const model = modelOf(table, 'macs', 'macs');
    assert.deepEqual([...model.areas.subarray(0, 3)], [40, 0, 60]);
    assert.equal(model.total, totalsOf(table).macs[0]?.factor);
    assert.equal(model.value(model.tree.root), 100);
    assert.equal(model.value(model.groupAt(['loop', 'body'])), 60);
    assert.equal(model.value(2), 60, 'in one run of the model');
  });

  it('fills all of its area without overlaps, whatever there are', () => {
    const many = nodeTableOf(
      Array.from({ length: 3000 }, (_, i) => ({
        scope: `a${i % 7}/b${i % 31}`,
        weights: [tableWeight(`w${i}`, 1 + (i % 97) ** 2)],
      })),
    );
    const model = modelOf(many);
    const tiles = tilesOf(model);
    assert.ok(tiles.length <= 1300 && tiles.length > 200, `${tiles.length} tiles`);
    const top = tiles.filter(({ depth }) => depth === 0);
    const covered = top.reduce((sum, { width, height }) => sum + width * height, 0);
    assert.ok(Math.abs(covered - WIDTH * HEIGHT) < 1);
    assert.equal(
      top.reduce((sum, { area }) => sum + area, 0),
      model.total,
    );
    for (const a of tiles) {
      for (const b of tiles) {
        if (a === b || a.depth !== b.depth) continue;
        const x = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
        const y = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
        assert.ok(x < 1e-6 || y < 1e-6);
      }
    }
  });

  it('gathers what is too small to be seen, losing nothing', () => {
    const table = nodeTableOf([
      { weights: [tableWeight('large', 1_000_000)] },
      ...Array.from({ length: 500 }, (_, i) => ({ weights: [tableWeight(`w${i}`, 2)] })),
    ]);
    const model = modelOf(table);
    const tiles = tilesOf(model);
    assert.deepEqual(
      tiles.map(({ kind, left, area }) => [kind, left.length, area]),
      [
        ['node', 0, 1_000_000],
        ['rest', 500, 1000],
      ],
    );
    assert.equal(model.valueOfRows(tiles[1]?.left ?? []), 1000);
  });

  it('draws no more tiles than can be clicked, the largest of them', () => {
    const flat = nodeTableOf(Array.from({ length: 5000 }, (_, i) => ({ weights: [tableWeight(`w${i}`, 10_000 + i)] })));
    const tiles = tilesOf(modelOf(flat));
    assert.equal(tiles.length, 1200);
    const rest = tiles.find(({ kind }) => kind === 'rest');
    assert.equal(rest?.left.length, 5000 - 1199);
    assert.deepEqual(new Set(rest?.left), new Set(Array.from({ length: 5000 - 1199 }, (_, i) => i)));
  });

  it('has nothing to show of a model without what the area is of', () => {
    assert.deepEqual(tilesOf(modelOf(nodeTableOf([{}, {}]))), []);
    assert.deepEqual(tilesOf(modelOf(nodeTableOf([]))), []);
  });

  it('takes scopes nested deeper than anybody looks', () => {
    const deep = Array.from({ length: 5000 }, (_, i) => `s${i}`).join('/');
    const model = modelOf(
      nodeTableOf([{ scope: deep, weights: [tableWeight('w', 1)] }, { weights: [tableWeight('v', 1)] }]),
    );
    assert.equal(tilesOf(model).filter(({ kind }) => kind === 'node').length, 2);
  });
});

describe('arrow keys in a treemap', () => {
  const boxes = [
    { x: 0, y: 0, width: 50, height: 100 },
    { x: 50, y: 0, width: 50, height: 50 },
    { x: 50, y: 50, width: 50, height: 50 },
  ];

  it('lead to the nearest tile ahead', () => {
    assert.equal(nearestTile(boxes, 1, 'ArrowDown'), 2);
    assert.equal(nearestTile(boxes, 2, 'ArrowUp'), 1);
    assert.equal(nearestTile(boxes, 1, 'ArrowLeft'), 0);
    assert.ok([1, 2].includes(nearestTile(boxes, 0, 'ArrowRight')));
    assert.equal(nearestTile(boxes, 0, 'ArrowLeft'), -1);
    assert.equal(nearestTile(boxes, 0, 'a'), -1);
  });
});
