import assert from 'node:assert/strict';
import { nodeTable } from '../../../../src/analysis/cost/nodeTable';
import { inferTypes } from '../../../../src/analysis/shapes/inferTypes';
import { memorySource } from '../../../../src/formats/fileSource';
import { readOnnx } from '../../../../src/formats/onnx/readOnnx';
import { graphPage } from '../../../../src/model/graphPage';
import type { Model } from '../../../../src/model/model';
import { modelIndex } from '../../../../src/model/modelIndex';
import { atSizeOne } from '../../../../src/shared/amount';
import { amountAt } from '../../../../src/shared/nodeTable/cells';
import type { NodeTable } from '../../../../src/shared/nodeTable/nodeTable';
import { totalsOf } from '../../../../src/shared/nodeTable/totals';
import type { GraphPage } from '../../../../src/shared/protocol/editor';
import { buildHierarchy } from '../../../../webview/graph/hierarchy/buildHierarchy';
import { itemOf } from '../../../../webview/graph/hierarchy/findItems';
import { type Hierarchy, ITEM } from '../../../../webview/graph/hierarchy/hierarchy';
import { COMPUTED_FIGURES } from '../../../../webview/heat/figures';
import type { Heat } from '../../../../webview/heat/heat';
import { itemHeat, itemValues } from '../../../../webview/heat/itemHeat';
import { makeHeat } from '../../../../webview/heat/makeHeat';
import { RowIndex } from '../../../../webview/heat/rowIndex';
import { shownBodies } from '../../../fixtures/shown/shownBodies';

/** A `Loop` with an `If` with a `Scan` in it, beside two calls of one function. */
describe('heat of nodes that hold graphs', () => {
  let model: Model;
  let table: NodeTable;
  let pages: ReadonlyMap<string, GraphPage>;

  before(async () => {
    ({ model } = await readOnnx(memorySource(shownBodies(), 'nested.onnx')));
    const types = inferTypes(model, { dimensions: new Map([['rows', 5]]) });
    table = nodeTable(model, types, new Map([['rows', 5]]));
    pages = new Map([...modelIndex(model).values()].map(({ graph }) => [graph.id, graphPage(model, graph.id, types)]));
  });

  function heatOf(id: string): Heat {
    const source = COMPUTED_FIGURES.find(each => each.id === id);
    assert.ok(source !== undefined);
    return makeHeat(source.make(table), table, 'auto');
  }

  function values(heat: Heat, hierarchy: Hierarchy): Float64Array {
    return itemValues({ heat, table, index: new RowIndex(table) }, hierarchy);
  }

  it('adds up to the totals of the layers table', () => {
    const totals = totalsOf(table);
    assert.equal(heatOf('flops').total, atSizeOne(totals.flops));
    assert.equal(heatOf('macs').total, atSizeOne(totals.macs));
    assert.equal(heatOf('parameters').total, totals.parameters);
    assert.equal(heatOf('weightBytes').total, totals.weightBytes);
    assert.ok(heatOf('flops').total > 0 && totals.weightBytes > 0);
  });

  it('adds up to the totals of the layers table for any rows that a holder is among with all that it holds', () => {
    const heat = heatOf('flops');
    const main = [...table.graph.keys()].filter(row => table.graph[row] === 0);
    assert.equal(heat.of(main), atSizeOne(totalsOf(table, main).flops));
    for (const row of main) assert.equal(heat.of([row]), atSizeOne(totalsOf(table, [row]).flops));
  });

  it('is the same for a holder closed and open, bodies telling what they cost in it', () => {
    const heat = heatOf('flops');
    const closed = buildHierarchy('main', pages, []);
    const loop = holder(closed, 'refine');
    const open = buildHierarchy('main', pages, [loop]);
    const before = values(heat, closed);
    const after = values(heat, open);
    assert.equal(before[loop], after[loop]);
    const body = [...open.kind.keys()].find(item => open.kind[item] === ITEM.body && open.parent[item] === loop);
    assert.ok(body !== undefined);
    assert.equal(after[body], after[loop]);
    assert.ok((after[loop] ?? 0) > 0);
  });

  it('counts a function that is open at two calls once for each', () => {
    const heat = heatOf('flops');
    const closed = buildHierarchy('main', pages, []);
    const calls = ['smooth_in', 'smooth_out'].map(name => holder(closed, name));
    const open = buildHierarchy('main', pages, calls);
    const found = values(heat, open);
    const index = new RowIndex(table);
    const inside = [...open.kind.keys()].filter(item => open.kind[item] === ITEM.node && inFunction(open, item));
    assert.equal(inside.length, 6);
    for (const item of inside) {
      const page = open.instances[open.instance[item] ?? 0]?.page;
      const row = index.rowOf(page?.id ?? '', open.vertex[item] ?? 0);
      assert.equal(found[item], atSizeOne(amountAt(table.flops, row) ?? []));
      assert.equal(heat.values[row], 2 * (found[item] ?? 0), 'in the whole model both calls count');
    }
  });

  it('gives a holder the weights of all that it holds', () => {
    const heat = heatOf('weightBytes');
    const index = new RowIndex(table);
    const loop = index.rowOf('main', 1);
    // start: 1 byte; gain and limit are taken from outside; nothing, in a branch: 4 floats.
    const inside = [...table.graph.keys()].filter(row => table.graph[row] !== 0);
    const within = new Set(inside.flatMap(row => [...owned(table, row)]));
    for (const weight of owned(table, loop)) within.add(weight);
    const bytes = [...within].reduce((sum, weight) => sum + (table.weights[weight]?.bytes ?? 0), 0);
    assert.equal(heat.values[loop], bytes);
    assert.ok(bytes >= 16);
  });

  it('tells the share of the whole beside the figure', () => {
    const heat = heatOf('flops');
    const hierarchy = buildHierarchy('main', pages, []);
    const plain = { background: '#000000', text: '#ffffff' };
    const colors = { at: () => plain, twoSided: () => plain };
    const shown = { heat, table, index: new RowIndex(table) };
    const look = itemHeat(shown, hierarchy, colors);
    const loop = holder(hierarchy, 'refine');
    const value = heat.values[shown.index.rowOf('main', 1)] ?? 0;
    assert.equal(look.of(loop)?.value, `${heat.print(value)}, ${Math.round((value / heat.total) * 100)} %`);
    const input = [...hierarchy.kind.keys()].find(item => hierarchy.kind[item] === ITEM.input);
    assert.equal(look.of(input ?? -1), null);
  });

  function holder(hierarchy: Hierarchy, name: string): number {
    const item = itemOf(hierarchy, 'main', pages.get('main')?.names.indexOf(name) ?? -1);
    assert.equal(hierarchy.kind[item], ITEM.holder);
    return item;
  }
});

function inFunction({ instances, instance }: Hierarchy, item: number): boolean {
  return instances[instance[item] ?? 0]?.page.id !== 'main';
}

function owned({ weightStart, weightOf }: NodeTable, row: number): Uint32Array {
  return weightOf.subarray(weightStart[row], weightStart[row + 1]);
}
