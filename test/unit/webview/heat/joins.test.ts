import assert from 'node:assert/strict';
import type { NodeFigures } from '../../../../src/shared/figures/nodeFigures';
import { HOLDS, type NodeTable } from '../../../../src/shared/nodeTable/nodeTable';
import type { WeightReport } from '../../../../src/shared/reports/weightReport';
import { COMPUTED_FIGURES, MEASURED_FIGURES } from '../../../../webview/heat/figures';
import { joinFigures } from '../../../../webview/heat/joinFigures';
import { makeHeat } from '../../../../webview/heat/makeHeat';
import { offersOf } from '../../../../webview/heat/offers';
import { RowIndex } from '../../../../webview/heat/rowIndex';
import { nodeTableOf, tableWeight } from '../../../fixtures/builders/nodeTable';
import { weightFigures } from '../../../fixtures/builders/weightFigures';

const N = Number.NaN;
const shared = tableWeight('tied', 100);
const table = nodeTableOf([
  { name: 'a', op: 'Conv', weights: [tableWeight('a.w', 90), tableWeight('a.b', 10)], macs: 50 },
  { name: 'act', op: 'Relu', macs: null },
  { name: 'b', op: 'Gemm', weights: [shared], macs: 7 },
  { name: 'c', op: 'Gemm', weights: [shared, { ...tableWeight('c.scale', 1), isParameter: false }], macs: 7 },
]);

function report(change: Partial<WeightReport>): WeightReport {
  const model = { file: 'net.onnx', bytes: 1 };
  return { kind: 'weights', schema: 2, model, nearZero: 0.01, bins: 8, weights: [], skipped: [], ...change };
}

function measured(id: string, weights: WeightReport['weights'], skipped: WeightReport['skipped'] = []) {
  const source = MEASURED_FIGURES.find(each => each.id === id);
  assert.ok(source !== undefined);
  return source.make(table, report({ weights, skipped }));
}

const weights = [
  weightFigures('a.w', { elements: 90, zeros: 9, min: -3, max: 2 }),
  weightFigures('a.b', { elements: 10, zeros: 10, min: 0, max: 0 }),
  weightFigures('tied', { elements: 100, zeros: 50, min: -1, max: 4 }),
  weightFigures('c.scale', { elements: 1, zeros: 1 }),
];

describe('figures of weights, joined for each node', () => {
  it('are weighted by elements where they are shares, over parameters only', () => {
    assert.deepEqual([...measured('weights.sparsity', weights).each], [0.19, N, 0.5, 0.5]);
  });

  it('are the largest where they are none', () => {
    assert.deepEqual([...measured('weights.maxAbs', weights).each], [3, N, 4, 4]);
  });

  it('are none for a node of which a parameter was not measured', () => {
    const figure = measured('weights.sparsity', weights.slice(1), [{ graph: 'main', name: 'a.w', reason: 'x' }]);
    assert.deepEqual([...figure.each], [N, N, 0.5, 0.5]);
    assert.equal(figure.notes.length, 1);
  });

  it('make means of groups that are weighted by elements too', () => {
    const heat = makeHeat(measured('weights.sparsity', weights), table, 'auto');
    assert.ok(Math.abs(heat.of([0, 2]) - (0.19 * 100 + 0.5 * 100) / 200) < 1e-15);
    assert.equal(heat.missing, 1);
    assert.deepEqual([heat.position(0.25), heat.print(0.19), heat.print(0)], [0.25, '19.0 %', '0 %']);
  });
});

