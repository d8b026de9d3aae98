import assert from 'node:assert/strict';
import type { WeightFigures } from '../../../../src/shared/reports/weightReport';
import { arrangeRows, joinRows, scaledWeights } from '../../../../webview/heatmap/heatRows';
import { mergeBins } from '../../../../webview/heatmap/mergeBins';
import { formatValue, METRIC_INFO, metricScale } from '../../../../webview/heatmap/metrics';
import { nodeTableOf, tableWeight } from '../../../fixtures/builders/nodeTable';

function figures(name: string, change: Partial<WeightFigures> = {}): WeightFigures {
  return {
    graph: 'main',
    name,
    dtype: 'float32',
    shape: [10],
    elements: 10,
    bytes: 40,
    zeros: 0,
    nearZeros: 0,
    nan: 0,
    infinite: 0,
    min: -1,
    max: 2,
    mean: 0,
    std: 1,
    histogram: null,
    percentiles: null,
    outliers: 0,
    dequantized: false,
    codes: null,
    structure: null,
    ...change,
  };
}

const layers = nodeTableOf([
  { name: 'a', op: 'Conv', weights: [tableWeight('a.w', 90), tableWeight('a.b', 5)] },
  { name: 'act', op: 'Relu' },
  { name: 'b', op: 'Conv', weights: [tableWeight('b.w', 50)] },
]);
const none = nodeTableOf([]);
const weights = [
  figures('b.w', { elements: 50 }),
  figures('loose', { elements: 1 }),
  figures('a.b', { elements: 5, std: null }),
  figures('a.w', { elements: 90 }),
];
const order = { column: 'order', descending: false } as const;

describe('heat map rows', () => {
  it('span their colours over the weights of layers, or over all when no layer owns any', () => {
    const names = (rows: ReturnType<typeof joinRows>): string[] => scaledWeights(rows).map(({ name }) => name);
    assert.deepEqual(names(joinRows(weights, layers)), ['a.w', 'a.b', 'b.w']);
    assert.deepEqual(names(joinRows([figures('loose')], none)), ['loose']);
  });

  it('follow the layers, what no layer owns comes last', () => {
    const rows = joinRows(weights, layers);
    assert.deepEqual(
      rows.map(row => row.weight.name),
      ['a.w', 'a.b', 'b.w', 'loose'],
    );
    assert.deepEqual(
      rows.map(row => row.first),
      [true, false, true, true],
    );
    assert.equal(rows.at(-1)?.layer, null);
    assert.deepEqual(rows[2]?.layer, { graph: 'main', index: 2, op: 'Conv' });
  });

  it('stay together by layer when sorted by a metric', () => {
    const sorted = arrangeRows(joinRows(weights, layers), '', { column: 'parameters', descending: true });
    assert.deepEqual(
      sorted.map(row => row.weight.name),
      ['a.w', 'a.b', 'b.w', 'loose'],
    );
    const rising = arrangeRows(joinRows(weights, layers), '', { column: 'parameters', descending: false });
    assert.deepEqual(
      rising.map(row => row.weight.name),
      ['loose', 'a.b', 'a.w', 'b.w'],
    );
    assert.deepEqual(
      rising.map(row => row.first),
      [true, true, false, true],
    );
  });

  it('put what has no figure last, in both directions', () => {
    for (const descending of [true, false]) {
      const rows = arrangeRows(joinRows([figures('x', { std: null }), figures('y')], none), '', {
        column: 'std',
        descending,
      });
      assert.deepEqual(
        rows.map(row => row.weight.name),
        ['y', 'x'],
      );
    }
  });

  it('are filtered by all words of the filter', () => {
    const rows = joinRows(weights, layers);
    assert.deepEqual(
      arrangeRows(rows, 'conv A.', order).map(row => row.weight.name),
      ['a.w', 'a.b'],
    );
    assert.deepEqual(arrangeRows(rows, 'nothing', order), []);
  });

  it('name the layer again when a filter removed its first weight', () => {
    const [row] = arrangeRows(joinRows(weights, layers), 'a.b', order);
    assert.equal(row?.first, true);
  });
});

describe('heat map metrics', () => {
  it('measure shares of elements and the largest magnitude', () => {
    const weight = figures('w', { elements: 200, zeros: 50, min: -3, max: 2 });
    assert.equal(METRIC_INFO.sparsity.value(weight), 0.25);
    assert.equal(METRIC_INFO.maxAbs.value(weight), 3);
    assert.equal(METRIC_INFO.sparsity.value(figures('empty', { elements: 0 })), null);
  });

  it('spread shares from 0 to 100 % and sizes over their logarithm', () => {
    assert.equal(metricScale('sparsity', weights).position(0.25), 0.25);
    const scale = metricScale('parameters', [figures('s', { elements: 10 }), figures('l', { elements: 1000 })]);
    assert.ok(Math.abs(scale.position(100) - 0.5) < 1e-12);
    assert.ok(Math.abs(scale.at(0.5) - 100) < 1e-9);
    assert.equal(scale.position(0), 0);
  });

  it('do not break on nothing or on one value', () => {
    assert.equal(metricScale('std', []).position(1), 0);
    assert.equal(metricScale('bytes', [figures('one')]).position(40), 1);
  });

  it('print three digits', () => {
    assert.deepEqual([0, 0.0312345, -1234.5, 1e-9, 123456].map(formatValue), [
      '0',
      '0.0312',
      '-1230',
      '1.00e-9',
      '1.23e+5',
    ]);
  });

  it('merge bins without losing counts', () => {
    assert.deepEqual(mergeBins([1, 2, 3, 4, 5, 6, 7], 3), [6, 9, 13]);
    assert.deepEqual(mergeBins([1, 2], 10), [1, 2]);
  });
});
