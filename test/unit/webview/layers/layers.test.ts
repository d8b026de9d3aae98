import assert from 'node:assert/strict';
import type { LayerRow } from '../../../../src/shared/protocol/editor';
import { csvCell, layersCsv } from '../../../../webview/layers/csv';
import { arrangeLayers, layerTotals } from '../../../../webview/layers/layerRows';
import { nextSort } from '../../../../webview/state/sorting';

function row(name: string, parameters: number, weights: readonly string[]): LayerRow {
  return {
    graph: 'main',
    index: 0,
    name,
    op: 'Gemm',
    parameters,
    bytes: parameters * 4,
    dtypes: ['float32'],
    outputType: 'float32[1,10]',
    weights: weights.map(weight => ({
      graph: 'main',
      name: weight,
      type: '',
      elements: parameters / weights.length,
      bytes: (parameters * 4) / weights.length,
      where: '',
    })),
  };
}

const rows = [row('layer10', 100, ['w1']), row('layer2', 300, ['w2']), row('tied', 100, ['w1'])];

describe('layers table', () => {
  it('sorts numbers by value and names by the numbers in them', () => {
    const names = (column: 'parameters' | 'name', descending: boolean): string[] =>
      arrangeLayers(rows, '', { column, descending }).map(layer => layer.name);
    assert.deepEqual(names('parameters', true), ['layer2', 'layer10', 'tied']);
    assert.deepEqual(names('name', false), ['layer2', 'layer10', 'tied']);
  });

  it('keeps the order of the model unless told otherwise', () => {
    assert.deepEqual(arrangeLayers(rows, '', { column: 'order', descending: false }), rows);
  });

  it('filters by the names of weights too', () => {
    const kept = arrangeLayers(rows, 'W1', { column: 'order', descending: false });
    assert.deepEqual(
      kept.map(layer => layer.name),
      ['layer10', 'tied'],
    );
  });

  it('counts a weight that two layers share once', () => {
    assert.deepEqual(layerTotals(rows), { parameters: 400, bytes: 1600 });
  });

  it('turns a column around on the second click', () => {
    const text = new Set<'name' | 'bytes'>(['name']);
    assert.deepEqual(nextSort({ column: 'name', descending: false }, 'bytes', text), {
      column: 'bytes',
      descending: true,
    });
    assert.deepEqual(nextSort({ column: 'bytes', descending: true }, 'bytes', text), {
      column: 'bytes',
      descending: false,
    });
  });
});

describe('layers as CSV', () => {
  it('quotes what needs quoting', () => {
    assert.equal(csvCell('a,"b"\nc'), '"a,""b""\nc"');
    assert.equal(csvCell(1234), '1234');
  });

  it('keeps a spreadsheet from running names as formulas', () => {
    assert.equal(csvCell('=HYPERLINK("http://x")'), `"'=HYPERLINK(""http://x"")"`);
    for (const start of ['+', '-', '@', '\t', '\r', ' ='])
      assert.ok(csvCell(`${start}1`).replace('"', '').startsWith("'"));
    assert.equal(csvCell(-5), '-5');
  });

  it('has a header and one line a layer', () => {
    const lines = layersCsv(rows).split('\r\n');
    assert.equal(lines.length, 5);
    assert.equal(lines[2], 'main,0,layer2,Gemm,300,1200,float32,"float32[1,10]"');
  });
});