describe('figures of the node table', () => {
  const of = (id: string, from: NodeTable = table) => {
    const source = COMPUTED_FIGURES.find(each => each.id === id);
    assert.ok(source !== undefined);
    return makeHeat(source.make(from), from, 'auto');
  };

  it('count in each row and once in groups what rows share', () => {
    const heat = of('parameters');
    assert.deepEqual([...heat.values], [100, 0, 100, 100]);
    assert.deepEqual([heat.total, heat.of([2, 3]), heat.of([3]), heat.of([])], [200, 100, 100, N]);
    assert.equal(of('weightBytes').of([3]), 404);
  });

  it('leave out what is not known', () => {
    const heat = of('macs');
    assert.deepEqual([...heat.values], [50, N, 7, 7]);
    assert.deepEqual([heat.total, heat.missing, heat.of([1])], [64, 1, N]);
  });

  it('take the largest of what cannot be added', () => {
    const live = nodeTableOf([{ live: 5 }, { live: 9 }, { live: 2 }]);
    assert.equal(of('liveBytes', live).total, 9);
  });

  it('say that open sizes count as 1', () => {
    const open = { ...table, openSizes: [{ name: 'batch', size: null }] };
    assert.deepEqual(of('macs', open).notes, ['Open sizes count as 1']);
    assert.deepEqual(of('macs').notes, []);
  });
});

describe('figures of reports', () => {
  const given: NodeFigures = {
    id: 'quantization.weightError',
    title: 'Error',
    source: 'measured',
    unit: 'decibel',
    aggregation: 'largest',
    hot: 'low',
    graphs: ['main', 'gone'],
    graph: Uint32Array.of(0, 0, 1, 0, 9),
    node: Uint32Array.of(2, 0, 0, 77, 0),
    value: Float64Array.of(30, 20, 1, 2, 3),
    notes: ['n'],
  };

  it('find their nodes, and tell of those that are not there', () => {
    const figure = joinFigures(given, table, new RowIndex(table));
    assert.deepEqual([...figure.each], [20, N, 30, N]);
    assert.deepEqual(figure.notes, ['n', '3 figures are of nodes that this model does not have']);
    const heat = makeHeat(figure, table, 'auto');
    assert.deepEqual([heat.position(20), heat.position(30), heat.of([0, 2])], [1, 0, 20]);
  });

  it('belong to the node that holds theirs, unless several do', () => {
    const inside = { ...table, graph: Uint32Array.of(0, 0, 1, 1), node: Uint32Array.of(0, 1, 0, 1) };
    const times = [{ factor: 1, of: '' }];
    const body = (rows: readonly number[]) => ({
      ...inside,
      holds: Uint8Array.from([0, 1, 2, 3], row => (rows.includes(row) ? HOLDS.rows : HOLDS.nothing)),
      runOrder: Uint32Array.of(0, 1),
      graphs: [
        { id: 'main', title: 'main', times, heldBy: [] },
        { id: 'body', title: 'body', times, heldBy: rows.map(row => ({ row, times })) },
      ],
    });
    const figures = {
      ...given,
      hot: 'high' as const,
      aggregation: 'sum' as const,
      graphs: ['body'],
      graph: Uint32Array.of(0, 0),
      node: Uint32Array.of(0, 1),
      value: Float64Array.of(3, 4),
    };
    const values = (of: NodeTable) => makeHeat(joinFigures(figures, of, new RowIndex(of)), of, 'auto');
    assert.deepEqual([...values(body([1])).values], [N, 7, 3, 4]);
    assert.equal(values(body([1])).total, 7, 'what is in the node counts once');
    assert.deepEqual([...values(body([0, 1])).values], [N, N, 3, 4]);
    assert.equal(values(body([0, 1])).total, 7);
  });

  it('are offered, and what is missing is offered with what makes it', () => {
    const offers = offersOf(table, [given]);
    const missing = offers.filter(offer => offer.missing !== null);
    assert.ok(offers.some(({ id, missing }) => id === given.id && missing === null));
    assert.deepEqual(
      missing.map(({ command }) => command),
      ['benchmarkLatency', 'showDifference'],
    );
    assert.equal(new Set(offers.map(({ id }) => id)).size, offers.length);
    const bare = offersOf(nodeTableOf([{ macs: null }]), []);
    const gone = bare.filter(offer => offer.missing !== null).map(({ id }) => id);
    for (const id of ['parameters', 'macs', 'weights.sparsity']) assert.ok(gone.includes(id), id);
  });
});
