import assert from 'node:assert/strict';
import { arrangeRows, joinRows, scaledRows } from '../../../../webview/heatmap/heatRows';
import { mergeBins } from '../../../../webview/heatmap/mergeBins';
import { nodeTableOf, tableWeight } from '../../../fixtures/builders/nodeTable';
import { weightFigures } from '../../../fixtures/builders/weightFigures';

const layers = nodeTableOf([
  { name: 'a', op: 'Conv', weights: [tableWeight('a.w', 90), tableWeight('a.b', 5)] },
  { name: 'act', op: 'Relu' },
  { name: 'b', op: 'Conv', weights: [tableWeight('b.w', 50)] },
]);
const none = nodeTableOf([]);
const weights = [
  weightFigures('b.w', { elements: 50 }),
  weightFigures('loose', { elements: 1 }),
  weightFigures('a.b', { elements: 5, std: null }),
  weightFigures('a.w', { elements: 90 }),
];
const order = { column: 'order', descending: false } as const;

describe('heat map rows', () => {
  it('span their colours over the weights of layers, or over all when no layer owns any', () => {
    const names = (rows: ReturnType<typeof joinRows>): string[] => scaledRows(rows).map(({ weight }) => weight.name);
    assert.deepEqual(names(joinRows(layers, { weights })), ['a.w', 'a.b', 'b.w']);
    assert.deepEqual(names(joinRows(none, { weights: [weightFigures('loose')] })), ['loose']);
  });

  it('are those that layers own before anything was measured', () => {
    const rows = joinRows(layers, null);
    assert.deepEqual(
      rows.map(row => [row.weight.name, row.weight.elements, row.weight.bytes, row.figures]),
      [
        ['a.w', 90, 360, null],
        ['a.b', 5, 20, null],
        ['b.w', 50, 200, null],
      ],
    );
  });

  it('follow the layers, what no layer owns comes last', () => {
    const rows = joinRows(layers, { weights });
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
    const sorted = arrangeRows(joinRows(layers, { weights }), '', { column: 'parameters', descending: true });
    assert.deepEqual(
      sorted.map(row => row.weight.name),
      ['a.w', 'a.b', 'b.w', 'loose'],
    );
    const rising = arrangeRows(joinRows(layers, { weights }), '', { column: 'parameters', descending: false });
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
      const rows = arrangeRows(
        joinRows(none, { weights: [weightFigures('x', { std: null }), weightFigures('y')] }),
        '',
        {
          column: 'std',
          descending,
        },
      );
      assert.deepEqual(
        rows.map(row => row.weight.name),
        ['y', 'x'],
      );
    }
  });

  it('are filtered by all words of the filter', () => {
    const rows = joinRows(layers, { weights });
    assert.deepEqual(
      arrangeRows(rows, 'conv A.', order).map(row => row.weight.name),
      ['a.w', 'a.b'],
    );
    assert.deepEqual(arrangeRows(rows, 'nothing', order), []);
  });

  it('name the layer again when a filter removed its first weight', () => {
    const [row] = arrangeRows(joinRows(layers, { weights }), 'a.b', order);
    assert.equal(row?.first, true);
  });
});

describe('histograms', () => {
  it('merge bins without losing counts', () => {
    assert.deepEqual(mergeBins([1, 2, 3, 4, 5, 6, 7], 3), [6, 9, 13]);
    assert.deepEqual(mergeBins([1, 2], 10), [1, 2]);
  });
});
